"""Lines of UTF-8 and of windows-1252 in one file: told apart or refused, and back to the byte."""

import json
import time
import tomllib
from collections import Counter
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import Outcome, Wish, clean_data, clean_outcome_bytes
from cleaner.decode import decode
from cleaner.errors import DecodeError
from cleaner.log import Place, document_rows, encode_rows
from cleaner.mixed_lines import read_mixed
from cleaner.pipeline import Cleaner
from cleaner.settings import Settings

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "mixed_lines.toml").read_text("utf-8"))
REBUILD = run_path(str(ROOT / "docs" / "rebuild.py"))["rebuild"]
CLEANER = Cleaner(Settings())
FRENCH = "Les élèves de l’école ont été très déçus, « voilà » — dit-on, par la décision du maire.\n"
BOM = b"\xef\xbb\xbf"


def encode(parts: list[list[str]]) -> bytes:
    return b"".join(text.encode(codec) for codec, text in parts)


def text_of(parts: list[list[str]]) -> str:
    return "".join(text for _, text in parts)


def log_of(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.cleaned is not None
    assert outcome.document is not None
    place = Place("a.txt", "b.txt")
    rows = document_rows(outcome.document, place, outcome.original, outcome.cleaned)
    return [json.loads(row) for row in encode_rows(rows)]


def check_way_back(outcome: Outcome) -> None:
    document, *rows = log_of(outcome)
    edits = [row for row in rows if row["kind"] == "edit"]
    assert REBUILD(document, edits, clean_outcome_bytes(outcome)) == outcome.original
    for row in rows:
        raw = outcome.original[row["byte_start"] : row["byte_end"]]
        if raw.isascii():
            assert raw.decode() == row["original"]


@pytest.mark.parametrize("mark", [b"", BOM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["id"])
def test_lines_are_told_apart(case: dict[str, Any], end: str, mark: bytes) -> None:
    parts = [[codec, text.replace("\n", end)] for codec, text in case["parts"]]
    data = mark + encode(parts)
    outcome = clean_data(CLEANER, data, "a.txt")
    assert outcome.status == "changed", outcome.message
    assert outcome.cleaned is not None
    assert outcome.cleaned.original == text_of(parts)
    assert clean_outcome_bytes(outcome) == mark + outcome.cleaned.text.encode()
    notes = [note for note in outcome.cleaned.flags if note.rule == "decoded-line"]
    lines = [outcome.cleaned.original.count("\n", 0, note.start) + 1 for note in notes]
    assert lines == case["lines"]
    assert [note.message for note in notes] == [
        f"line {line} was read as windows-1252" for line in lines
    ]
    check_way_back(outcome)
    again = clean_data(CLEANER, clean_outcome_bytes(outcome), "a.txt")
    assert again.status == "clean"


@pytest.mark.parametrize("case", CASES["refuse"], ids=lambda case: case["id"])
def test_what_is_not_certain_is_left_alone(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else encode(case["parts"])
    data = case.get("before", "").encode() + data
    outcome = clean_data(CLEANER, data, "a.txt")
    assert outcome.status == "error"
    assert " is no UTF-8; left alone" in outcome.message
    assert clean_outcome_bytes(outcome) == data


def test_each_cut_of_utf8_is_left_alone_or_is_utf8() -> None:
    data = (FRENCH * 3).encode()
    for length in range(len(FRENCH.encode()), len(data)):
        try:
            assert decode(data[:length]).segments == ()
        except DecodeError:
            continue


@given(place=st.integers(0, 2_000), size=st.integers(1, 2))
def test_utf8_that_lost_bytes_gets_no_new_character(place: int, size: int) -> None:
    """A quotation mark of latin-1 that lost its first byte is its own byte in windows-1252."""
    data = (FRENCH * 8).encode()
    place %= len(data) - size
    try:
        text = decode(data[:place] + data[place + size :]).text
    except DecodeError:
        return
    assert Counter(text) <= Counter(FRENCH * 8)


def test_edits_in_both_parts_come_back() -> None:
    data = FRENCH.encode() + FRENCH.replace(", «", " , «").encode("cp1252") + FRENCH.encode()
    outcome = clean_data(CLEANER, data, "a.txt")
    assert outcome.cleaned is not None
    assert outcome.status == "changed"
    check_way_back(outcome)


def test_kept_encodings_stay_line_by_line() -> None:
    keep = Cleaner(Settings(keep_encoding=True))
    data = FRENCH.encode() + FRENCH.encode("cp1252") + FRENCH.encode()
    outcome = clean_data(keep, data, "a.txt")
    assert (outcome.status, clean_outcome_bytes(outcome)) == ("clean", data)
    check_way_back(outcome)
    edited = clean_data(keep, data + "Komentar&#32;caf&eacute; &amp; thé.\n".encode(), "a.txt")
    assert edited.status == "changed"
    assert clean_outcome_bytes(edited).startswith(data)
    check_way_back(edited)


def test_a_named_codec_holds_for_the_whole() -> None:
    data = b"caf\xc3\xa9\ncaf\xe9\n"
    assert decode(data, encoding="cp850").text == data.decode("cp850")
    assert decode(data, encoding="cp850").segments == ()


def test_an_edit_that_is_not_wanted_leaves_the_bytes() -> None:
    data = FRENCH.encode() + FRENCH.encode("cp1252")
    nothing = clean_data(CLEANER, data, "a.txt", Wish(wants=lambda _: False))
    assert (nothing.status, clean_outcome_bytes(nothing)) == ("clean", data)
    assert list(nothing.findings(("flags",))) == []
    lines = clean_data(CLEANER, data, "a.txt", Wish(wants=lambda found: found.line == 2))
    assert lines.status == "changed"
    assert [found.rule for found in lines.findings()] == ["decoded-line"]


def test_a_file_in_one_other_codec_says_so() -> None:
    cleaned = CLEANER.clean_bytes((FRENCH * 3).encode("cp1252"))
    (note,) = [note for note in cleaned.flags if note.rule == "decoded-file"]
    assert note.message.startswith("read as windows-1252: in no other codec of that language (fr)")
    assert cleaned.status == "clean"
    named = Cleaner(Settings(encoding="cp850")).clean_bytes(b"citt\x85")
    assert named.notes[0].message == "read as cp850: as it was named"
    assert CLEANER.clean_bytes("\ufeffcittà".encode("utf-16-le")).notes == ()


def test_a_binary_file_is_refused() -> None:
    data = FRENCH.encode() + bytes(range(128, 256)) * 40
    with pytest.raises(DecodeError):
        decode(data)


@pytest.mark.parametrize("joint", ["\n", " "])
def test_a_long_file_takes_linear_time(joint: str) -> None:
    line = FRENCH.rstrip() + joint

    def seconds(count: int) -> float:
        data = (line.encode() + line.encode("cp1252")) * count
        started = time.process_time()
        assert read_mixed(data) is not None
        return time.process_time() - started

    seconds(20)
    small = seconds(500)
    assert seconds(5_000) < 40 * small + 0.5
