"""Which module of the product imports which: read from the source, so nothing is loaded for it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]

BY_NAME = {"import_string", "import_module"}  # a dotted path in a string is an import, too


def modules(root: Path, rooms: tuple[str, ...]) -> dict[str, Path]:
    """Return the files of the rooms by their dotted names, a package under its own; migrations are left out."""
    found = {}
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_graph(files: Mapping[str, Path]) -> Graph:
    """Return what each module imports of the others: at its top, in functions, for the types alone, and by name."""
    return {name: frozenset(_imported(name, files) - {name}) for name in files}


def _imported(module: str, known: Mapping[str, Path]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(known[module].read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, module, is_package=known[module].name == "__init__.py")
            names = {f"{origin}.{alias.name}" for alias in node.names}
            found |= {name if name in known else origin for name in names}
        elif isinstance(node, ast.Call):
            found |= set(_named_in_a_string(node, known))
    return found & known.keys()


def _origin(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    """Return what is imported from: its own name, or counted in dots from the importing module's package."""
    climbed = node.level - is_package
    parts = module.split(".")[: -climbed or None] if node.level else []
    return ".".join([*parts, *filter(None, [node.module])])


def _named_in_a_string(call: ast.Call, known: Mapping[str, Path]) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for argument in call.args if called in BY_NAME else ():
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value if argument.value in known else argument.value.rpartition(".")[0]


def circles(graph: Graph) -> list[list[str]]:
    """Return the strongly connected components of more than one module, each sorted."""
    reached = {module: _reachable(graph, module) for module in graph}
    found = {tuple(sorted({other for other in reached[one] if one in reached[other]})) for one in graph}
    return sorted(list(component) for component in found if component)


def _reachable(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(graph[module])
    return seen


def imports_in_functions(path: Path) -> Iterator[int]:
    """Yield the lines of a file at which a function imports something."""
    lines = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    lines.add(node.lineno)
    yield from sorted(lines)


def only_names_what_is_inside(path: Path) -> bool:
    """Tell whether a package's face does no more than name what its modules hold: imports from them and a list."""
    package = ".".join(path.parent.parts[-2:])
    for node in ast.parse(path.read_text()).body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_list = isinstance(node, ast.Assign) and [getattr(name, "id", "") for name in node.targets] == ["__all__"]
        is_inside = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}.")
        if not (is_docstring or is_list or is_inside):
            return False
    return True
