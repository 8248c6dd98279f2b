"""Style sheets, read and written again: without comments, and of a design system only what the portal names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import tinycss2

OF_RULES = {"media", "supports", "layer", "container", "keyframes", "-webkit-keyframes"}
OURS_TO_NAME = ("kern-", "data-kern-")  # classes and attributes that stand on a page only if the portal writes them
TOKEN = "--kern-"  # noqa: S105 - how the names of the design system's variables begin
Named = Callable[[str], bool]


class BrokenStyleSheet(Exception):
    """A style sheet that cannot be part of a bundle; says why."""


@dataclass(frozen=True)
class Declaration:
    """``name: value``."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True)
class Rule:
    """What stands before the braces, its selectors one by one, and what stands in them; None: there are no braces."""

    head: str
    selectors: tuple[str, ...] = ()
    wanted: tuple[frozenset[str], ...] = ()  # names each selector needs
    body: "tuple[Rule | Declaration, ...] | None" = field(default=())

    def __str__(self) -> str:
        head = ",".join(self.selectors) or self.head
        return f"{head};" if self.body is None else f"{head}{{{_joined(self.body)}}}"


def read(text: str, name: str = "") -> tuple[Rule, ...]:
    """Return the rules of a style sheet; raises BrokenStyleSheet, ``name`` says of which."""
    return tuple(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), name))


def write(rules: Iterable[Rule]) -> str:
    """Return the rules as text, without what only people read."""
    return "\n".join(map(str, rules)) + "\n"


def purge(rules: Iterable[Rule], is_named: Named) -> tuple[Rule, ...]:
    """Return the rules whose KERN classes are all named; those of a list of selectors that are, likewise."""
    return tuple(kept for rule in rules if (kept := _purged(rule, is_named)))


def shake(rules: Iterable[Rule], is_named: Named) -> tuple[Rule, ...]:
    """Return the rules without those of KERN's tokens that no kept rule asks for and nobody names."""
    rules = tuple(rules)
    declared = list(_declarations(rules))
    asked = {d.name for d in declared if d.name.startswith(TOKEN) and is_named(d.name)}
    asked |= {token for d in declared if not d.name.startswith(TOKEN) for token in _tokens(d.value)}
    while more := {token for d in declared if d.name in asked for token in _tokens(d.value)} - asked:
        asked |= more
    return tuple(kept for rule in rules if (kept := _shaken(rule, asked)))


def _purged(rule: Rule, is_named: Named) -> Rule | None:
    if rule.body and isinstance(rule.body[0], Rule) and not rule.selectors:
        body = tuple(kept for part in rule.body if isinstance(part, Rule) and (kept := _purged(part, is_named)))
        return replace(rule, body=body) if body else None
    if not rule.selectors:
        return rule
    pairs = zip(rule.selectors, rule.wanted, strict=True)
    left = [(selector, wanted) for selector, wanted in pairs if all(map(is_named, wanted))]
    return replace(rule, selectors=tuple(s for s, _ in left), wanted=tuple(w for _, w in left)) if left else None


def _shaken(rule: Rule, asked: set[str]) -> Rule | None:
    if rule.body is None:
        return rule
    body: list[Rule | Declaration] = []
    for part in rule.body:
        if isinstance(part, Rule):
            if kept := _shaken(part, asked):
                body.append(kept)
        elif not part.name.startswith(TOKEN) or part.name in asked:
            body.append(part)
    return replace(rule, body=tuple(body)) if body else None


def _declarations(rules: Iterable[Rule | Declaration]) -> Iterator[Declaration]:
    for part in rules:
        if isinstance(part, Declaration):
            yield part
        else:
            yield from _declarations(part.body or ())


def _tokens(value: str) -> set[str]:
    parts = value.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return {part for part in parts if part.startswith(TOKEN)}


def _rules(nodes: Iterable[Any], name: str) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield _styled(node, name)
        elif node.type != "at-rule":
            raise BrokenStyleSheet(f"{name}:{node.source_line}: {node.type}")
        elif node.lower_at_keyword == "import":
            raise BrokenStyleSheet(f"{name}: @import holds up a page; name the file in the bundle")
        elif node.lower_at_keyword != "charset":
            yield _at_rule(node, name)


def _styled(node: Any, name: str) -> Rule:
    selectors = list(_split(node.prelude))
    return Rule(
        "",
        tuple(map(_text, selectors)),
        tuple(frozenset(_names(selector)) for selector in selectors),
        _content(node.content, name),
    )


def _at_rule(node: Any, name: str) -> Rule:
    head = f"@{node.at_keyword} {_text(node.prelude)}".strip()
    if node.content is None:
        return Rule(head, body=None)
    if node.lower_at_keyword in OF_RULES:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return Rule(head, body=tuple(_rules(inner, name)))
    return Rule(head, body=_content(node.content, name))


def _content(nodes: Any, name: str) -> "tuple[Rule | Declaration, ...]":
    content: list[Rule | Declaration] = []
    for node in tinycss2.parse_blocks_contents(nodes, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            content.append(Declaration(node.name, _text(node.value) + ("!important" if node.important else "")))
        else:
            content += _rules([node], name)
    return tuple(content)


def _split(tokens: Iterable[Any]) -> Iterator[list[Any]]:
    """The selectors of a list; commas within brackets part nothing."""
    one: list[Any] = []
    for token in tokens:
        if token == ",":  # noqa: S105 - a token of CSS
            yield one
            one = []
        else:
            one.append(token)
    yield one


def _names(selector: list[Any]) -> Iterator[str]:
    """KERN's classes and attributes that an element must have; what stands in ``:not()`` and the like is left alone."""
    for before, token in zip([None, *selector], selector, strict=False):
        name = ""
        if token.type == "ident" and before == ".":
            name = token.value
        elif token.type == "[] block":
            name = next((inner.value for inner in token.content if inner.type == "ident"), "")
        if name.startswith(OURS_TO_NAME):
            yield name


def _text(tokens: Iterable[Any]) -> str:
    """Tokens as text, several blanks as one."""
    return str(tinycss2.serialize(list(map(_narrowed, tokens)))).strip()


def _narrowed(token: Any) -> Any:
    if token.type in {"whitespace", "comment"}:
        return tinycss2.ast.WhitespaceToken(token.source_line, token.source_column, " ")
    for content in ("content", "arguments"):  # of a block, of a function
        if inner := getattr(token, content, None):
            setattr(token, content, list(map(_narrowed, inner)))
    return token


def _joined(body: Iterable[Rule | Declaration]) -> str:
    parts = [(str(part), isinstance(part, Declaration)) for part in body]
    return "".join(text + (";" if is_declaration else "") for text, is_declaration in parts).removesuffix(";")
