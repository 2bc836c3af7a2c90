"""The encoding stage: its cases as data, and what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Settings, clean
from cleaner.edits import apply_edits
from cleaner.mojibake import CODECS, REGIONAL, RegionalCodec
from cleaner.mojibake_readings import _read, _read_short, read_line
from cleaner.packs import rules_folder
from cleaner.stages.encoding import BUILT_INS, doubts_of_line, repair_line

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "encoding.toml").read_text("utf-8"))
LOST = tomllib.loads((ROOT / "fixtures" / "lost.toml").read_text("utf-8"))
RULES = {
    rule["id"]: rule
    for rule in tomllib.loads((rules_folder() / "encoding.toml").read_text("utf-8"))["rule"]
}
ALL = frozenset(BUILT_INS)
ONLY_ENCODING = Settings(select=tuple(RULES))

# Every character that can stand for a byte, twice as often as what may stand beside it.
BYTES = st.sampled_from([chr(char) for char in CODECS[0].to_byte])
BESIDE = st.sampled_from([*"aZé .,!?\"'5)\t\r", *"“”„†…\ufffd\u0301Жع中😀\ud800\0"])
SOUP = st.lists(st.one_of(BYTES, BYTES, BESIDE), max_size=40).map("".join)
# Clean text, to be misread: mostly repairable.
CLEAN = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12)


def misread_in(codec: RegionalCodec, text: str) -> str:
    return "".join(
        bytes([byte]).decode(codec.name, "replace").replace("\ufffd", chr(byte))
        for byte in text.encode("utf-8", "surrogatepass")
    )


def misread(text: str) -> str:
    return "".join(
        bytes([byte]).decode("windows-1252", "replace").replace("\ufffd", chr(byte))
        for byte in text.encode("utf-8", "surrogatepass")
    )


def misread_twice(text: str) -> str:
    return misread(misread(text))


MISREAD = st.one_of(
    st.builds(lambda before, text: before + misread(text), SOUP, CLEAN),
    st.builds(lambda before, text: before + misread_twice(text), SOUP, CLEAN),
)
REGIONAL_SOUP = st.sampled_from(REGIONAL).flatmap(
    lambda codec: st.lists(
        st.one_of(st.sampled_from([chr(char) for char in codec.to_byte]), BESIDE), max_size=40
    ).map("".join)
)
REGIONAL_MISREAD = st.builds(
    lambda before, codec, text: before + misread_in(codec, text),
    st.one_of(st.just("a"), SOUP),
    st.sampled_from(REGIONAL),
    st.one_of(CLEAN, st.text("éłßяжпαω”–", max_size=8)),
)
LINES = st.one_of(
    SOUP, MISREAD, REGIONAL_SOUP, REGIONAL_MISREAD, st.text(st.characters(exclude_characters="\n"))
)


def mend(line: str) -> str:
    return apply_edits(line, repair_line(line, ALL))


@pytest.mark.parametrize("case", CASES["case"] + LOST["case"], ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = clean(case["input"], settings=ONLY_ENCODING)
    assert cleaned.text == case.get("expected", case["input"])
    named = [rule for edit in cleaned.edits for rule in edit.rules]
    if "rules" in case or "expected" not in case:
        assert list(dict.fromkeys(named)) == case.get("rules", [])
    if "reasons" in case:
        assert {why for edit in cleaned.edits for why in edit.reasons} == set(case["reasons"])
    assert cleaned.revert() == case["input"]


@pytest.mark.parametrize("damage", [misread, misread_twice])
@pytest.mark.parametrize("sentence", CASES["sentence"], ids=lambda s: s["text"][:20])
def test_sentence_comes_back(sentence: dict[str, str], damage: Any) -> None:
    text = sentence["text"]
    assert mend(text) == text
    assert mend(damage(text)) == text
    assert mend(damage(text) + " (“asli” – ini\xa0juga)") == text + " (“asli” – ini\xa0juga)"


@pytest.mark.parametrize("codec", REGIONAL, ids=lambda codec: codec.name)
@pytest.mark.parametrize("sentence", CASES["sentence"], ids=lambda s: s["text"][:20])
def test_sentence_comes_back_from_regional_codec(
    sentence: dict[str, str], codec: RegionalCodec
) -> None:
    text, damaged = sentence["text"], misread_in(codec, sentence["text"])
    genuine = " (“asli” – ini\xa0juga)"
    assert mend(damaged) == text
    assert mend(damaged + genuine) == text + genuine


@pytest.mark.parametrize("codec", REGIONAL, ids=lambda codec: codec.name)
def test_layers_of_regional_codecs_are_undone_together(codec: RegionalCodec) -> None:
    text = "“Não é só café”, disse José – «três ações» à 4 °C…"
    for times in (2, 3):
        damaged = text
        for _ in range(times):
            damaged = misread_in(codec, damaged)
        assert mend(damaged) == text
        reasons = {why for edit in repair_line(damaged, ALL) for why in edit.reasons}
        # In all that this text holds windows-1254 is windows-1252.
        name = "windows-1252" if codec.name == "windows-1254" else codec.name
        assert f"UTF-8 read as {name}, {('twice', 'three times')[times - 2]}" in reasons


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule["id"])
def test_rule_examples_alone(rule: dict[str, Any]) -> None:
    for before, after in rule["examples"]:
        assert apply_edits(before, repair_line(before, frozenset([rule["id"]]))) == after
        assert re.search(rule["trigger"], before + "\n")
    for text in rule["keep"]:
        assert not repair_line(text, ALL)


@given(LINES)
def test_fixed_point(line: str) -> None:
    assert not repair_line(mend(line), ALL)


@given(LINES)
@example("“halo,â€\xa0kata ini â€?")
def test_rules_edit_only_where_their_trigger_is(line: str) -> None:
    for rule in {rule for edit in repair_line(line, ALL) for rule in edit.rules}:
        assert re.search(RULES[rule]["trigger"], line + "\n"), rule
    if any(True for _ in doubts_of_line(line)):
        assert re.search(RULES["mojibake-undecided"]["trigger"], line)


@given(LINES)
def test_edits_are_sorted_and_invent_nothing(line: str) -> None:
    edits = repair_line(line, ALL)
    assert all(one.end <= two.start for one, two in pairwise(edits))
    assert mend(line).count("\ufffd") <= line.count("\ufffd")
    assert not any("\n" in edit.text for edit in edits)


@given(SOUP)
def test_memo_does_not_matter(line: str) -> None:
    warm = read_line(line)
    _read_short.cache_clear()
    assert read_line(line) == warm
    for match in CODECS[0].run.finditer(line):
        assert _read(CODECS[0], "", match[0], "") == _read_short(CODECS[0], "", match[0], "")


@settings(max_examples=25, deadline=None)
@given(st.text(st.one_of(BYTES, BESIDE, st.just("\n")), max_size=60))
def test_whole_document(text: str) -> None:
    cleaned = clean(text, settings=ONLY_ENCODING)
    assert cleaned.status != "unstable"
    assert cleaned.revert() == text
    assert clean(cleaned.text, settings=ONLY_ENCODING).text == cleaned.text


@pytest.mark.parametrize("piece", ["Ã©", "ÃƒÂ©", "a†,", "“a,â€ b", "É»", "Ø³ ", "â"])
def test_long_lines(piece: str) -> None:
    line = piece * (200_000 // len(piece))
    assert not repair_line(mend(line), ALL)
