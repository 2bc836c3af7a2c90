"""Which files are taken: patterns against git itself, words for what is skipped, bounded reading."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaner.errors import InputError, SettingsError
from cleaner.formats import text
from cleaner.formats.skips import skip_by_content
from cleaner.globs import Globs
from cleaner.packs import shipped_packs
from cleaner.sources import STDIN, Source, find_sources
from cleaner.walking import FolderWalk, Walk

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder, with a git that knows no user."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return tmp_path


def _make(folder: Path, *names: str, content: str = "Kabar baik.\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def _names(sources: list[Source]) -> list[str]:
    return [source.name for source in sources]


def _git(*args: str, folder: Path, stdin: bytes = b"") -> list[str]:
    command = ["git", "-C", os.fspath(folder), *args]
    done = subprocess.run(command, input=stdin, capture_output=True)
    assert done.stderr == b""
    return sorted(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


# --- patterns, judged by git -----------------------------------------------------------------------

MARKS = (
    *("a", "b", "ab", ".log", "*", "**", "?", "/", "/", "**/", "/**", "[a-c]", "[!a]", "[^b]", "[]a]"),
    *("[[:alpha:]]", "[[:nama:]]", "[b-a]", "[a-]", "[\\]a]", "[a", "\\a", "\\*", "\\", " ", "\\ ", "!", "#"),
)  # fmt: skip
NAMES = ("a", "b", "ab", "abc", "a.b", "b.log", "a b", "[a]", "a-b", "]", "!a", "#a", "a ", "\\a", "a*b")  # fmt: skip


def _pattern(chance: random.Random) -> str:
    marks = "".join(chance.choice(MARKS) for _ in range(chance.randint(1, 4)))
    return chance.choice(("", "", "", "", "!", "/")) + marks + chance.choice(("", "", "/", "  "))


def _is_odd(pattern: str) -> bool:
    """Tell whether git reads ``pattern`` otherwise than it is documented, or we say that we do."""
    rest = pattern.lstrip("!/")
    before = rest.split("**")[0]
    return (
        "\\/" in pattern
        or ("[a" in pattern and "/" in pattern.split("[a", 1)[1])
        or ("**/" in rest and before != "" and not before.endswith("/"))
        or "***" in pattern
    )


def _patterns(chance: random.Random, count: int) -> list[str]:
    made = (_pattern(chance) for _ in iter(int, 1))
    return [pattern for pattern, _ in zip((p for p in made if not _is_odd(p)), range(count))]  # noqa: B905


def _grow(folder: Path, chance: random.Random, depth: int = 3) -> Iterator[Path]:
    for name in chance.sample(NAMES, 4):
        path = folder / name
        if depth and chance.random() < 0.6:
            path.mkdir()
            yield path
            yield from _grow(path, chance, depth - 1)
        else:
            path.write_text("Kabar baik.\n")
            yield path


@needs_git
@pytest.mark.parametrize("seed", range(4))
def test_globs_mean_what_git_means(
    folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.globs._check", lambda pattern: None)
    chance = random.Random(seed)
    _git("init", "-q", folder=folder)
    paths = [path.relative_to(folder) for path in _grow(folder, chance)]
    stdin = b"\0".join(map(os.fsencode, paths)) + b"\0"
    for _ in range(40):
        patterns = _patterns(chance, chance.randint(1, 4))
        (folder / ".gitignore").write_text("\n".join(patterns))
        wanted = _git("check-ignore", "-z", "--stdin", "--no-index", folder=folder, stdin=stdin)
        globs = Globs(patterns, folder)
        meant = [str(path) for path in paths if globs.matches(path, is_folder=path.is_dir())]
        assert sorted(meant) == wanted, patterns


@needs_git
@pytest.mark.parametrize("seed", range(12))
def test_a_walk_leaves_out_what_git_leaves_out(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    _git("init", "-q", folder=folder)
    top, root = folder, folder / "akar" / "data"
    root.mkdir(parents=True)
    folders = [top, root.parent, root, *(path for path in _grow(root, chance) if path.is_dir())]
    for each in chance.sample(folders, len(folders) // 2):
        (each / ".gitignore").write_text("\n".join(_patterns(chance, 3)))
    (top / ".git" / "info" / "exclude").write_text("*c\n!ab*\n")
    _make(root, "tetap.md")
    if _git("check-ignore", "akar/data", folder=folder):
        root = folder  # it would be taken, since it is named
    wanted = _git("ls-files", "-z", "--others", "--exclude-standard", str(root), folder=folder)
    for way in (root, Path(os.path.relpath(root))):
        found = FolderWalk(way, Walk())
        assert sorted(os.path.relpath(each.path, folder) for each in found) == wanted


@needs_git
def test_a_work_tree_shares_the_excludes_of_its_repository(folder: Path) -> None:
    _git("init", "-q", "asal", folder=folder)
    identity = ("-c", "user.name=x", "-c", "user.email=x@x")
    _git(*identity, "commit", "-q", "--allow-empty", "-m", "x", folder=folder / "asal")
    subprocess.run(
        ["git", "-C", "asal", "worktree", "add", "-q", "../lain"], check=True, capture_output=True
    )
    (folder / "asal/.git/info/exclude").write_text("b.txt\n")
    _make(folder, "lain/a.txt", "lain/b.txt", "lain/sub/b.txt")
    assert _names(find_sources(["lain"], None)) == ["lain/.git", "lain/a.txt"]


def test_a_repository_in_a_repository_has_rules_of_its_own(folder: Path) -> None:
    _make(folder, "a.txt", "b.txt", "dalam/a.txt", "dalam/b.txt", "tutup/b.txt", "tutup/.git/HEAD")
    _make(folder, "dalam/.git/HEAD", ".git/HEAD")
    _make(folder, ".gitignore", content="\ufeffb.txt\r\ntutup/\r\n")
    _make(folder, "dalam/.gitignore", content="a.txt")
    found = [name for name in _names(find_sources(["."], None)) if name.endswith(".txt")]
    assert found == ["a.txt", "dalam/b.txt"]


def test_patterns_count_outside_a_repository_too(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/b.txt", "masuk/.gitignore", content="b.txt\n")
    _make(folder, ".gitignore", content="a.txt\n")
    assert "masuk/a.txt" in _names(find_sources(["masuk"], None))
    assert "masuk/b.txt" not in _names(find_sources(["masuk"], None))


def test_what_is_named_is_taken_though_git_ignores_it(folder: Path) -> None:
    _make(folder, ".git/HEAD", "build/a.txt", "build/c.txt", "b.txt")
    _make(folder, ".gitignore", content="build/\nb.txt\nc.txt\n")
    assert _names(find_sources(["b.txt"], None)) == ["b.txt"]
    assert _names(find_sources(["build"], None)) == ["build/a.txt"]
    rules = Walk(respect_gitignore=lambda path: path.name != "c.txt")
    assert _names(find_sources(["build"], None, rules)) == ["build/a.txt", "build/c.txt"]


def test_a_list_of_patterns_that_is_no_file_counts_for_nothing(folder: Path) -> None:
    _make(folder, "masuk/satu/a.txt", "masuk/dua/a.txt", "masuk/tiga/a.txt")
    _make(folder, "daftar", content="a.txt")
    os.mkfifo(folder / "masuk/satu/.gitignore")
    (folder / "masuk/dua/.gitignore").symlink_to("../../daftar")
    (folder / "masuk/tiga/.gitignore").mkdir()
    found = [source.name for source in find_sources(["masuk"], None) if not source.skip]
    assert found == ["masuk/dua/a.txt", "masuk/satu/a.txt", "masuk/tiga/a.txt"]


def test_a_list_of_patterns_that_is_too_large_is_a_problem_of_its_folder(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/sub/b.txt")
    with (folder / "masuk/sub/.gitignore").open("wb") as file:
        file.truncate(2_000_000)
    first, second = find_sources(["masuk"], folder / "hasil")
    assert (first.name, first.problem) == ("masuk/a.txt", "")
    assert second.output is None
    assert second.problem == (
        "masuk/sub/.gitignore: is too large for a list of patterns; keep it below 1 MiB"
    )


# --- globs of a configuration ----------------------------------------------------------------------


def test_globs_find_a_path_however_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(folder, "nyata/sub/a.txt", "nyata/b.log")
    (folder / "tautan").symlink_to("nyata")
    (folder / "nyata/luar").symlink_to(folder)
    monkeypatch.chdir(folder / "nyata")
    for root in (folder / "nyata", folder / "tautan", Path(), Path("../tautan")):
        globs = Globs(["sub/", "*.log", "luar"], root)
        for name in ("sub/a.txt", "b.log", "sub/../b.log", "luar/c.txt", "caf\udce9.log"):
            for way in (Path(name), folder / "nyata" / name, folder / "tautan" / name):
                assert globs.matches(way), (root, way)
        assert globs.matches(Path("sub"), is_folder=True)
        assert globs.matches(Path("sub/a.txt/.."), is_folder=True)
        for name in ("sub", ".", "..", "../b.log", "/b.log", "luar/../b.txt", "b.logs"):
            assert not globs.matches(Path(name)), (root, name)


def test_globs_hold_at_the_top_of_the_disk() -> None:
    assert Globs(["etc"], Path("/")).matches(Path("/etc/passwd"))
    assert not Globs(["etc"], Path("/")).matches(Path("/"), is_folder=True)


def test_no_globs_match_nothing() -> None:
    globs = Globs([], Path())
    assert not globs
    assert not globs.matches(Path("a.txt"))
    assert not Globs(["", "# kosong"], Path()).matches(Path("# kosong"))


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        ("./data/", 'leave out "./"'),
        ("data/../x", 'leave out "./"'),
        ("data//x", "one slash"),
        ("data[1", "close the bracket"),
        ("![[:nama:]]", "close the bracket"),
        ("data\\", "write a backslash"),
        ("a\nb", "one pattern"),
    ],
)
def test_a_glob_that_can_match_nothing_is_an_error(pattern: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Globs(["*.txt", pattern], Path())
    assert f'"{pattern}" can match nothing' in str(caught.value)
    assert remedy in caught.value.remedy


def test_no_pattern_takes_long() -> None:
    name = "a" * 250
    for pattern in ("*a" * 60 + "b", "**/*a" * 30 + "/b", "?*" * 60 + "b", "[a-z]*" * 60 + "b"):
        assert not Globs([pattern], Path("/")).matches(Path("/", *[name] * 15))


# --- what is excluded ------------------------------------------------------------------------------


def _exclude(*patterns: str) -> Callable[[Path, bool], bool]:
    globs = Globs(patterns, Path())
    return lambda path, is_folder: globs.matches(path, is_folder=is_folder)


def test_what_is_excluded_is_not_there(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/b.txt", "masuk/arsip/c.txt", "masuk/d.csv")
    rules = Walk(exclude=_exclude("b.txt", "arsip/", "*.csv"))
    for out in (None, Path("hasil")):
        assert _names(find_sources(["masuk"], out, rules)) == ["masuk/a.txt"]


def test_an_excluded_folder_is_not_entered(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/arsip/c.txt")
    asked: list[tuple[str, bool]] = []

    def exclude(path: Path, is_folder: bool) -> bool:
        asked.append((path.as_posix(), is_folder))
        return is_folder

    find_sources(["masuk"], None, Walk(exclude=exclude))
    assert asked == [("masuk/a.txt", False), ("masuk/arsip", True)]


def test_what_is_named_is_taken_unless_forced(folder: Path) -> None:
    _make(folder, "a.txt", "b.txt", "arsip/c.txt", "arsip/d.txt")
    paths, exclude = ["a.txt", "b.txt", "arsip"], _exclude("b.txt", "arsip/")
    taken = _names(find_sources(["a.txt", "b.txt"], None, Walk(exclude=exclude)))
    assert taken == ["a.txt", "b.txt"]
    forced = Walk(exclude=exclude, force_exclude=lambda path: True)
    assert _names(find_sources(paths, None, forced)) == ["a.txt"]
    assert find_sources(["b.txt", "arsip"], None, forced) == []


def test_a_folder_whose_texts_are_all_left_out_says_so(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/b.csv")
    with pytest.raises(InputError) as caught:
        find_sources(["masuk"], None, Walk(exclude=_exclude("*.txt")))
    assert str(caught.value) == (
        "masuk: folder without text that is not excluded or ignored by git; "
        "name the files, or see: cleaner config"
    )


def test_standard_input_is_never_left_out(folder: Path) -> None:
    rules = Walk(lambda path, is_folder: True, lambda path: True)
    assert [source.is_stdin for source in find_sources([STDIN], None, rules)] == [True]


# --- words for what is skipped -----------------------------------------------------------------------

NAMED = {
    **dict.fromkeys(("a.txt", "CATATAN", "a.foo", "a.md", ".catatan.txt", "LICENSE"), ""),
    **dict.fromkeys(("a.py", "A.JS", "a.yaml", "a.toml", "pyproject.toml", "a.tex"), "source code"),
    **dict.fromkeys(("Makefile", "CMakeLists.txt", "requirements.txt", "id.po"), "source code"),
    **dict.fromkeys((".gitignore", ".editorconfig"), "hidden file"),
    "cleaner.toml": "configuration",
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_file(folder: Path, name: str) -> None:
    _make(folder, name)
    assert find_sources([name], None) == [Source(Path(name), None, NAMED[name])]


def test_a_folder_names_what_it_skips(folder: Path) -> None:
    _make(folder, *(f"masuk/{name}" for name in (*NAMED, "a.csv", "a.html")))
    os.mkfifo(folder / "masuk/pipa.txt")
    (folder / "masuk/tautan.txt").symlink_to("a.txt")
    skips = {source.path.name: source.skip for source in find_sources(["masuk"], None)}
    assert skips == NAMED | {
        ".catatan.txt": "hidden file",
        "a.foo": "no text suffix",
        "a.csv": "data format",
        "a.html": "data format",
        "pipa.txt": "no regular file",
        "tautan.txt": "symbolic link",
    }


def test_named_after_it_was_skipped_in_a_folder(folder: Path) -> None:
    _make(folder, "a.foo", "b.txt")
    assert [source.skip for source in find_sources([".", "a.foo"], None)] == ["", ""]


def test_a_file_that_a_killed_run_left_is_not_there(folder: Path) -> None:
    _make(folder, "masuk/a.txt", "masuk/.a.txt.0123456789abcdef.cleaner.tmp")
    assert _names(find_sources(["masuk"], Path("hasil"))) == ["masuk/a.txt"]


SARIF = '{\n "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n "version": "2.1.0"}'
OWN = {
    "edit log": '{"kind":"header","schema":1,"version":"0.1.0"}\n',
    "baseline": '{"cleaner-baseline": 1, "findings": []}\n',
    "report": SARIF,
    "rule pack": '# Aturan kami.\n\n[pack]\nformat = 1\nname = "x"\n\n[[rule]]\nid = "x-a"\n',
}


@pytest.mark.parametrize("skip", OWN)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.toml", "a.sarif"])
def test_own_files_that_are_named_are_no_mistake(folder: Path, skip: str, name: str) -> None:
    _make(folder, name, content=OWN[skip])
    assert [source.skip for source in find_sources([name], None)] == [skip]


@pytest.mark.parametrize("skip", OWN)
def test_own_files_are_known_under_any_name(folder: Path, skip: str) -> None:
    _make(folder, "a.txt", content=OWN[skip])
    assert text.read_file(Path("a.txt")).skip == skip


def test_reports_are_known(folder: Path) -> None:
    note = "Left out, since it is utf-16-le: b.txt\n"
    diff = "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n"
    assert skip_by_content(diff.encode()) == skip_by_content((note + diff).encode()) == "report"


def test_shipped_packs_are_known() -> None:
    assert {text.read_file(path).skip for path in shipped_packs()} == {"rule pack"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[pack]\nkata pertama\n",
        "Di [pack] ini ada format = 1.\n[[rule]]\n",
        "[[rule]]\nformat = 1\n",
        '{"kind":"berita"}\n',
        '{"judul": "runs"}\n',
        "diff-diff --git\n",
        "Left out, since it is late: no diff --git here.\n",
        "#!panggilan untuk semua\n",
        "# Judul   \n" * 500,
        " \n" * 4_000,
        "{" * 8_000,
    ],
)
def test_texts_that_look_nearly_like_own_files(content: str) -> None:
    assert skip_by_content(content.encode()) == ""


def test_a_program_without_suffix_is_known() -> None:
    assert skip_by_content(b"#!/bin/sh\necho a\n") == "source code"


# --- reading -----------------------------------------------------------------------------------------


def test_a_file_and_its_state_belong_together(folder: Path) -> None:
    _make(folder, "a.txt", content="a" * 100_000)
    file = text.read_file(Path("a.txt"))
    assert file.data == text.read_bytes(Path("a.txt")) == b"a" * 100_000
    assert file.stat == Path("a.txt").stat()


def test_a_file_that_says_nothing_of_its_size_is_read_whole() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc")
    assert text.read_file(Path("/proc/self/status")).data.startswith(b"Name:")


@pytest.mark.parametrize("head", [b"", b"version https://git-lfs.github.com/spec/v1\n"])
def test_what_is_skipped_is_not_read(folder: Path, head: bytes) -> None:
    _sparse(Path("a.txt"), head)
    file = text.read_file(Path("a.txt"))
    assert file.skip
    assert file.data == b""


def test_a_text_that_is_too_large_is_not_read(folder: Path) -> None:
    _sparse(Path("a.txt"), b"Kabar baik.\n" * 1_000)
    with pytest.raises(text.TooLargeError) as caught:
        text.read_file(Path("a.txt"))
    assert str(caught.value) == (
        "a.txt: is 4.0 GB; a text file is cleaned whole, up to 1 GiB; split it"
    )


def _sparse(path: Path, head: bytes) -> None:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(1 << 32)


def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    os.mkfifo("a.txt")
    for read in (text.read_file, text.read_bytes, text.read_head):
        with pytest.raises(InputError, match="is no regular file"):
            read(Path("a.txt"))
