"""Languages: cases as data, what must hold for any string, and the form of the data file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import find_language, language_scores, load_languages
from cleaner.packs import rules_folder

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "languages.toml").read_text("utf-8"))["case"]
DATA = tomllib.loads((rules_folder() / "languages.toml").read_text("utf-8"))
TEXTS = {case["id"]: case["text"] for case in CASES}
LETTERS = load_languages(rules_folder() / "languages.toml").word
KEYS = {"name", "script", "words", "affixes", "siblings"}
ANY_CODE_POINT = st.characters(exclude_categories=())  # lone surrogates too


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    accepted = {case.get("language")} | ({None} if case.get("or_unknown") else set())
    assert find_language(case["text"]) in accepted


def test_most_of_the_hard_cases_are_found() -> None:
    hard = [case for case in CASES if case.get("or_unknown")]
    found = [case for case in hard if find_language(case["text"])]
    assert len(found) >= 0.8 * len(hard)


@given(text=st.text(ANY_CODE_POINT, max_size=400))
def test_any_string_is_accepted(text: str) -> None:
    scores = language_scores(text)
    assert find_language(text) is None or scores
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


@pytest.mark.parametrize("piece", ["a", "!", "!@", "\ud800", "\u0301", "的", "yang dan ", "9" * 9])
def test_a_huge_string_costs_no_more_than_its_sample(piece: str) -> None:
    assert find_language(piece * 300_000) in (None, "zh")


def test_the_middle_of_a_long_text_counts() -> None:
    english, thai = TEXTS["en"], TEXTS["th"]
    assert find_language(english * 40) == "en"
    assert find_language("- " * 20_000 + thai * 40 + "- " * 20_000) == "th"


def test_scores_explain_a_verdict() -> None:
    scores = language_scores(TEXTS["ms"])
    assert list(scores)[:2] == ["ms", "id"]
    assert language_scores(TEXTS["el"]) == {"el": 1.0}
    assert language_scores(TEXTS["too-short"]) == {}


@pytest.mark.parametrize("code", DATA["languages"])
def test_entry(code: str) -> None:
    entry = DATA["languages"][code]
    assert entry.keys() <= KEYS
    assert entry["script"] in DATA["scripts"]
    assert set(entry.get("siblings", ())) <= DATA["languages"].keys()
    words = entry.get("words", "").split()
    assert words == list(dict.fromkeys(words))
    assert not [word for word in words if word != word.lower() or not LETTERS.fullmatch(word)]
    affixes = entry.get("affixes", "").split()
    assert all((affix[0] == "-") != (affix[-1] == "-") and len(affix) > 1 for affix in affixes)


def test_a_shared_script_needs_words() -> None:
    entries = DATA["languages"].values()
    shared = [e["script"] for e in entries]
    assert not [e["name"] for e in entries if shared.count(e["script"]) > 1 and "words" not in e]
