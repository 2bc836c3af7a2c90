"""Patterns that blow up are found, the others are not, and steps are counted as they are walked."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner import matching
from cleaner.programs import Program
from cleaner.pumping import LINE_LENGTH, WINDOW_LENGTH, find_blowup
from cleaner.steps import Counter, OutOfFuelError

CASES = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "pumping.toml").read_text())


def _pattern(case: dict[str, Any]) -> str:
    return case["pattern"] or "empty"


@pytest.mark.parametrize("case", CASES["blowup"], ids=_pattern)
def test_blowup(case: dict[str, Any]) -> None:
    blowup = find_blowup(case["pattern"], searches=case.get("searches", False))
    assert blowup is not None
    if case.get("exponential"):
        assert blowup.exponent is None
    if "exponent" in case:
        assert blowup.exponent == pytest.approx(case["exponent"], abs=0.4)
    assert blowup.culprit == case.get("culprit", blowup.culprit)
    assert "\n" not in str(blowup)


@pytest.mark.parametrize("case", CASES["quick"], ids=_pattern)
def test_quick(case: dict[str, Any]) -> None:
    assert find_blowup(case["pattern"], searches=case.get("searches", False)) is None


def test_lengths_are_those_that_rules_are_matched_on() -> None:
    assert LINE_LENGTH == matching.MAX_LINE
    assert 2 * matching.WINDOW < WINDOW_LENGTH


WORDS = "|".join(f"kota{n}\\s+lama{n}" for n in range(2_000))
HUGE_CLASS = "[" + "".join(map(chr, range(0x4E00, 0x9FFF))) + "]"


@pytest.mark.parametrize(
    ("pattern", "blows_up"),
    [
        ("(?:" * 300 + "a+" + ")+" * 300 + "b", True),
        ("(?:" * 300 + "a" + ")" * 300, False),
        ("(?:" * 1_000 + "a" + ")*" * 1_000, True),
        (f"(?:{WORDS})", False),
        (f"{HUGE_CLASS}+x", False),
        (f"({HUGE_CLASS}+)+x", True),
        ("".join(f".{{{n},1000}}" for n in range(200)), True),
        ("x" * 5_000, False),
        (r"\s*".join("abcdefghij" * 20), False),
        (".*".join("ab" * 200), True),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_giants_neither_raise_nor_hang(pattern: str, blows_up: bool) -> None:
    for searches in (False, True):
        assert (find_blowup(pattern, searches=searches) is not None) is blows_up


ATOMS = ["a", "b", ".", r"\w", "[ab]", "[^a]", r"\s", r"\b", "^", "$", "(?<=a)", "(?<!b)", "(?i:A)"]
REPEATS = ["", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}?", "*+", "++", "{1,3}+"]
GROUPS = ["(?:%s)", "(%s)", "(?>%s)", "(?=%s)", "(?!%s)"]


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.builds(lambda group, text: group % text, st.sampled_from(GROUPS), inner)
    repeats = st.builds(lambda text, repeat: f"(?:{text}){repeat}", inner, st.sampled_from(REPEATS))
    lists = st.lists(inner, min_size=1, max_size=3)
    return groups | repeats | lists.map("".join) | lists.map("|".join)


patterns = st.recursive(st.sampled_from(ATOMS), _grow, max_leaves=8)
texts = st.text("ab ", min_size=1, max_size=7)


class _Forgetful(dict[Any, Any]):
    def get(self, key: Any, default: Any = None) -> Any:
        return default

    def __contains__(self, key: object) -> bool:
        return False

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


@given(patterns, texts, st.booleans())
def test_the_counter_matches_as_regex_does(pattern: str, text: str, whole: bool) -> None:
    end, _, _ = Counter(Program(pattern, whole=whole), text, 10**6)._outcome(0)
    call = regex.fullmatch if whole else regex.match
    match = call(pattern, text, timeout=10)
    assert end == (match.end() if match else -1)


@given(patterns, texts, st.booleans())
def test_steps_do_not_depend_on_what_is_remembered(pattern: str, text: str, whole: bool) -> None:
    program = Program(pattern, whole=whole)
    outcome = Counter(program, text, 10**6)._outcome(0)
    plain = Counter(program, text, 20_000)
    plain._outcomes, plain._exits = _Forgetful(), _Forgetful()
    try:
        assert plain._outcome(0) == outcome
    except OutOfFuelError:
        assert outcome[1] > 500


@given(patterns, st.booleans())
def test_any_pattern_has_a_verdict(pattern: str, searches: bool) -> None:
    blowup = find_blowup(pattern, searches=searches)
    assert blowup is None or str(blowup)
