"""Rules that fight, grow, hang or read otherwise than the scan: refused, or the text is left alone."""

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Settings, matching, rule_choice
from cleaner.cache import remember, remembers
from cleaner.errors import PackError, RuleTimeoutError

WritePack = Callable[..., Path]
SLOW = r"abcd(?:x|xx|xxx)+[!?]"
SLOW_TEXT = "abcd" + "x" * 60 + "y !"


def _cleaner(path: Path, **settings: Any) -> Cleaner:
    return Cleaner(Settings(packs=(str(path),), **settings))


def _replace(match: str, new: str, stage: str = "words") -> dict[str, Any]:
    return {"kind": "replace", "match": match, "with": new, "stage": stage}


@pytest.mark.parametrize(
    "rules",
    [
        {"uji-a": _replace("abcd", "wxyz"), "uji-b": _replace("wxyz", "abcd")},
        {"uji-a": {"kind": "words", "words": {"abcd": "wxyz"}}, "uji-b": _replace("wxyz", "abcd")},
        {
            "uji-a": {"kind": "words", "words": {"abcd": "wxyz"}},
            "uji-b": {"kind": "words", "words": {"wxyz": "abcd"}},
        },
        {"uji-a": _replace("abcd", "abcd abcd")},
        {"uji-a": _replace("abcd", "abcd" * 100)},
    ],
    ids=["replacements", "word and replacement", "words", "doubling", "explosion"],
)
def test_rules_that_never_end_leave_the_text_alone(
    rules: dict[str, Any], tmp_path: Path, write_pack: WritePack
) -> None:
    cleaned = _cleaner(write_pack(tmp_path / "uji.toml", rules)).clean("satu abcd dua")
    assert (cleaned.status, cleaned.text, cleaned.edits) == ("unstable", "satu abcd dua", ())


def test_rules_of_two_stages_that_fight_come_to_rest(tmp_path: Path, write_pack: WritePack) -> None:
    """Each round undoes what the other stage did: the result of the first one stands."""
    rules = {"uji-a": _replace("abcd", "wxyz"), "uji-b": _replace("wxyz", "abcd", "characters")}
    cleaner = _cleaner(write_pack(tmp_path / "uji.toml", rules))
    assert cleaner.clean("satu abcd dua").text == cleaner.clean("satu wxyz dua").text


@pytest.fixture
def slow_pack(tmp_path: Path, write_pack: WritePack, monkeypatch: pytest.MonkeyPatch) -> WritePack:
    """Return what writes a pack whose pattern takes too long, past the vetting."""
    monkeypatch.setattr(rule_choice, "vet_pack", lambda pack: None)
    monkeypatch.setattr(matching, "TIMEOUT", 0.05)

    def write(**keys: Any) -> Path:
        return write_pack(tmp_path / "uji.toml", {"uji-slow": {"kind": "inline", "match": SLOW} | keys})  # fmt: skip

    return write


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"kind": "line"},
        {"kind": "line", "match": "pendek", "before": SLOW},
        {"kind": "replace", "with": "x", "stage": "structure"},
    ],
    ids=["inline", "line", "before", "replace"],
)
def test_a_pattern_that_takes_too_long_leaves_the_text_alone(
    keys: dict[str, Any], slow_pack: WritePack
) -> None:
    text = f"[iklan_2]\n{SLOW_TEXT}\npendek"
    cleaned = _cleaner(slow_pack(**keys)).clean(text)
    assert (cleaned.status, cleaned.text, cleaned.edits) == ("timeout", text, ())
    assert "uji-slow" in cleaned.message


@pytest.mark.parametrize("safety", ["unsafe", "flag"])
def test_a_held_or_flagging_pattern_that_takes_too_long_says_so_when_asked(
    safety: str, slow_pack: WritePack
) -> None:
    text = f"{SLOW_TEXT}\n[iklan_2]"
    cleaned = _cleaner(slow_pack(safety=safety)).clean(text)
    assert cleaned.status == "changed"
    with pytest.raises(RuleTimeoutError, match="uji-slow"):
        assert cleaned.proposed or cleaned.flags
    for observed in (cleaned.observed(), pickle.loads(pickle.dumps(cleaned))):
        assert (observed.status, observed.text, observed.edits) == ("timeout", text, ())
        assert "uji-slow" in observed.message
        assert not observed.flags


def test_time_is_counted_for_one_call_not_for_a_text(
    tmp_path: Path, write_pack: WritePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "TIMEOUT", 0.1)
    path = write_pack(tmp_path / "uji.toml", {"uji-a": {"kind": "inline", "match": r"abcd\d+"}})
    cleaned = _cleaner(path, select=("uji-a", "scar")).clean("satu abcd1 dua " * 10_000)
    assert cleaned.text == ("satu dua " * 10_000)


def test_a_match_is_found_wherever_a_long_line_is_cut(
    tmp_path: Path, write_pack: WritePack
) -> None:
    rule = {"kind": "replace", "match": r"(?<=-)abcd[x-]+(?=y)", "with": "Z", "stage": "words"}
    cleaner = _cleaner(write_pack(tmp_path / "uji.toml", {"uji-a": rule}), select=("uji-a",))
    for shift in range(0, 900, 7):
        text = "q" * shift + ("-abcd" + "x" * 400 + "y") * 40
        assert cleaner.clean(text).text == "q" * shift + "-Zy" * 40


@pytest.mark.parametrize(
    "pattern",
    [r"abcd[[:alpha:]]", r"abcd[a-z--b]", r"(?:abcdefg){e<=1}", r"(?:abcdefg){i}", r"abcd\p{L}"],
)
def test_patterns_that_regex_and_re_read_otherwise_are_refused(
    pattern: str, tmp_path: Path, write_pack: WritePack
) -> None:
    path = write_pack(tmp_path / "uji.toml", {"uji-a": {"kind": "inline", "match": pattern}})
    with pytest.raises(PackError, match='rule "uji-a": match'):
        _cleaner(path)


def test_a_built_in_rule_in_a_pack_of_a_user_is_refused(
    tmp_path: Path, write_pack: WritePack
) -> None:
    rule = {"kind": "built-in", "stage": "words", "trigger": "abc(?=d)"}
    path = write_pack(tmp_path / "uji.toml", {"uji-a": rule})
    with pytest.raises(PackError, match='rule "uji-a": kind'):
        _cleaner(path)


@pytest.mark.parametrize("pattern", [r"abcd\{e\}", r"abcd{1,2}", r"abcd{,2}e", r"abcd[{]e}"])
def test_plain_braces_are_taken(pattern: str, tmp_path: Path, write_pack: WritePack) -> None:
    path = write_pack(tmp_path / "uji.toml", {"uji-a": {"kind": "inline", "match": pattern}})
    assert _cleaner(path).clean("satu dua").status == "clean"


@pytest.mark.parametrize(
    "words",
    [
        {"ab\ncd": "abcd"},
        {"abcd": "ab\ncd"},
        {"abcd": "abcd efgh"},
        {"abcd": "kata ABCD itu"},
        {"abcd": "efgh "},
        {"abcd" * 26: "efgh"},
    ],
    ids=["line end", "into line end", "grows", "grows inside", "blank at the end", "long"],
)
def test_words_that_cannot_be_corrected_are_refused(
    words: dict[str, str], tmp_path: Path, write_pack: WritePack
) -> None:
    path = write_pack(tmp_path / "uji.toml", {"uji-a": {"kind": "words", "words": words}})
    with pytest.raises(PackError, match='rule "uji-a": words'):
        _cleaner(path)


@pytest.mark.parametrize(
    ("words", "text", "wanted"),
    [
        ({"straße": "gasse"}, "straße Straße STRASSE strasse", "gasse Gasse STRASSE strasse"),
        ({"ǆungla": "satu"}, "ǆungla Ǆungla", "satu Satu"),
        ({"istanbull": "istanbul"}, "ISTANBULL İSTANBULL", "ISTANBUL İSTANBULL"),
        ({"jum'at": "jumat"}, "jum'at Jum'at jum'ata xjum'at", "jumat Jumat jum'ata xjum'at"),
        ({"tolak ukur": "tolok ukur"}, "Tolak ukur tolak  ukur", "Tolok ukur tolak  ukur"),
        ({"resiko": "risiko"}, "ResIko resiko\u0301 resiko\u200d resiko", "ResIko resiko\u0301 resiko\u200d risiko"),
        ({"éléve": "élève"}, "éléve Éléve ÉLÉVE e\u0301le\u0301ve", "élève Élève ÉLÈVE e\u0301le\u0301ve"),
    ],
)  # fmt: skip
def test_words_are_whole_and_keep_their_case(
    words: dict[str, str], text: str, wanted: str, tmp_path: Path, write_pack: WritePack
) -> None:
    path = write_pack(tmp_path / "uji.toml", {"uji-a": {"kind": "words", "words": words}})
    assert _cleaner(path, select=("uji-a",)).clean(text).text == wanted


def test_a_literal_of_any_length_is_scanned_for(tmp_path: Path, write_pack: WritePack) -> None:
    rule = {"kind": "inline", "match": "abcde" * 150}
    cleaner = _cleaner(write_pack(tmp_path / "uji.toml", {"uji-a": rule}), select=("uji-a",))
    assert cleaner.clean("-" + "abcde" * 149 + "-").status == "clean"
    assert cleaner.clean("-" + "abcde" * 150 + "-").text == "--"


def test_a_pack_of_many_rules_finds_each(tmp_path: Path, write_pack: WritePack) -> None:
    """``benchmarks/many_rules.py`` times ten thousand."""
    rules = {f"uji-{n}": {"kind": "line", "match": rf"(?i)baris nomor {n}\.?"} for n in range(300)}
    cleaner = _cleaner(write_pack(tmp_path / "uji.toml", rules), select=("uji",))
    numbers = (0, 7, 70, 299)
    text = "".join(f"Kata.\nBaris nomor {n}\n" for n in numbers)
    edits = cleaner.clean(text).edits
    assert [edit.rules for edit in edits] == [(f"uji-{n}",) for n in numbers]


def test_threads_give_what_one_gives(tmp_path: Path) -> None:
    cleaner = Cleaner()
    texts = [f"Harga {n} naik , kata dia. [iklan_{n % 9}]\nCafÃ© &amp; teh" for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(cleaner.clean, texts))
    apart = [Cleaner().clean(text) for text in texts[:5]] + list(map(cleaner.clean, texts[5:]))
    assert [c.edits for c in together] == [c.edits for c in apart]


def test_a_cache_that_cannot_be_written_is_no_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    remember("satu")
    folder = next(tmp_path.rglob("satu")).parent
    (folder / "dua").mkdir()
    remember("dua")
    assert remembers("satu")
    assert not remembers("dua")
    assert sorted(path.name for path in folder.iterdir()) == ["dua", "satu"]
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    remember("satu")
    assert not remembers("satu")


def test_a_relative_place_for_the_cache_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    remember("satu")
    assert remembers("satu")
    assert not (tmp_path / "cache").exists()
