"""Both scanners give the same hits, and find every needle that stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import SettingsError
from cleaner.scanner import (
    HyperscanScanner,
    Needle,
    PythonScanner,
    encode_for_scan,
    open_scanner,
)

WORDS = ["ab", "abc", "bcab", "é", "\u212a", "a.b", "[x", "日本"]
NEEDLES = [Needle("literal", word) for word in WORDS] + [
    Needle("trigger", "[à-ü][\x80-¿€]"),
    Needle("trigger", "b[.!]"),
    Needle("trigger", "c[.!]|É\\n"),
]


@given(st.text("abcABC.!éÉx[日本\u212a\n\r\ud800À€\x80\U0001f600", max_size=60))
def test_scanners_agree_and_miss_no_literal(text: str) -> None:
    data = encode_for_scan(text)
    hits = HyperscanScanner(NEEDLES).scan(data)
    assert PythonScanner(NEEDLES).scan(data) == hits
    folded = data.lower()
    for index, word in enumerate(WORDS):
        needle = word.encode().lower()
        ends = [at + len(needle) for at in range(len(data)) if folded.startswith(needle, at)]
        assert [end for end, hit in hits if hit == index] == ends


def test_a_trigger_may_end_with_its_line() -> None:
    hits = [(3, 0), (9, 0)]
    for scanner in (HyperscanScanner, PythonScanner):
        assert scanner([Needle("trigger", "b\\n|x.")]).scan(b"ab\nc\n\nxb\nbc\n") == hits


def test_lone_surrogates_keep_their_places() -> None:
    assert len(encode_for_scan("a\ud800b").decode()) == 4


def test_no_needles_no_hits() -> None:
    assert HyperscanScanner([]).scan(b"abc\n") == PythonScanner([]).scan(b"abc\n") == []


def test_an_unknown_scanner_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_SCANNER", "hyperscam")
    with pytest.raises(SettingsError, match="hyperscan"):
        open_scanner(NEEDLES)
