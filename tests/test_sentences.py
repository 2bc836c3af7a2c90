"""The sentences of the channel test: many languages, two halves, and right as they stand."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from cleaner import Cleaner, Settings

FIXTURE = Path(__file__).parent.parent / "fixtures" / "sentences.toml"
ENTRIES = tomllib.loads(FIXTURE.read_text("utf-8"))["sentences"]
SENTENCES = [text for entry in ENTRIES for text in (*entry["dev"], *entry["held"])]
CLEANER = Cleaner(Settings(select=("encoding", "characters")))


def test_there_are_enough_sentences_in_enough_languages() -> None:
    assert len({entry["lang"] for entry in ENTRIES}) == len(ENTRIES) >= 17
    assert len(SENTENCES) >= 340


def test_halves_are_equal_and_share_nothing() -> None:
    assert [e["lang"] for e in ENTRIES if abs(len(e["dev"]) - len(e["held"])) > 1] == []
    assert len(set(SENTENCES)) == len(SENTENCES)


def test_each_is_one_composed_line_that_a_channel_can_damage() -> None:
    assert [s for s in SENTENCES if s != s.strip() or "\n" in s or s.isascii()] == []
    assert [s for s in SENTENCES if unicodedata.normalize("NFC", s) != s] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["lang"])
def test_nothing_is_found_in_them(entry: dict[str, list[str]]) -> None:
    for text in (*entry["dev"], *entry["held"]):
        cleaned = CLEANER.clean(text)
        assert cleaned.text == text
        assert not cleaned.flags, text
