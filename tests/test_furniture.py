"""Furniture rules and the scars of their cuts: fixtures/furniture.toml, and the removal guard."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Settings

CASES = tomllib.loads(
    (Path(__file__).parent.parent / "fixtures" / "furniture.toml").read_text("utf-8")
)
SENTENCE = "Harga beras turun lagi di pasar itu."
PROMPT = "Mohon tunggu sampai halaman ini selesai."


MakeCleaner: TypeAlias = Callable[..., Cleaner]


@pytest.fixture
def make_cleaner(tmp_path: Path, write_pack: Callable[..., Path]) -> MakeCleaner:
    """Return what makes a cleaner of the given rules and scars alone."""

    def make(rules: dict[str, Any], **settings: Any) -> Cleaner:
        path = write_pack(tmp_path / "uji.toml", rules)
        return Cleaner(Settings(packs=(str(path),), select=(*rules, "scar"), **settings))

    return make


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_case(case: dict[str, Any], make_cleaner: MakeCleaner) -> None:
    rules = {f"uji-{name}": CASES["rule"][name] for name in case.get("rules", ())}
    if "rule" in case:
        rules["uji-own"] = case["rule"]
    prose = "a" * (case["pad"] - 2) + ".\n" if "pad" in case else ""
    before = prose + case["before"]
    after = prose + case["after"] if "after" in case else before
    cleaner = make_cleaner(rules, **case.get("settings", {}))
    cleaned = cleaner.clean(before)
    assert cleaned.text == after
    assert cleaner.clean(after).text == after


def test_a_label_of_no_certain_end_is_flagged(make_cleaner: MakeCleaner) -> None:
    cleaner = make_cleaner({"uji-link": CASES["rule"]["link"]})
    text = "Ia pergi. Baca juga: Harga Beras Naik di Pasar Ia pulang."
    cleaned = cleaner.clean(text)
    assert (cleaned.text, cleaned.status) == (text, "clean")
    (flag,) = cleaned.flags
    assert (flag.rule, text[flag.start : flag.end]) == ("uji-link", "Baca juga: ")
    assert "tells where it ends" in flag.message


@pytest.mark.parametrize("text", ["Ia menulis Baca juga: Harga Beras", "Baca juga: Harga Beras"])
def test_a_label_elsewhere_is_not_flagged(text: str, make_cleaner: MakeCleaner) -> None:
    assert make_cleaner({"uji-link": CASES["rule"]["link"]}).clean(text).flags == ()


def test_an_unsafe_label_is_proposed_where_it_is_certain(make_cleaner: MakeCleaner) -> None:
    cleaner = make_cleaner({"uji-link": CASES["rule"]["link"] | {"safety": "unsafe"}})
    text = "Ia pergi. Baca juga: Harga Beras Naik di Pasar"
    cleaned = cleaner.clean(text)
    assert (cleaned.text, cleaned.flags) == (text, ())
    assert [text[edit.start : edit.end] for edit in cleaned.proposed] == [text[10:]]


def test_a_label_that_only_flags_flags_all(make_cleaner: MakeCleaner) -> None:
    cleaner = make_cleaner({"uji-link": CASES["rule"]["link"] | {"safety": "flag"}})
    cleaned = cleaner.clean("Ia pergi. Baca juga: Harga Beras Naik di Pasar\nIa tidur. Simak: Satu")
    assert [flag.start for flag in cleaned.flags] == [10, 57]


@pytest.mark.parametrize("points", [1_500, 1_501])
def test_a_tail_cuts_1500_code_points(points: int, make_cleaner: MakeCleaner) -> None:
    cleaner = make_cleaner({"uji-tail": CASES["rule"]["comments"]})
    after = "\n".join([("b" * 120)] * 12 + ["b" * (points - 1_440)])
    prose = "a" * 2_000 + ".\n"
    cleaned = cleaner.clean(f"{prose}Komentar (0)\n{after}")
    assert cleaned.text == (prose if points == 1_500 else prose + after)


def _page(furniture: int, prose: int) -> str:
    return f"{SENTENCE}\n" * prose + f"{PROMPT}\n" * furniture


GUARD = {"uji-prompt": {"kind": "line", "match": "Mohon tunggu sampai halaman ini selesai\\."}}


@pytest.mark.parametrize(
    ("furniture", "prose", "status"),
    [(3, 8, "changed"), (4, 8, "guarded"), (7, 17, "guarded"), (5, 5, "changed")],
    ids=["29 %", "36 %", "31 %", "short"],
)
def test_the_guard_leaves_a_text_that_would_lose_much(
    furniture: int, prose: int, status: str, make_cleaner: MakeCleaner
) -> None:
    text = _page(furniture, prose)
    cleaned = make_cleaner(GUARD).clean(text)
    assert (len(text) < 400) is (status == "changed" and prose == 5)
    assert cleaned.status == status
    assert (cleaned.text == text) is (status == "guarded")
    assert not cleaned.edits if status == "guarded" else cleaned.edits
    assert ("%" in cleaned.message) is (status == "guarded")


def test_the_guard_counts_a_removal_that_a_correction_touched(make_cleaner: MakeCleaner) -> None:
    words = {"uji-words": {"kind": "words", "words": {"lavron": "lavrov"}}}
    text = _page(12, 8) + "lavron pergi.\n"
    assert make_cleaner(GUARD | words).clean(text).status == "guarded"


def test_the_guard_is_raised_by_a_setting(make_cleaner: MakeCleaner) -> None:
    text = _page(9, 3)
    cleaned = make_cleaner(GUARD, max_removed=1.0).clean(text)
    assert (cleaned.status, cleaned.text) == ("changed", _page(0, 3))


def test_spans_and_labels_are_not_guarded(make_cleaner: MakeCleaner) -> None:
    rules = {name: CASES["rule"][name] for name in ("ad", "more")}
    text = f"Baca juga: {SENTENCE} [iklan_1]\n" * 20
    assert make_cleaner(rules).clean(text).text == f"{SENTENCE}\n" * 20


PIECES = [
    *(
        "Ia pergi.",
        "Ia pulang.",
        "IKLAN",
        "[iklan_1]",
        "Baca juga:",
        "Simak:",
        "| ",
        "\n",
        "Pasal 1.",
    ),
    *(
        "Harga Beras Naik di Pasar",
        "Stok Gula dan Beras Aman?",
        "warga mengeluh",
        '"',
        "“",
        "”",
        "«",
    ),
]


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory, write_pack: Callable[..., Path]) -> Cleaner:
    """Return a cleaner of what acts inside lines, and scars."""
    rules = {f"uji-{name}": CASES["rule"][name] for name in ("phrase", "ad", "link")}
    path = write_pack(tmp_path_factory.mktemp("pack") / "uji.toml", rules)
    return Cleaner(Settings(packs=(str(path),), select=(*rules, "scar")))


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "  "])), max_size=24))
def test_what_acts_inside_lines_settles(inside: Cleaner, parts: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, parts))
    cleaned = inside.clean(text)
    assert cleaned.status in ("clean", "changed")
    assert inside.clean(cleaned.text).text == cleaned.text
    for word in ("pergi", "pulang", "mengeluh", "Pasal"):
        assert cleaned.text.count(word) == text.count(word)
