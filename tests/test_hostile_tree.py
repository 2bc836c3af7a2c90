"""A tree made to hurt, cleaned through the real command line: clear words, the rest is done."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaner
from cleaner.globs import Globs
from cleaner.sources import find_sources
from cleaner.walking import Walk

IS_ROOT = os.geteuid() == 0
NOBODY = 65534
PACK = """
[pack]
format = 1
name = "uji"
summary = "A rule for these cases alone."

[[rule]]
id = "uji-iklan"
kind = "inline"
match = 'SLOTUJI'
safety = "safe"
why = "Slot uji."
source = "made for the suite"
examples = [["aSLOTUJIb", "ab"]]
keep = ["slotuji"]
"""
OPTIONS = ["--pack", "uji.toml", "--select", "uji", "--no-config"]
COMMANDS = {
    "check": ["check", "masuk"],
    "clean": ["clean", "masuk", "-o", "hasil"],
    "fix": ["fix", "masuk"],
}
# As the superuser no folder is closed, so the run is handed to a user whom permissions bind. What
# Python itself lies in may be closed to that user: the same command has loaded all of it before.
RUN = """
import os, sys
import cleaner.pumping  # the other user may not be able to read Python itself
from cleaner.cli import main
user, command = int(sys.argv[1]), sys.argv[2:]
if os.geteuid() == 0:
    first = {"masuk": "mula", "hasil": "mula-hasil"}
    main([first.get(word.partition("/")[0], word) for word in command])
    sys.stdout.flush()
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
sys.stdout.write("--\\n")
sys.stdout.flush()
sys.stderr.write("--\\n")
sys.exit(main(command))
"""
DIRTY, CLEAN = b"Satu SLOTUJIdua.\n", b"Satu dua.\n"
DIRTY_NAMES = (b"a.txt", b"b/c.md", b"baris\nbaru\x1b[31m.txt", b"caf\xe9.txt", b"jebak/e.txt")
SPARSE = 1 << 32


class Printed(NamedTuple):
    """What a run gave; ``words`` are the lines of stderr."""

    code: int
    stdout: str
    words: list[str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user can reach, with the pack and what a first run cleans."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "uji.toml").write_text(PACK)
        (folder / "mula").mkdir()
        (folder / "mula/a\x07.txt").write_bytes(DIRTY)
        (folder / "mula/b.txt").write_bytes(b"\xe9")
        (folder / "mula/c.csv").write_bytes(b"")
        yield folder
        for path in folder.rglob("tutup"):
            path.chmod(0o700)


def _start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PYTHONPATH": str(Path(cleaner.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    words = [sys.executable, "-c", RUN, str(NOBODY), *command, *OPTIONS]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=folder, env=environment, stdout=pipe, stderr=pipe)


def _finish(process: subprocess.Popen[bytes], read: bytes = b"") -> Printed:
    stdout, stderr = process.communicate(timeout=120)
    told = (read + stderr).decode().split("--\n", 1)[1]
    assert "Traceback" not in told
    return Printed(process.returncode, stdout.decode().split("--\n", 1)[1], told.split("\n")[:-1])


def _path(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))  # noqa: PTH118


def _hand_over(folder: Path) -> None:
    """Give all that is in ``folder`` to the user of the run."""
    for path in (folder, *folder.rglob("*")):
        if IS_ROOT:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _make_hostile(folder: Path) -> None:
    tree = folder / "masuk"
    for name in (*DIRTY_NAMES, b"tutup/d.txt", b"tutup.txt", b"../luar/f.txt", b"../luar.txt"):
        path = _path(tree, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(DIRTY)
        except OSError as error:
            if error.errno != errno.EILSEQ:
                raise
            pytest.skip("this file system takes UTF-8 names only")
    (tree / "kosong.txt").touch()
    for name, target in (
        *(("keluar.txt", "../luar.txt"), ("luar", "../luar"), ("mutlak", str(folder / "luar"))),
        *(("putar", "."), ("b/naik", "../.."), ("diri.txt", "diri.txt"), ("putus.txt", "hilang")),
    ):
        (tree / name).symlink_to(target)
    for name in ("pipa.txt", "jebak/.gitignore"):
        os.mkfifo(tree / name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tree / "soket.txt"))
    listener.close()
    for name, head in (("lubang.txt", b""), ("besar.txt", DIRTY * 1_000)):
        (tree / name).write_bytes(head)
        os.truncate(tree / name, SPARSE)
    _hand_over(folder)
    (tree / "tutup").chmod(0)
    (tree / "tutup.txt").chmod(0)


@pytest.fixture
def hostile(folder: Path) -> Path:
    """The folder of ``masuk``, a tree that holds all that can go wrong."""
    _make_hostile(folder)
    return folder


WORDS = [
    "error: masuk/besar.txt: is 4.0 GB; a text file is cleaned whole, up to 1 GiB; split it",
    "masuk/diri.txt: skipped: symbolic link",
    "masuk/keluar.txt: skipped: symbolic link",
    "masuk/lubang.txt: skipped: binary file",
    "masuk/pipa.txt: skipped: no regular file",
    "masuk/putus.txt: skipped: symbolic link",
    "masuk/soket.txt: skipped: no regular file",
    "error: masuk/tutup.txt: cannot be read: Permission denied; check the file",
    "masuk/jebak/.gitignore: skipped: no regular file",
    "error: masuk/tutup: cannot be read: Permission denied; check its permissions, or exclude it",
]


def _states(folder: Path) -> dict[str, tuple[int, ...]]:
    return {
        str(path.relative_to(folder)): (
            state.st_ino,
            state.st_mode,
            state.st_size,
            state.st_mtime_ns,
        )
        for path in folder.rglob("*")
        for state in [path.lstat()]
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_tree_ends_with_clear_words(hostile: Path, command: str) -> None:
    before = _states(hostile / "masuk")
    printed = _finish(_start(COMMANDS[command], hostile))
    assert printed.code == 2
    assert [word for word in printed.words if word in WORDS] == WORDS
    assert "\x1b" not in printed.stdout + "".join(printed.words)
    after = _states(hostile / "masuk")
    assert after.keys() == before.keys()
    touched = {os.fsencode(name) for name in after if after[name] != before[name]}
    written = {*DIRTY_NAMES} if command == "fix" else set()
    assert touched - {b"b", b"jebak"} == written
    outside = [(hostile / name).read_bytes() for name in ("luar.txt", "luar/f.txt")]
    assert outside == [DIRTY, DIRTY]


def test_check_names_every_finding(hostile: Path) -> None:
    printed = _finish(_start(COMMANDS["check"], hostile))
    for name in ("a.txt", "b/c.md", "baris\\nbaru\\x1b[31m.txt", "caf\\udce9.txt", "jebak/e.txt"):
        assert f"masuk/{name}:1:" in printed.stdout
    for name in ("besar", "luar", "tutup", "kosong"):
        assert f"{name}.txt:1:" not in printed.stdout


def test_fix_cleans_all_that_can_be(hostile: Path) -> None:
    _finish(_start(COMMANDS["fix"], hostile))
    for name in DIRTY_NAMES:
        assert _path(hostile / "masuk", name).read_bytes() == CLEAN
    again = _finish(_start(COMMANDS["fix"], hostile))
    assert again.code == 2
    assert [word for word in again.words if word in WORDS] == WORDS


def test_clean_copies_all_that_can_be(hostile: Path) -> None:
    _finish(_start(COMMANDS["clean"], hostile))
    for name in DIRTY_NAMES:
        assert _path(hostile / "hasil", name).read_bytes() == CLEAN
    assert (hostile / "hasil/kosong.txt").read_bytes() == b""
    copied = {
        os.fsencode(path.relative_to(hostile / "hasil")) for path in _files(hostile / "hasil")
    }
    assert copied == {*DIRTY_NAMES, b"kosong.txt", b"lubang.txt", b"besar.txt"}
    for name in ("lubang.txt", "besar.txt"):
        assert (hostile / "hasil" / name).stat().st_size == SPARSE
        assert (hostile / "hasil" / name).stat().st_blocks <= 1_000
    with (hostile / "hasil/besar.txt").open("rb") as file:
        assert file.read(len(DIRTY) * 1_000 + 1) == DIRTY * 1_000 + b"\0"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["keluar.txt", "luar"])
def test_fix_refuses_a_link_that_is_named(hostile: Path, name: str) -> None:
    target = (hostile / "masuk" / name).readlink()
    printed = _finish(_start(["fix", f"masuk/{name}", "masuk/a.txt"], hostile))
    assert printed.code == 2
    assert printed.words[0] == (
        f"error: masuk/{name}: is a symbolic link to {target}; "
        "links are not written through; name the file itself"
    )
    assert (hostile / "luar.txt").read_bytes() == (hostile / "luar/f.txt").read_bytes() == DIRTY
    assert (hostile / "masuk/a.txt").read_bytes() == CLEAN


def test_fix_breaks_no_hard_link_and_no_write_protection(folder: Path) -> None:
    (folder / "masuk").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / "masuk" / name).write_bytes(DIRTY)
    (folder / "b-lain").hardlink_to(folder / "masuk/b.txt")
    (folder / "masuk/c.txt").chmod(0o444)
    _hand_over(folder)
    printed = _finish(_start(COMMANDS["fix"], folder))
    assert printed.code == 2
    parted = "has 2 hard links, which rewriting would part; copy it to a file of its own"
    closed = "is read-only; allow it with chmod u+w, or exclude the file"
    assert printed.words[:2] == [
        f"error: masuk/b.txt: {parted}, or exclude it",
        f"error: masuk/c.txt: {closed}",
    ]
    texts = [(folder / "masuk" / name).read_bytes() for name in ("a.txt", "b.txt", "c.txt")]
    assert texts == [CLEAN, DIRTY, DIRTY]
    assert (folder / "b-lain").samefile(folder / "masuk/b.txt")


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_vanish_during_the_run(folder: Path, command: str) -> None:
    # The run stands still when the pipe is full of errors, and by then it has listed all files.
    broken = [f"masuk/a{number:03}{'n' * 200}.txt" for number in range(600)]
    names = ("masuk/x.txt", "masuk/y.txt", "masuk/z/hilang.txt", "masuk/z/tetap.txt")
    for name in (*broken, *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(DIRTY if name in names else b"\xe9")
    _hand_over(folder)
    process = _start(COMMANDS[command], folder)
    assert process.stderr is not None
    read = b""
    while f"error: {broken[0]}: ".encode() not in read:
        part = os.read(process.stderr.fileno(), 4096)
        assert part, read.decode()
        read += part
    (folder / "masuk/y.txt").unlink()
    (folder / "masuk/z/hilang.txt").unlink()
    printed = _finish(process, read)
    assert printed.code == 2
    gone = "cannot be read: No such file or directory; check the file"
    errors = [word for word in printed.words if word.startswith("error: ")]
    assert errors[600:] == [f"error: masuk/{name}: {gone}" for name in ("y.txt", "z/hilang.txt")]
    place = folder / ("hasil" if command == "clean" else "masuk")
    wanted = DIRTY if command == "check" else CLEAN
    assert [(place / name).read_bytes() for name in ("x.txt", "z/tetap.txt")] == [wanted, wanted]


def test_a_folder_that_vanishes_while_folders_are_walked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("masuk/a.txt", "masuk/b/c.txt", "masuk/d/e.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(DIRTY)
    monkeypatch.chdir(folder)

    def remove(path: Path, is_folder: bool) -> bool:
        if path.name == "b":
            shutil.rmtree(path)
        return False

    found = [
        (source.name, source.problem) for source in find_sources(["masuk"], None, Walk(remove))
    ]
    assert found == [
        ("masuk/a.txt", ""),
        ("masuk/b", "masuk/b: is not there any more; run again"),
        ("masuk/d/e.txt", ""),
    ]


def test_a_tree_deeper_than_python_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 1_500  # the path is still one that the system takes
    monkeypatch.chdir(folder)
    for name in ("masuk", *["d"] * depth):
        Path(name).mkdir()
        os.chdir(name)
    Path("a.txt").write_bytes(DIRTY)
    os.chdir(folder)
    globs = Globs(["*.md"], Path())
    rules = Walk(lambda path, is_folder: globs.matches(path, is_folder=is_folder))
    [source] = find_sources(["masuk"], None, rules)
    assert source.path.name == "a.txt"
    assert len(source.path.parts) == depth + 2
    for _ in range(depth + 1):  # what removes the folder of the test would count too far
        Path("masuk").rename("atas")
        for left in Path("atas").iterdir():
            left.rename("masuk" if left.is_dir() else "a.txt")
        Path("atas").rmdir()
