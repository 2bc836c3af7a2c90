"""The cache between runs: never an error, never trusted blindly, and the same results without it."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner import cache
from cleaner.cache import (
    DAY,
    MAX_AGE,
    MAX_ENTRIES,
    cache_folder,
    entry_name,
    read_entry,
    write_entry,
)
from cleaner.matching import Matcher
from cleaner.rule_choice import known_rules
from cleaner.scan_cache import read_scan, scan_name, write_scan

WritePack = Callable[..., Path]
NAME = entry_name("test", (), b"satu")
DATA = b"isi" * 1_000
EVERYBODY = 0o777


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache of its own, and return its folder, which is not there yet."""
    monkeypatch.delenv("CLEANER_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = cache_folder()
    assert found is not None
    return found


def test_what_was_written_is_read(folder: Path) -> None:
    assert read_entry(NAME) is None
    write_entry(NAME, DATA)
    assert read_entry(NAME) == DATA
    assert [path.name for path in folder.iterdir()] == [NAME]


@pytest.mark.parametrize("place", [0, 31, 32, 100, -1])
def test_a_damaged_entry_is_as_if_absent_and_is_rewritten(folder: Path, place: int) -> None:
    write_entry(NAME, DATA)
    content = bytearray((folder / NAME).read_bytes())
    content[place] ^= 1
    (folder / NAME).write_bytes(content)
    assert read_entry(NAME) is None
    write_entry(NAME, DATA)
    assert read_entry(NAME) == DATA


@pytest.mark.parametrize("size", [0, 1, 31, 32, 500, -1])
def test_a_truncated_entry_is_as_if_absent(folder: Path, size: int) -> None:
    write_entry(NAME, DATA)
    (folder / NAME).write_bytes((folder / NAME).read_bytes()[:size])
    assert read_entry(NAME) is None


def test_an_entry_counts_under_its_own_name_only(folder: Path) -> None:
    write_entry(NAME, DATA)
    other = entry_name("test", (), b"dua")
    (folder / NAME).rename(folder / other)
    assert read_entry(other) is None


def test_a_name_holds_all_that_an_entry_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        entry_name("a", (), b"ab", b"c"),
        entry_name("a", (), b"a", b"bc"),
        entry_name("b", (), b"ab", b"c"),
        entry_name("a", ("scanner",), b"ab", b"c"),
        entry_name("a", ("scanner", "literals"), b"ab", b"c"),
    ]
    monkeypatch.setattr(cache, "__version__", "9.9.9")
    assert entry_name("a", (), b"ab", b"c") not in names
    assert len(set(names)) == len(names)


def test_each_version_has_its_own_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    write_entry(NAME, DATA)
    monkeypatch.setattr(cache, "__version__", "9.9.9")
    assert read_entry(NAME) is None


def test_entries_are_the_users_own(folder: Path) -> None:
    before = os.umask(0)
    try:
        write_entry(NAME, DATA)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_that_others_can_write_is_not_trusted(folder: Path, mode: int) -> None:
    write_entry(NAME, DATA)
    (folder / NAME).chmod(mode)
    assert read_entry(NAME) is None


def test_what_belongs_to_another_user_is_neither_read_nor_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_entry(NAME, DATA)
    folder.chmod(EVERYBODY)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert read_entry(NAME) is None
    write_entry(entry_name("test", (), b"dua"), DATA)
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_links_pipes_and_folders_are_no_entries(folder: Path, tmp_path: Path) -> None:
    write_entry(NAME, DATA)
    (folder / NAME).rename(tmp_path / "elsewhere")
    (folder / NAME).symlink_to(tmp_path / "elsewhere")
    assert read_entry(NAME) is None
    (folder / NAME).unlink()
    os.mkfifo(folder / NAME)
    assert read_entry(NAME) is None  # and does not wait for a writer
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    assert read_entry(NAME) is None
    write_entry(NAME, DATA)
    assert [path.name for path in folder.iterdir()] == [NAME]


def _read_only(path: Path) -> Path:
    path.mkdir(mode=0o500)
    # Root may write everywhere but there.
    return Path("/proc") if os.access(path, os.W_OK) else path


@pytest.mark.parametrize("variable", ["HOME", "XDG_CACHE_HOME", "CLEANER_CACHE_DIR"])
@pytest.mark.parametrize("kind", ["file", "read-only"])
def test_a_place_that_holds_no_cache_is_no_error(
    kind: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.touch()
    else:
        place = _read_only(place)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv(variable, str(place))
    write_entry(NAME, DATA)
    assert read_entry(NAME) is None
    assert not place.is_dir() or not list(place.glob(".cache"))


def test_no_home_at_all_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    assert cache_folder() is None
    write_entry(NAME, DATA)
    assert read_entry(NAME) is None


def test_the_environment_chooses_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "own"))
    write_entry(NAME, DATA)
    assert len(list((tmp_path / "own").rglob(NAME))) == 1
    assert not (tmp_path / "cache").exists()


def _backdate(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_was_not_used_for_a_month_goes(folder: Path) -> None:
    old, used, new = (entry_name("test", (), part) for part in (b"1", b"2", b"3"))
    for name in (old, used):
        write_entry(name, DATA)
        _backdate(folder / name, MAX_AGE + DAY)
    (folder / "notes.txt").touch()
    _backdate(folder / "notes.txt", MAX_AGE + DAY)
    assert read_entry(used) == DATA
    write_entry(new, DATA)
    assert {path.name for path in folder.iterdir()} == {used, new, "notes.txt"}


def test_only_so_many_entries_stay_those_used_last(folder: Path) -> None:
    names = [entry_name("test", (), b"%d" % number) for number in range(MAX_ENTRIES + 5)]
    for age, name in enumerate(reversed(names)):
        write_entry(name, b"")
        if (folder / name).exists():
            _backdate(folder / name, 10 * age)
    write_entry(names[-1], b"")
    left = {path.name for path in folder.iterdir()}
    assert len(left) == MAX_ENTRIES
    assert names[-1] in left


def test_folders_of_versions_that_nobody_uses_go(folder: Path) -> None:
    for name, age in (("0.0.1", MAX_AGE + DAY), ("0.0.2", DAY), ("photos", MAX_AGE + DAY)):
        other = folder.parent / name
        other.mkdir(parents=True)
        (other / NAME).touch()
        _backdate(other / NAME, age)
    write_entry(NAME, DATA)
    assert {path.name for path in folder.parent.iterdir()} == {folder.name, "0.0.2", "photos"}


WRITER = """
import sys
from cleaner.cache import read_entry, write_entry
name, letter = sys.argv[1:]
for _ in range(300):
    write_entry(name, letter.encode() * 50_000)
    seen = read_entry(name)
    assert seen is not None and len(seen) == 50_000 and len(set(seen)) == 1, "a mixed entry"
"""


def _python(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    root = str(Path(cleaner.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": root} | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_writers_at_the_same_time_leave_one_whole_entry(folder: Path) -> None:
    writers = [_python("-c", WRITER, NAME, letter) for letter in "ab"]
    assert [(writer.communicate(), writer.returncode)[1] for writer in writers] == [0, 0]
    assert read_entry(NAME) in (b"a" * 50_000, b"b" * 50_000)
    assert [path.name for path in folder.iterdir()] == [NAME]


CLEAN = """
import json, sys
from cleaner import Cleaner, Settings
texts = json.loads(sys.argv[1])
cleaner = Cleaner(Settings(packs=tuple(sys.argv[2:])))
found = [cleaner.clean(text) for text in texts]
print(json.dumps([[c.text, repr(c.edits), repr(c.proposed), repr(c.flags)] for c in found]))
print(json.dumps(sorted(sys.modules)))
"""
TEXTS = [
    "Harga beras turun di pasar.\n",
    "Pemerintah menaikkan harga beras , kata menteri. [iklan_2]\nCafÃ© &amp; teh\n\nKomentar (0)\n",
    "Menteri Lavron datang dari Rusia ke Moskwa.\u200b\nBaca Juga: Harga naik lagi\nsatuu dua\n",
    *sorted({text for rule in known_rules() for text in rule.examples[0]})[::5],
]
SCANNERS = ("hyperscan", "python")


def _clean(*packs: str, **environment: str) -> tuple[list[object], set[str]]:
    """Return what a new process makes of the texts, and the modules that it loaded."""
    process = _python("-c", CLEAN, json.dumps(TEXTS), *packs, **environment)
    out, _ = process.communicate()
    assert process.returncode == 0
    results, modules = out.splitlines()
    return json.loads(results), set(json.loads(modules))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("scanner", SCANNERS)
def test_results_are_the_same_without_a_cache_with_one_and_with_a_damaged_one(
    scanner: str, folder: Path
) -> None:
    without, _ = _clean(CLEANER_SCANNER=scanner, CLEANER_CACHE_DIR=os.devnull)
    assert _clean(CLEANER_SCANNER=scanner)[0] == without
    kept = _contents(folder)
    assert {name.split("-")[0] for name in kept} == {"pack", "scan", "languages"}
    results, modules = _clean(CLEANER_SCANNER=scanner)
    assert results == without
    assert not modules & {"tomllib", "cleaner.literals", "cleaner.pack_files"}
    for number, (name, content) in enumerate(kept.items()):
        damaged = content[: len(content) // 2] if number % 2 else content[:-1] + b"\0\0"
        (folder / name).write_bytes(damaged)
    assert _clean(CLEANER_SCANNER=scanner)[0] == without
    assert _contents(folder).keys() == kept.keys()
    assert all(read_entry(name) is not None for name in kept)


def test_scanners_share_no_scans(folder: Path) -> None:
    native, _ = _clean(CLEANER_SCANNER="hyperscan")
    assert _clean(CLEANER_SCANNER="python")[0] == native
    assert _clean(CLEANER_SCANNER="hyperscan")[0] == native


def test_a_pack_or_a_list_that_changes_is_read_again_by_the_next_run(
    tmp_path: Path, write_pack: WritePack
) -> None:
    rule = {"kind": "words", "list": "list.tsv", "examples": [["satuu", "satu"]]}
    pack, listed = tmp_path / "uji.toml", tmp_path / "list.tsv"
    for wrong, right in (("satuu", "satu"), ("satuu", "seratus"), ("dua", "tiga")):
        write_pack(pack, {"uji-a": rule})
        listed.write_text(f"from\tto\n{wrong}\t{right}\n")
        for _ in range(2):
            results, _ = _clean(str(pack))
            assert f"{wrong} → {right}" in str(results)
    write_pack(pack, {"uji-b": {"kind": "inline", "match": "satuu"}})
    assert "uji-b" in str(_clean(str(pack))[0])


def test_a_scan_that_does_not_work_here_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = known_rules()
    matcher = Matcher(rules)
    places = matcher.find_places(TEXTS[1])
    scan = read_scan(scan_name(rules))
    assert scan is not None
    broken = type("Broken", (), {"kept": b"of another processor"})()
    write_scan(scan_name(rules), scan._replace(scanner=broken))
    if scan.scanner.kept:  # the other scanner keeps nothing
        assert read_scan(scan_name(rules)) is None
    assert Matcher(rules).find_places(TEXTS[1]) == places
    again = read_scan(scan_name(rules))
    assert again is not None
    assert again.needles == scan.needles


def test_rules_that_differ_have_scans_that_differ() -> None:
    rules = known_rules()
    assert scan_name(rules) == scan_name(list(rules))
    assert len({scan_name(rules), scan_name(rules[1:]), scan_name(rules[::-1])}) == 3


def test_packs_keep_their_digests_and_rules(folder: Path) -> None:
    """What is read from the cache is what the file says."""
    from cleaner.packs import _load, load_pack, shipped_packs

    for path in shipped_packs():
        _load.cache_clear()
        fresh = load_pack(path)
        _load.cache_clear()
        kept = load_pack(path)
        assert kept.digest == hashlib.sha256(path.read_bytes()).hexdigest()
        assert kept.path == str(path)
        assert repr(kept) == repr(fresh)
    assert len(list(folder.iterdir())) == len(shipped_packs())
