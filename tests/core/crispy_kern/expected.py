"""The HTML that the pack is expected to make: a file for each field in each state, and for each whole form.

Normalised: attributes in order, no blanks that a browser would not show. ``make pictures`` writes the files again;
look at what ``git diff`` shows.
"""

from collections.abc import Callable
from pathlib import Path

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from crispy_forms.utils import render_crispy_form
from django.test.html import Element, parse_html
from django.utils import translation

from core.crispy_kern.demo import forms
from core.crispy_kern.demo.samples import KINDS, STATES, sample

FOLDER = Path(__file__).parent / "expected"
REFUSED_SET = {
    "form-TOTAL_FORMS": "2",
    "form-INITIAL_FORMS": "0",
    "form-0-name": "Erika Muster",
    "form-0-email": "erika",
}


def _members(data: dict[str, str] | None) -> str:
    return render_crispy_form(forms.MemberFormSet(data), forms.member_helper())


WHOLE: dict[str, Callable[[], str]] = {
    "form": lambda: render_crispy_form(forms.ContactForm()),
    "form_refused": lambda: render_crispy_form(forms.ContactForm({"topic": "youth"})),
    "formset": lambda: _members(None),
    "formset_refused": lambda: _members(REFUSED_SET),
    "layout": lambda: render_crispy_form(forms.LayoutForm()),
    "search": lambda: render_crispy_form(forms.SearchForm()),
    "sign_in": lambda: render_crispy_form(forms.SignInForm()),
}
FIELDS = [(kind, state) for kind in KINDS for state in STATES]


def field_html(kind: str, state: str) -> str:
    """Return the normalised HTML of a field in a state, in English."""
    with translation.override("en"):
        return normalised(as_crispy_field(sample(kind, state)))


def whole_html(name: str) -> str:
    """Return the normalised HTML of a whole form or formset, in English."""
    with translation.override("en"):
        return normalised(WHOLE[name]())


def stored(*place: str) -> str:
    """Return what was stored under a place such as ``("date", "error")``; empty for what is new."""
    path = _path(*place)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def store_all() -> None:
    """Write every file again."""
    for kind, state in FIELDS:
        _store(field_html(kind, state), kind, state)
    for name in WHOLE:
        _store(whole_html(name), name)


def places() -> set[Path]:
    """Return the files that there should be."""
    return {_path(kind, state) for kind, state in FIELDS} | {_path(name) for name in WHOLE}


def normalised(html: str) -> str:
    """Return HTML with one element or text a line, indented."""
    root = parse_html(html)
    nodes = root.children if root.name is None else [root]
    return "".join(f"{line}\n" for node in nodes for line in _lines(node, ""))


def _lines(node: Element | str, indent: str) -> list[str]:
    if isinstance(node, str):
        return [f"{indent}{line.strip()}" for line in node.splitlines() if line.strip()]
    attributes = "".join(f" {name}" if value is None else f' {name}="{value}"' for name, value in node.attributes)
    inside = [line for child in node.children for line in _lines(child, indent + "  ")]
    return [f"{indent}<{node.name}{attributes}>", *inside]


def _path(*place: str) -> Path:
    return FOLDER.joinpath(*place).with_suffix(".html")


def _store(html: str, *place: str) -> None:
    path = _path(*place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
