"""Required literals and their case forms: sound for every pattern and character."""

import sys

import pytest
import regex

from cleaner.case_forms import _variants, scan_forms
from cleaner.literals import required_literals

SURROGATES = range(0xD800, 0xE000)
CASED = "".join(
    c
    for c in (chr(code) for code in range(sys.maxunicode + 1) if code not in SURROGATES)
    if c.lower() != c or c.upper() != c
)


def test_case_forms_hold_all_that_the_verifier_takes_for_a_character() -> None:
    for character in CASED:
        found = set(regex.findall(regex.escape(character), CASED, flags=regex.IGNORECASE))
        folded = {c.lower() if c.isascii() else c for c in found}
        first = character.lower() if character.isascii() else character
        assert folded <= set(_variants(first)), ascii(character)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"(?i)^(?:komentar|comments?)\s*\(\d+\)$", {"komentar", "comment", "comments"}),
        (r"baca\s+juga", {"baca"}),
        (r"(?:abc|)def", {"abcdef", "def"}),
        (r"a{3}xyz(?:q|rs)?", {"xyz", "xyzq", "xyzrs"}),
        (r"(?=foo)barbar", {"barbar"}),
        (r"[ab]cd", {"acd", "bcd"}),
        (r"\w+", set()),
        (r"(?:foo)*", set()),
        (r"(?:foo)+\d", {"foo"}),
        (r"foo|\d", set()),
        (r"ab", set()),
    ],
)
def test_required_literals(pattern: str, literals: set[str]) -> None:
    assert required_literals(pattern) == literals


def test_a_literal_with_many_case_forms_is_cut_to_a_part_with_few() -> None:
    forms = scan_forms("kikiskisah")
    assert 0 < len(forms) <= 12
    assert all(len(form.encode()) >= 3 for form in forms)
