"""House rules of CONTRIBUTING.md: modules and functions that fit in a head, names that say what."""

import ast
from pathlib import Path
from statistics import median

import cleaner

HOUSE = Path(cleaner.__file__).parent
MODULES = {path.relative_to(HOUSE): path.read_text("utf-8") for path in HOUSE.rglob("*.py")}
SIZES = {path: len(source.splitlines()) for path, source in MODULES.items()}
NODES = [(path, node) for path, source in MODULES.items() for node in ast.walk(ast.parse(source))]
FUNCTIONS = {
    (path, node.name, node.lineno): node
    for path, node in NODES
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
}
LENGTHS = {where: node.end_lineno - node.lineno + 1 for where, node in FUNCTIONS.items()}


def test_modules_are_short_and_not_too_short() -> None:
    assert {path: size for path, size in SIZES.items() if size > 400} == {}
    assert 40 <= median(SIZES.values()) <= 170, sorted(SIZES.values())


def test_functions_are_short() -> None:
    assert {where: length for where, length in LENGTHS.items() if length > 60} == {}
    assert median(LENGTHS.values()) <= 15


def test_functions_take_at_most_five_parameters() -> None:
    """Keyword-only ones count, ``self`` and ``cls`` do not; a sixth wants to be a value."""
    taken = {
        where: [a.arg for a in (*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs)]
        for where, f in FUNCTIONS.items()
    }
    assert {w: p for w, p in taken.items() if len([*{*p} - {"self", "cls"}]) > 5} == {}


def test_folders_are_flat_and_modules_are_named_for_what_they_hold() -> None:
    assert [path for path in MODULES if len(path.parts) > 2] == []
    vague = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [path for path in MODULES if vague & {path.stem, *path.stem.split("_")}] == []


def test_modules_say_what_they_are_for() -> None:
    assert [
        path for path, source in MODULES.items() if not ast.get_docstring(ast.parse(source))
    ] == []
