"""The characters stage: its cases as data, and what must hold for any text."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Settings, clean
from cleaner.edits import Edit, apply_edits, resolve_overlaps
from cleaner.scan import Context
from cleaner.stages import characters
from cleaner.verdicts import Verdicts

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "characters.toml").read_text("utf-8"))["case"]
ONLY = Settings(select=("characters",))
CLEANER = Cleaner(ONLY)
INVISIBLE = "\x00\x08\x0e\x1b\x7f\u200b\ufeff\u202a\u202c\u202d\u202e\u2067\u2069\u200d\U000e0067\U000e0062\U000e007f"  # fmt: skip
ENTITIES = "&amp; & amp; #38; &#38; &#x26; lt; &lt; &gt; &#8203; &#65279; &#97; &#35; &#8238; &#96; &copy &T; &#0; &mdash;"  # fmt: skip
MARKS = ["\n", "\r\n", "`", "```\n", "~~~\n", "<", "<p>", "</a>", "[31m", "]0;", "\x1b[0m", "\x1b$"]
BLANKS = [
    "\xa0",
    "\xa0",
    "\t",
    "  ",
    "&nbsp;",
    "satu\xa0dua\xa0tiga\xa0" * 8,
    "| a | b |\n|---|---|\n",
]
LETTERS = [
    "a",
    "«",
    ":",
    "7",
    "\u0301",
    "\u0323",
    "\u0302",
    "\u1100",
    "\u1161",
    "\u11a8",
    "か",
    "\u3099",
    "p",
    "amp",
    " ",
    "ก",
    "中",
    "ש",
    "🏴",
    "_",
    "@",
    "\ud800",
]
PIECES = st.sampled_from([*INVISIBLE, *ENTITIES.split(), *MARKS, *BLANKS, *LETTERS])
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(st.characters()))
# Each makes a slow search of a long line if anything looks twice.
UNITS = ["&", "&amp;", "&amp", "&a", "&#38;", "&#", "<", "<a ", "\x1b", "\x1b]0;", "\x1b[", "\x08", "`", "`` ` ", "`a` &lt; ", "\u200b", "\u200b\x00", "a\u200b", "\u202e", "\u2067\u202e", "\u2069", "\U0001f3f4", "\U000e0061", "\x00a", "\xa0", "a\xa0 ", " \xa0:", "\xa0\n", "e\u0301", "e\u0301`", "a\u0301.x/"]  # fmt: skip


def apply_stage(text: str, verdicts: Verdicts) -> tuple[str, list[Edit]]:
    context = Context(text, CLEANER._applied, verdicts)
    edits = resolve_overlaps(text, characters.find_edits(text, context))
    return apply_edits(text, edits), edits


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = clean(case["input"], settings=ONLY)
    assert cleaned.text == case.get("expected", case["input"])
    named = [rule for edit in cleaned.edits for rule in edit.rules]
    assert list(dict.fromkeys(named)) == case.get("rules", [])
    assert cleaned.revert() == case["input"]
    assert len(cleaned.edits) == case.get("edits", len(cleaned.edits))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_once_is_enough(case: dict[str, Any]) -> None:
    verdicts = Verdicts(case["input"])
    result, _ = apply_stage(case["input"], verdicts)
    assert result == case.get("expected", case["input"])
    assert not apply_stage(result, verdicts)[1]


@given(text=TEXTS)
def test_the_stage_finds_nothing_in_its_own_output(text: str) -> None:
    verdicts = Verdicts(text)
    result, edits = apply_stage(text, verdicts)
    assert all(edit.rules and len(edit.rules) == len(edit.reasons) for edit in edits)
    assert result.count("\n") == text.count("\n")
    assert not apply_stage(result, verdicts)[1]


@given(text=TEXTS)
def test_a_text_settles(text: str) -> None:
    cleaned = clean(text, settings=ONLY)
    assert cleaned.status in ("clean", "changed")
    assert not clean(cleaned.text, settings=ONLY).edits


def test_a_hidden_message_is_told() -> None:
    message = "".join(chr(0xE0000 + ord(letter)) for letter in "abaikan ini")
    (edit,) = clean(f"Ringkas.{message}", settings=ONLY).edits
    assert edit.reasons == ('hidden text "abaikan ini"',)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_long_line_takes_linear_time(unit: str) -> None:
    line = unit * (30_000 // len(unit))
    started = time.process_time()
    apply_stage(line, Verdicts(line))
    assert time.process_time() - started < 3


def test_style_is_left_alone_unless_it_is_asked_for() -> None:
    text = "“Eﬁsien” – kata ‘dia’ — ２０２４…"
    assert clean(text).text == text
    plain = clean(text, settings=Settings(extend_select=("style",)))
    assert plain.text == "\"Efisien\" - kata 'dia' -- 2024..."
    assert plain.revert() == text
