"""Unified diffs: what ``git apply`` makes of them is the clean text, and reversed the original."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.cleaned import Cleaned
from cleaner.edits import Edit, apply_edits, resolve_overlaps
from cleaner.reports.diff import render_diff

GIT = shutil.which("git") or ""
BOM = b"\xef\xbb\xbf"
# No user's settings, and no repository around the folder, decide what is tested here.
ENVIRONMENT = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

LINES = st.sampled_from(["", "a", "b", "satu dua", "\tx ", "é\U0001f600", "\u2028", "- a", "\\ No"])
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=40).map(
    lambda parts: "".join(map("".join, parts))
)
NEW = st.text("ab\n\r é", max_size=4)
NAMES = st.text("ab \"'\\\té日\n\r\x07\x1b\x7f-+", min_size=1, max_size=6)

assert GIT, "these tests need git"


@st.composite
def changed(draw: st.DrawFn) -> Cleaned:
    """Draw a text, with and without a final line end and a byte order mark, and edits of it."""
    original = draw(TEXTS) + draw(st.sampled_from(["", "", "akhir"]))
    place = st.integers(0, len(original))
    spans = draw(st.lists(st.tuples(place, st.integers(0, 9), NEW), min_size=1, max_size=8))
    edits = [Edit(start, min(len(original), start + size), new) for start, size, new in spans]
    kept = tuple(resolve_overlaps(original, edits))
    bom = draw(st.sampled_from([b"", BOM]))
    return Cleaned(original, apply_edits(original, kept), kept, bom=bom)


def _one(original: str, *edits: Edit, bom: bytes = b"") -> Cleaned:
    return Cleaned(original, apply_edits(original, edits), edits, bom=bom)


@given(st.dictionaries(NAMES, changed(), min_size=1, max_size=4))
@example({"a": _one("", Edit(0, 0, "x"))})
@example({"a": _one("x", Edit(0, 1, ""))})
@example({"a": _one("x\n", Edit(0, 2, ""), bom=BOM)})
@example({"a": _one("x\ny", Edit(1, 2, ""))})
@example({"a": _one("x", Edit(1, 1, "\n"))})
@example({"a": _one("x\n", Edit(1, 2, ""))})
@example({"a": _one("x\r\ny\r\n", Edit(1, 2, ""))})
@example({"a": _one("\n" * 20, Edit(3, 4, ""), Edit(15, 15, "x"))})
@example({"del\x7f.txt": _one("x\n", Edit(0, 1, "y"))})
@settings(max_examples=60)
def test_git_applies_a_diff_and_takes_it_back(documents: dict[str, Cleaned]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, cleaned in documents.items():
            (folder / path).write_bytes(cleaned.bom + cleaned.original.encode())
        diff = "".join(render_diff(path, cleaned) for path, cleaned in documents.items())
        _apply(folder, diff)
        assert _read(folder) == {path: doc.to_bytes() for path, doc in documents.items()}
        _apply(folder, diff, "--reverse")
        originals = {path: doc.bom + doc.original.encode() for path, doc in documents.items()}
        assert _read(folder) == originals


@pytest.mark.parametrize(
    "path",
    ["a b/c d.txt", ' "x" /é\t.txt', "satu/dua/-.txt", "b/a/x", "caf\udce9/x.txt", " x", "x "],
)
def test_folders_and_awkward_names(path: str, tmp_path: Path) -> None:
    file = tmp_path / path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"militer , ya\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    diff = render_diff(path, _one("militer , ya\n", Edit(7, 8, "")))
    _apply(tmp_path, diff)
    assert file.read_bytes() == b"militer, ya\n"


def test_a_name_with_a_blank_ends_in_a_tab_as_git_and_patch_expect() -> None:
    lines = render_diff("a b", _one("x\n", Edit(0, 1, "y"))).split("\n")
    assert lines[:3] == ["diff --git a/a b b/a b", "--- a/a b\t", "+++ b/a b\t"]


def test_nothing_changed_is_no_diff() -> None:
    assert render_diff("a.txt", Cleaned("a\n", "a\n")) == ""


def test_changes_far_apart_are_hunks_of_their_own_with_three_lines_around() -> None:
    text = "".join(f"{number:02}\n" for number in range(20))
    diff = render_diff(
        "a.txt", _one(text, Edit(12, 15, ""), Edit(39, 41, "XX"), Edit(42, 44, "YY"))
    )
    assert diff.split("\n")[3:-1] == [
        *("@@ -2,7 +2,6 @@", " 01", " 02", " 03", "-04", " 05", " 06", " 07"),
        *(
            "@@ -11,8 +10,8 @@",
            " 10",
            " 11",
            " 12",
            "-13",
            "+XX",
            "-14",
            "+YY",
            " 15",
            " 16",
            " 17",
        ),
    ]


def test_many_edits_on_one_line_cost_no_more_than_on_many() -> None:
    text = "kata , " * 4_000
    edits = [Edit(at + 4, at + 5, "") for at in range(0, len(text), 7)]
    start = time.perf_counter()
    diff = render_diff("a", _one(text, *edits))
    assert time.perf_counter() - start < 2  # 0.01 s; 6 s where every edit looks at all others
    assert diff.endswith("\n+" + "kata, " * 4_000 + "\n\\ No newline at end of file\n")


def _apply(folder: Path, diff: str, *options: str) -> None:
    if not diff:
        return
    environment = ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(
        [GIT, "apply", *options],
        cwd=folder,
        env=environment,
        input=diff.encode(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode() + diff


def _read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
