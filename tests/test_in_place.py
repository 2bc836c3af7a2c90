"""Files rewritten where they stand: the old one or the new one, and never less than it was."""

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import InputError
from cleaner.formats.in_place import check_rewritable, rewrite
from cleaner.formats.text import read_bytes, read_file
from cleaner.formats.whole_files import copy_file, is_temporary, write_bytes

IS_ROOT = os.geteuid() == 0
NOBODY = 65534
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
OLD, NEW = b"Satu , dua.\n", b"Satu, dua.\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that any user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def path(folder: Path) -> Path:
    """A file that holds ``OLD``."""
    path = folder / "a.txt"
    path.write_bytes(OLD)
    return path


def _refused(path: Path, expected: os.stat_result | None = None) -> str:
    """Return why ``path`` is not rewritten, and see that nothing has changed in its folder."""
    before = _states(path.parent)
    with pytest.raises(InputError) as caught:
        rewrite(path, NEW, expected or path.stat())
    assert _states(path.parent) == before
    return str(caught.value)


def _states(folder: Path) -> dict[str, tuple[int, ...]]:
    return {
        path.name: (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns, state.st_nlink)
        for path in folder.iterdir()
        for state in [path.lstat()]
    }


REWRITE = """
import os, sys
from pathlib import Path
from cleaner.errors import InputError
from cleaner.formats.in_place import rewrite
path = Path(sys.argv[1])
if len(sys.argv) > 2 and os.geteuid() == 0:
    os.setgroups([]), os.setgid(int(sys.argv[2])), os.setuid(int(sys.argv[2]))
try:
    rewrite(path, b"Satu, dua.\\n", path.stat())
except InputError as error:
    print(error)
"""


def _rewrite(*args: Path | int, first: str = "") -> str:
    """Rewrite a file in a process of its own, as the user that is named; return what it says."""
    command = [sys.executable, "-c", first + REWRITE, *map(str, args)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


# --- what is kept ------------------------------------------------------------------------------------


def test_a_file_gets_its_new_bytes_and_nothing_stays_behind(path: Path) -> None:
    file = read_file(path)
    rewrite(path, NEW, file.stat)
    assert _states(path.parent).keys() == {"a.txt"}
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666, 0o2664])
def test_the_mode_stays_whatever_the_umask(path: Path, mode: int) -> None:
    path.chmod(mode)
    before = os.umask(0o077)
    try:
        rewrite(path, NEW, path.stat())
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not IS_ROOT, reason="needs to give files away")
def test_owner_and_group_stay(path: Path) -> None:
    os.chown(path, 1234, 4321)
    path.chmod(0o660)
    rewrite(path, NEW, path.stat())
    state = path.stat()
    assert (state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode)) == (1234, 4321, 0o660)


@pytest.mark.skipif(not IS_ROOT, reason="needs to give files away")
@pytest.mark.parametrize(("user", "group"), [(1234, NOBODY), (NOBODY, 4321)])
def test_an_owner_or_group_that_cannot_be_kept(path: Path, user: int, group: int) -> None:
    os.chown(path, user, group)
    path.chmod(0o666)
    before = _states(path.parent)
    assert _rewrite(path, NOBODY) == (
        f"{path}: belongs to user {user} and group {group}; "
        "a rewritten file would not; run as its owner, a member of the group\n"
    )
    assert _states(path.parent) == before


def _set_attribute(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (AttributeError, OSError):
        pytest.skip("this file system keeps no such attributes")


def _access_list(user: int) -> bytes:
    """Return an access list as Linux keeps it: ``user`` may read and write."""
    any_id = 0xFFFFFFFF
    entries = [(1, 6, any_id), (2, 6, user), (4, 4, any_id), (16, 6, any_id), (32, 0, any_id)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def test_extended_attributes_and_access_lists_stay(path: Path) -> None:
    _set_attribute(path, "user.asal", b"arsip \xff")
    _set_attribute(path, "system.posix_acl_access", _access_list(1234))
    mode = path.stat().st_mode
    rewrite(path, NEW, path.stat())
    assert os.getxattr(path, "user.asal") == b"arsip \xff"
    assert os.getxattr(path, "system.posix_acl_access") == _access_list(1234)
    assert path.stat().st_mode == mode


def test_an_access_list_of_the_folder_does_not_reach_the_file(path: Path) -> None:
    _set_attribute(path.parent, "system.posix_acl_default", _access_list(1234))
    path.chmod(0o640)
    rewrite(path, NEW, path.stat())
    assert os.listxattr(path) == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_names_that_are_long_or_no_text(folder: Path) -> None:
    for name in (b"n" * 251 + b".txt", b"\xff\n\x1b.txt", ("é" * 125).encode()):
        path = folder / os.fsdecode(name)
        path.write_bytes(OLD)
        rewrite(path, NEW, path.stat())
        assert path.read_bytes() == NEW


# --- what is refused ---------------------------------------------------------------------------------


def test_a_symbolic_link(path: Path) -> None:
    link = path.parent / "b.txt"
    link.symlink_to("a.txt")
    assert _refused(link) == (
        f"{link}: is a symbolic link to a.txt; links are not written through; name the file itself"
    )
    assert path.read_bytes() == OLD


def test_a_file_that_is_read_only_to_the_superuser_as_well(path: Path) -> None:
    path.chmod(0o444)
    assert _refused(path) == (f"{path}: is read-only; allow it with chmod u+w, or exclude the file")


def test_a_file_of_others_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o644)
    if not IS_ROOT:
        pytest.skip("needs a file of another user")
    assert _rewrite(path, NOBODY).startswith(f"{path}: is read-only; ")
    assert path.read_bytes() == OLD


def test_hard_links(path: Path) -> None:
    (path.parent / "b.txt").hardlink_to(path)
    assert _refused(path) == (
        f"{path}: has 2 hard links, which rewriting would part; "
        "copy it to a file of its own, or exclude it"
    )


def test_what_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    for path in (folder, folder / "a.txt"):
        with pytest.raises(InputError, match="is no regular file"):
            check_rewritable(path)


@pytest.mark.parametrize("change", ["size", "time", "bytes", "other", "mode", "gone"])
def test_a_file_that_changed_since_it_was_read(path: Path, change: str) -> None:
    read = path.stat()
    if change == "size":
        path.write_bytes(OLD + OLD)
    elif change == "time":
        os.utime(path, ns=(read.st_atime_ns, read.st_mtime_ns + 1))
    elif change == "bytes":  # by a writer that puts the time back
        time.sleep(0.02)
        path.write_bytes(OLD.swapcase())
        os.utime(path, ns=(read.st_atime_ns, read.st_mtime_ns))
    elif change == "other":
        other = path.with_suffix(".baru")
        other.write_bytes(OLD)
        os.utime(other, ns=(read.st_atime_ns, read.st_mtime_ns))
        other.replace(path)
    elif change == "mode":
        time.sleep(0.02)
        path.chmod(0o600)
    else:
        path.unlink()
    if change == "gone":
        assert "cannot be rewritten: No such file or directory" in _refused(path, read)
    else:
        assert _refused(path, read) == f"{path}: changed while it was cleaned; run again"


def test_a_file_that_changes_while_it_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, fsync = path.stat(), os.fsync

    def write_meanwhile(handle: int) -> None:
        path.write_bytes(b"Kabar lain.\n")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", write_meanwhile)
    with pytest.raises(InputError, match="changed while it was cleaned"):
        rewrite(path, NEW, read)
    assert path.read_bytes() == b"Kabar lain.\n"
    assert _states(path.parent).keys() == {"a.txt"}


def test_a_folder_that_cannot_be_written(path: Path) -> None:
    path.chmod(0o666)
    if IS_ROOT:
        os.chown(path, NOBODY, NOBODY)
    path.parent.chmod(0o555)
    assert _rewrite(path, NOBODY) == (
        f"{path}: cannot be rewritten: Permission denied; check its folder; the file is as it was\n"
    )
    path.parent.chmod(0o777)
    assert _states(path.parent).keys() == {"a.txt"}
    assert path.read_bytes() == OLD


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5))
"""


def test_no_space_left(path: Path) -> None:
    before = _states(path.parent)
    assert _rewrite(path, first=FULL) == (
        f"{path}: cannot be rewritten: File too large; check its folder; the file is as it was\n"
    )
    assert _states(path.parent) == before


# --- what is left when a run ends in the middle ---------------------------------------------------------


@pytest.mark.parametrize("step", ["fsync", "fchmod", "fdopen"])
def test_an_interrupt_leaves_no_temporary_file(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    state = path.stat()
    monkeypatch.setattr(os, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        rewrite(path, NEW, state)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert _states(path.parent).keys() == {"a.txt"}


FOREVER = """
import sys
from pathlib import Path
from cleaner.formats.in_place import rewrite
path = Path(sys.argv[1])
print("mulai", flush=True)
while True:
    for letter in b"ab":
        rewrite(path, bytes([letter]) * 3_000_000, path.stat())
"""


def test_killed_at_any_time_leaves_a_whole_file(folder: Path) -> None:
    path = folder / "a.txt"
    for number in range(8):
        path.write_bytes(b"a" * 3_000_000)
        command = [sys.executable, "-c", FOREVER, path]
        with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.007 * number)
            process.kill()
        assert process.returncode == -signal.SIGKILL
        assert path.read_bytes() in (b"a" * 3_000_000, b"b" * 3_000_000)
        for other in folder.iterdir():
            assert other == path or is_temporary(other.name)


# --- copies ---------------------------------------------------------------------------------------------


def test_a_copy_holds_the_same_bytes(folder: Path) -> None:
    path, copy = folder / "a.bin", folder / "lain" / "b.bin"
    with path.open("wb") as file:
        for start in (0, 100_000, 5_000_000):
            file.seek(start)
            file.write(os.urandom(3_000))
        file.truncate(6_000_000)
    with path.open("rb") as file:
        copy_file(file, copy)
    assert copy.read_bytes() == path.read_bytes()
    with path.open("wb") as file:
        file.truncate(0)
    with path.open("rb") as file:
        copy_file(file, copy)
    assert copy.read_bytes() == b""


def test_a_copy_where_holes_cannot_be_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: int) -> int:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    (folder / "a.bin").write_bytes(OLD * 200_000)
    monkeypatch.setattr(os, "lseek", refuse)
    with (folder / "a.bin").open("rb") as file:
        copy_file(file, folder / "b.bin")
    assert (folder / "b.bin").read_bytes() == OLD * 200_000


def test_a_copy_of_holes_costs_nothing(folder: Path) -> None:
    path, copy = folder / "a.bin", folder / "b.bin"
    with path.open("wb") as file:
        file.write(b"\0" * 10)
        file.truncate(1 << 32)
    if path.stat().st_blocks > 1_000:
        pytest.skip("this file system keeps no holes")
    with path.open("rb") as file:
        copy_file(file, copy)
    assert copy.stat().st_size == 1 << 32
    assert copy.stat().st_blocks <= 1_000


def test_writing_beside_what_cannot_be(folder: Path) -> None:
    (folder / "a.txt").write_bytes(OLD)
    with pytest.raises(InputError, match=os.strerror(errno.ENOTDIR)):
        write_bytes(folder / "a.txt" / "b" / "c.txt", NEW)
    with pytest.raises(InputError, match="cannot be written"):
        write_bytes(folder, NEW)
    assert read_bytes(folder / "a.txt") == OLD
    assert _states(folder).keys() == {"a.txt"}
