"""The verdict on a text: cases as data, and what it costs on texts made to be slow."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.markup import Markup, judge_markup

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "markup.toml").read_text("utf-8"))["case"]
UNITS = ["\n", " ", "\t", "<", "<a ", "[[", "{{", "==a", ',"', ',""', '"a""', '"""\n', "'''", "{", "x = ", "a(", "```\n", "- a\n"]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    assert judge_markup(case["input"] * case.get("repeat", 1)) == case["verdict"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_line_ends_do_not_matter(case: dict[str, Any]) -> None:
    text = case["input"] * case.get("repeat", 1)
    assert judge_markup(text.replace("\n", "\r\n")) == case["verdict"]


@given(text=st.one_of(st.text(st.characters()), st.text('<>/pa[]{}=";,\t|\n #.', max_size=80)))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert judge_markup(text) in get_args(Markup)


@pytest.mark.parametrize("unit", [*UNITS, "kata baru. "], ids=ascii)
def test_a_huge_text_costs_no_more_than_its_sample(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    started = time.process_time()
    judge_markup(text)
    assert time.process_time() - started < 1
