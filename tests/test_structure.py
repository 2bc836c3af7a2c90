"""The structure stage: its cases as data, and what must hold for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Settings, clean

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "structure.toml").read_text("utf-8"))["case"]
WORDS = ["kata", "Rani", "dari", "di", "NATO", "Kabar Pagi.", "https://contoh.id", "x" * 120]
MARKS = [*'()“”",.!-', "1)", ":)", " ", "  ", "\t", "\xa0", "\n", "\r\n"]
PIECES = st.sampled_from([*WORDS, *MARKS])
SOUP = st.lists(PIECES, max_size=30).map("".join)


def only_structure(lang: str) -> Settings:
    return Settings(lang=lang, select=("structure",))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = clean(case["input"], settings=only_structure(case.get("lang", "id")))
    assert cleaned.text == case.get("expected", case["input"])
    named = [rule for edit in cleaned.edits for rule in edit.rules]
    assert list(dict.fromkeys(named)) == case.get("rules", [])
    assert cleaned.revert() == case["input"]
    if "flags" in case:
        assert [f"{flag.rule}@{flag.start}" for flag in cleaned.flags] == case["flags"]


@given(text=SOUP)
def test_only_blanks_and_line_ends_change(text: str) -> None:
    cleaned = clean(text, settings=only_structure("id"))
    assert "".join(cleaned.text.split()) == "".join(text.split())
    assert cleaned.text.count("\n\n") >= text.count("\n\n")


@given(text=SOUP)
def test_the_result_stays(text: str) -> None:
    cleaned = clean(text, settings=only_structure("id"))
    assert cleaned.status in ("clean", "changed")
    assert clean(cleaned.text, settings=only_structure("id")).text == cleaned.text
