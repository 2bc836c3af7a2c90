"""Mutants of rules: which cautions are taken away, and which texts notice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.mutants import make_mutants
from cleaner.mutation import judge_rule
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules
from cleaner.samples import sample_matches


def _rule(match: str, **keys: object) -> Rule:
    facts = {"id": "uji-satu", "kind": "inline", "safety": "safe", "why": "x", "source": "x"}
    texts = {"examples": (("satu", ""),), "keep": ("dua",)}
    return Rule(**{**facts, **texts, "match": match, **keys})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("match", "mutants"),
    [
        ("satu$", ["satu", "(?i:satu$)"]),
        (r"\bsatu", ["satu", r"(?i:\bsatu)"]),
        ("[ab]x", [r"[^\n]x", "(?i:[ab]x)"]),
        (r"x\d{2,3}", [r"x[^\n]{2,3}", r"x\d*", r"(?i:x\d{2,3})"]),
        (r"x\d{2}", [r"x[^\n]{2}", r"x\d+", r"(?i:x\d{2})"]),
        (r"x\s?[.!]{1,3}", [r"x\s?[^\n]{1,3}", r"(?i:x\s?[.!]{1,3})"]),
        ("(?i)satu", ["satu"]),
        ("(?im)satu", ["(?m)satu"]),
        ("x(?i:satu)", ["x(?:satu)", "(?i:x(?i:satu))"]),
        ("x(?=(a|b)c)d", ["xd", "(?i:x(?=(a|b)c)d)"]),
        ("(?<!a)x", ["x", "(?i:(?<!a)x)"]),
        (r"(?P<q>a)(?P=q)x\.", [r"(?i:(?P<q>a)(?P=q)x\.)"]),
        (r"x[^\]]", [r"x[^\n]", r"(?i:x[^\]])"]),
    ],
)
def test_mutants_of_patterns(match: str, mutants: list[str]) -> None:
    assert [mutant.rule.match for mutant in make_mutants(_rule(match))] == mutants


def test_a_line_may_lose_its_ends() -> None:
    mutants = [m.rule.match for m in make_mutants(_rule("(?i)a|b", kind="line"))]
    assert mutants == ["a|b", r"(?i)(?:a|b)[^\n]*", r"(?i)[^\n]*(?:a|b)"]


def test_guards_are_taken_one_by_one() -> None:
    guards = {"requires": ("a",), "unless": ("b",), "before": "c", "run": 2, "position": "tail"}
    rule = _rule("(?i)satu", kind="line", **guards)
    found = {m.what for m in make_mutants(rule) if m.rule.match == rule.match}
    assert found == {f"without {name}" for name in guards}


@pytest.mark.parametrize(
    ("keys", "keep", "noticed"),
    [
        ({"requires": ("beras",)}, "satu", True),
        ({"requires": ("beras",)}, "dua", False),
        ({"unless": ("beras",)}, "satu beras", True),
        ({"unless": ("beras",)}, "dua", False),
        ({"apart": True}, "Ia satu itu", True),
        ({"apart": True}, "dua", False),
    ],
)
def test_a_guard_wants_a_near_miss(keys: dict[str, object], keep: str, noticed: bool) -> None:
    examples = (("satu beras" if "requires" in keys else "satu", ""),)
    rule = _rule(
        "(?i)satu", examples=(*examples, (examples[0][0].upper(), "")), keep=(keep,), **keys
    )
    (guard,) = keys
    missed = {survivor.what for survivor in judge_rule(rule).survivors}
    assert (f"without {guard}" in missed) is not noticed


def test_a_mutant_that_changes_nothing_is_not_counted() -> None:
    rule = _rule("(?i)12(?=3)3", examples=(("123", ""),))
    assert judge_rule(rule).changed == 0


def test_code_has_no_mutants() -> None:
    assert judge_rule(_rule("x", kind="built-in")).changed == 0


PATTERNS = [
    r"\[ad_[12]\]",
    r"(?i)a{2,4}(?:b|c)?",
    r"[^\d\s]+",
    r"(?P<q>x|y)-(?P=q)",
    r"\w\W\S\d\D",
    "a.b",
]


@given(st.sampled_from(PATTERNS), st.integers(1, 40))
def test_samples_are_matches(pattern: str, count: int) -> None:
    samples = list(sample_matches(pattern, count))
    assert len(samples) == count
    assert all(re.fullmatch(pattern, sample) for sample in samples)


def test_every_shipped_pattern_has_samples_that_match() -> None:
    rules = [rule for rule in known_rules() if rule.match is not None]
    assert len(rules) > 50
    without = [
        rule.id
        for rule in rules
        if not any(re.search(rule.match or "", s) for s in sample_matches(rule.match or "", 40))
    ]
    assert without == []
