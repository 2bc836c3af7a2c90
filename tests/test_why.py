"""Why a line was (not) changed: whole answers, and what they claim compared with real runs."""

import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from cleaner import matching, rule_choice
from cleaner.cli.why import command
from cleaner.errors import DecodeError, InputError, SettingsError
from cleaner.pipeline import Cleaner
from cleaner.reports.why import MAX_NEAR, render_answer, render_answer_json
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules
from cleaner.settings import Allow, Settings
from cleaner.why.answer import Answer, Part, RuleAnswer
from cleaner.why.explain import explain_line
from cleaner.why.place import Place, parse_place

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = tomllib.loads((FIXTURES / "why.toml").read_text("utf-8"))
NEWS = sorted((FIXTURES / "news").glob("*.txt"))
# Scars follow what others cut, and ftfy runs in its own profile.
SAFE = [r for r in known_rules() if r.safety == "safe" and r.stage not in ("scars", "ftfy")]


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the pack of the cases."""
    path = tmp_path_factory.mktemp("pack") / "uji.toml"
    path.write_text(CASES["pack"], "utf-8")
    return str(path)


def _settings(values: dict[str, Any], packs: tuple[str, ...]) -> Settings:
    fixed = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    fixed["allow"] = tuple(Allow(*entry) for entry in fixed.get("allow", ()))
    return Settings(packs=packs, **fixed)


def _ids(answer: Answer, part: Part) -> list[str]:
    return [rule.rule for rule in answer.rules if rule.part == part]


def _one(answer: Answer, rule: str) -> RuleAnswer:
    return next(found for found in answer.rules if found.rule == rule)


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_case(case: dict[str, Any], pack: str) -> None:
    settings = _settings(case.get("settings", {}), (pack,) if case.get("pack") else ())
    place = Place("a.txt", case["line"], case.get("column"))
    rules = case.get("rules", ())
    answer = explain_line(settings, case["text"].encode(), place, rules)
    shown = render_answer(answer, everything=case.get("all", False) or bool(rules))
    if "shows" in case:
        assert shown == case["shows"]
    assert set(case.get("holds", ())) <= set(shown.split("\n"))


# --- what is claimed, compared with runs ----------------------------------------------------------


@pytest.mark.parametrize("path", NEWS, ids=lambda path: path.stem)
def test_every_edit_is_told_on_its_line(path: Path) -> None:
    data = path.read_bytes()
    cleaned = Cleaner().clean_bytes(data)
    assert cleaned.edits
    for edit in cleaned.edits:
        line = cleaned.original.count("\n", 0, edit.start) + 1
        answer = explain_line(Settings(), data, Place(str(path), line))
        assert set(edit.rules) <= set(_ids(answer, "changes"))
        assert answer.fate != "unchanged"


@pytest.mark.parametrize("rule", SAFE, ids=lambda rule: rule.id)
def test_a_rule_is_told_to_act_in_its_example(rule: Rule) -> None:
    settings, data, place = _example(rule)
    assert _ids(explain_line(settings, data, place, [rule.id]), "changes") == [rule.id]


@pytest.mark.parametrize("rule", SAFE[::4], ids=lambda rule: rule.id)
def test_a_rule_that_is_ignored_is_withheld_in_its_example(rule: Rule) -> None:
    settings, data, place = _example(rule)
    without = replace(settings, extend_select=(), ignore=(rule.id,))
    told = _one(explain_line(without, data, place, [rule.id]), rule.id)
    assert told.part == "withheld"
    # It may be off by default as well.
    assert {reason.hindrance for reason in told.reasons} == {"off"}
    assert told.tried.startswith("the line ")


def _example(rule: Rule) -> tuple[Settings, bytes, Place]:
    """Return the first example of ``rule``, and the line on which it acts there."""
    settings = Settings(lang=next(iter(rule.languages), None), extend_select=(rule.id,))
    text = rule.examples[0][0]
    edit = next(e for e in Cleaner(settings).clean(text).edits if rule.id in e.rules)
    data = text.encode("utf-8-sig")  # a mark of its own, so that one that is dirt stays in the text
    return settings, data, Place("a.txt", text.count("\n", 0, edit.start) + 1)


@pytest.mark.parametrize("rule", SAFE[::4], ids=lambda rule: rule.id)
def test_an_entry_that_is_offered_keeps_the_line(rule: Rule) -> None:
    settings, data, place = _example(rule)
    told = _one(explain_line(settings, data, place), rule.id)
    for entry in (keep for keep in told.keep if keep.startswith("[[allow]]")):
        values = tomllib.loads(entry.replace("[[allow]]", "").replace(", text", "\ntext"))
        allowing = replace(settings, allow=(Allow(values["rule"], values["text"]),))
        again = explain_line(allowing, data, place, [rule.id])
        assert _ids(again, "changes") == []


def test_a_flip_that_is_offered_flips() -> None:
    text = b"Baca juga: Harga Cabai Naik Jelang Lebaran di Pasar\nAkhir.\n"
    told = _one(explain_line(Settings(), text, Place("a.txt", 1)), "id-read-also-link")
    assert [reason.flip for reason in told.reasons] == ["--lang id"]
    assert told.tried == "the line is removed"
    answer = explain_line(Settings(lang="id"), text, Place("a.txt", 1))
    assert answer.fate == "removed"
    assert "id-read-also-link" in _ids(answer, "changes")


def test_a_pattern_that_takes_too_long_is_told(
    write_pack: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_choice, "vet_pack", lambda pack: None)  # it would refuse the pattern
    monkeypatch.setattr(matching, "TIMEOUT", 0.1)
    rules = {"uji-lambat": {"kind": "inline", "match": r"abcd(?:x|xx|xxx)+[!?]"}}
    text = ("abcd" + "x" * 60 + "y !\n[iklan_2]\n").encode()
    settings = Settings(packs=(str(write_pack(tmp_path / "uji.toml", rules)),))
    answer = explain_line(settings, text, Place("a.txt", 2))
    assert (answer.status, answer.fate) == ("timeout", "unchanged")
    assert 'rule "uji-lambat"' in _one(answer, "ad-placeholder").near
    held = replace(settings, safety=(("uji-lambat", "unsafe"),))
    told = _one(explain_line(held, text, Place("a.txt", 1)), "uji-lambat")
    assert [reason.hindrance for reason in told.reasons] == ["timeout"]


def test_many_near_misses_are_counted(write_pack: Callable[..., Path], tmp_path: Path) -> None:
    rules = {f"uji-{n}": {"kind": "line", "match": f"kata {n}"} for n in range(MAX_NEAR + 3)}
    pack = write_pack(tmp_path / "uji.toml", rules)
    numbers = " ".join(f"kata {n}" for n in range(MAX_NEAR + 3))
    settings = Settings(packs=(str(pack),), select=("uji",))
    answer = explain_line(settings, numbers.encode(), Place("a.txt", 1), ["uji"])
    assert len(_ids(answer, "near")) == MAX_NEAR + 3
    assert "\n  3 more; --all shows them\n" in render_answer(answer)
    assert "more" not in render_answer(answer, everything=True)


def test_json_holds_the_whole_answer() -> None:
    answer = explain_line(Settings(), b"Satu\x1b[31m dua.\n", Place("a.txt", 1))
    shown = render_answer_json(answer)
    assert json.loads(shown) == json.loads(json.dumps(asdict(answer)))
    assert shown.isascii()
    assert "\x1b" not in shown


# --- places and mistakes --------------------------------------------------------------------------


def test_a_path_may_hold_colons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_place("a:b.txt:3") == Place("a:b.txt", 3)
    assert parse_place("jam 10:30:3") == Place("jam 10", 30, 3)
    (tmp_path / "jam 10:30").write_text("Satu.\n")
    assert parse_place("jam 10:30:3") == Place("jam 10:30", 3)
    assert parse_place("jam 10:30:3:5") == Place("jam 10:30", 3, 5)
    assert parse_place("a.txt:3:") == Place("a.txt", 3)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("a.txt", "a.txt: names no line; write a.txt:12 for its line 12"),
        ("a.txt:", "a.txt:: names no line; write a.txt:12 for its line 12"),
        ("a.txt:0", "a.txt:0: lines and columns count from 1; name the first as 1"),
        ("a.txt:2:0", "a.txt:2:0: lines and columns count from 1; name the first as 1"),
        ("a.txt:3", "a.txt: has 2 lines, not 3; name one of them"),
        ("a.txt:1:9", "a.txt: line 1 has 5 columns, not 9; name one of them"),
        ("kosong.txt:1", "kosong.txt: has 0 lines, not 1; name one of them"),
        ("tiada.txt:1", "tiada.txt: is not there; check the path"),
        ("folder:1", "folder: is a folder; name one of its files and a line"),
        ("biner.txt:1", "biner.txt: is skipped by every run: binary file; name a text file"),
    ],
)
def test_a_place_that_is_not_there(
    argument: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Satu.\nDua.\n")
    (tmp_path / "kosong.txt").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "biner.txt").write_bytes(b"\0\1")
    with pytest.raises(InputError) as raised:
        command.main([argument, "--no-config"], standalone_mode=False)
    assert str(raised.value) == message


def test_what_cannot_be_decoded_or_is_unknown_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DecodeError):
        explain_line(Settings(), b"\xe9", Place("a.txt", 1))
    with pytest.raises(SettingsError, match='no rule or pack "name-lavrof"'):
        explain_line(Settings(), b"Satu.\n", Place("a.txt", 1), ["name-lavrof"])


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes("\ufeffBerita selesai.\r\nKomentar (0)\x07\r\n".encode())
    assert command.main(["a.txt:2:1", "--no-config"], standalone_mode=False) == 0
    shown = capfd.readouterr().out
    assert shown.startswith("a.txt:2:1: `Komentar (0)\\x07`\n  line       removed\n")
    assert "  document   changed; prose; utf-8 with byte order mark\n" in shown
    assert "\x07" not in shown
    asked = ["a.txt:2", "--rule", "id-comment-count", "--output-format", "json", "--no-config"]
    assert command.main(asked, standalone_mode=False) == 0
    assert [rule["part"] for rule in json.loads(capfd.readouterr().out)["rules"]] == ["changes"]


def test_the_configuration_of_the_file_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cleaner.toml").write_text('ignore = ["id-comment-count"]\n')
    (tmp_path / "a.txt").write_text("Berita selesai.\nKomentar (0)\n")
    assert command.main(["a.txt:2"], standalone_mode=False) == 0
    assert "    off: ignored as id-comment-count\n" in capfd.readouterr().out
