"""``fix``: a second look finds nothing, and what is clean is not touched."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaner.rule_choice import known_rules

Cli = Callable[..., tuple[int, str, str]]

FIXTURES = Path(__file__).parent.parent / "fixtures"
# Where cases hold texts, by file and key.
HOLDERS = {
    "characters": ("input", "expected"),
    "encoding": ("input", "expected"),
    "structure": ("input", "expected"),
    "furniture": ("before", "after"),
    "markup": ("input",),
    "languages": ("text",),
    "protected": ("text", "line"),
    "why": ("text",),
}


def _texts() -> Iterator[bytes]:
    for folder in ("news", "gold"):
        yield from (path.read_bytes() for path in sorted((FIXTURES / folder).iterdir()))
    for name, keys in HOLDERS.items():
        tables = tomllib.loads((FIXTURES / f"{name}.toml").read_text("utf-8"))
        cases = [case for table in tables.values() if isinstance(table, list) for case in table]
        yield from (case[key].encode() for case in cases for key in keys if key in case)
    for rule in known_rules():
        texts = (*rule.keep, *(text for example in rule.examples for text in example))
        yield from (text.encode() for text in texts)


@pytest.fixture
def files(run_cli: Cli) -> list[Path]:
    """Every text of the fixtures and of the rules as a file of its own."""
    paths = []
    for number, data in enumerate(dict.fromkeys(_texts())):
        paths.append(Path(f"{number:04}.txt"))
        paths[-1].write_bytes(data)
    return paths


def _states(paths: list[Path]) -> dict[Path, tuple[int, int, int, bytes]]:
    return {
        path: (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
            path.stat().st_ctime_ns,
            path.read_bytes(),
        )
        for path in paths
    }


def test_fix_then_check_finds_nothing(files: list[Path], run_cli: Cli) -> None:
    assert len(files) > 1_000
    before = _states(files)
    dirty = {line.split(":")[0] for line in run_cli("check", ".", "-q")[1].splitlines()}
    assert _states(files) == before  # check only looks
    code, out, err = run_cli("fix", ".", "-q")
    assert (code, err) == (1, "")
    fixed = {line.split(":")[0] for line in out.splitlines()}
    changed = {str(p) for p, state in _states(files).items() if state != before[p]}
    assert fixed == changed <= dirty
    assert len(fixed) > 200

    after = _states(files)
    assert run_cli("check", ".", "-q") == (0, "", "")
    assert run_cli("fix", ".", "-q") == (0, "", "")
    assert _states(files) == after  # the same inodes, the same times


def test_fix_gives_what_clean_gives(files: list[Path], run_cli: Cli) -> None:
    assert run_cli("clean", ".", "-o", "../bersih", "-q")[0] == 0
    run_cli("fix", ".", "-q")
    assert [p.read_bytes() for p in files] == [Path("../bersih", p).read_bytes() for p in files]


def test_a_reader_of_the_diff_gets_what_fix_does(
    files: list[Path], run_cli: Cli, run_git: Callable[..., str]
) -> None:
    patch = run_cli("fix", ".", "--diff", "-q")[1]
    run_git("init")
    run_git("add", ".")
    run_cli("fix", ".", "-q")
    fixed = [p.read_bytes() for p in files]
    run_git("checkout", ".")
    Path("../lap.diff").write_text(patch, "utf-8", newline="")
    run_git("apply", "../lap.diff")
    assert [p.read_bytes() for p in files] == fixed
