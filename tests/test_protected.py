"""Protected spans and lines: cases as data, and what must hold for any text."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.protected import find_fenced_lines, find_protected, find_protected_lines

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "protected.toml").read_text("utf-8"))
UNITS = ["a", "a.", "a-", "a+", "./", "@a", "a@", "a@b.", "# ", "`", "`` ` ", "http://", "x.id/", "(", ".py", "|-", "| ", "~/", "_.", " "]  # fmt: skip
LINES = st.sampled_from(["", "a", "---", "+++", "a: b", "```", "~~~", "````", "a|b", "-|-", "| |"])


@pytest.mark.parametrize("case", CASES["span"], ids=lambda case: case["id"])
def test_spans(case: dict[str, Any]) -> None:
    line = case["line"]
    assert [line[start:end] for start, end in find_protected(line)] == case["spans"]


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["id"])
def test_lines(case: dict[str, Any]) -> None:
    for text in (case["text"], case["text"].replace("\n", "\r\n")):
        protected = find_protected_lines(text.split("\n"))
        assert [number for number, inside in enumerate(protected) if inside] == case["lines"]


@given(line=st.one_of(st.text(), st.text("ab.C@#`:/_-w|( \r\ud800é", max_size=60)))
def test_spans_are_sorted_and_disjoint(line: str) -> None:
    spans = find_protected(line)
    assert all(0 <= start < end <= len(line) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(lines=st.lists(LINES, max_size=12))
def test_every_line_gets_an_answer(lines: list[str]) -> None:
    protected = find_protected_lines(lines)
    assert len(protected) == len(lines)
    assert all(now or not fenced for now, fenced in zip(protected, find_fenced_lines(lines), strict=True))  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_long_line_takes_linear_time(unit: str) -> None:
    line = unit * (100_000 // len(unit)) + "\x01"
    started = time.process_time()
    find_protected(line)
    find_protected_lines(["a | b", line, line])
    find_protected_lines(["---", line, "---"])
    assert time.process_time() - started < 2
