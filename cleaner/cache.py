"""A cache between runs: bytes under a name, in and out; a cache that cannot be used is no error.

An entry is trusted when it is whole, belongs to this user and was made by this version: its name
holds the hash of all that it depends on, the code that made it included.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from cleaner import __version__
from cleaner.patterns import lazy_pattern

FOLDER_VARIABLE = "CLEANER_CACHE_DIR"
MAX_ENTRIES = 64
MAX_BYTES = 256 << 20  # of an entry that is read
DAY = 86_400  # seconds; how exactly the last use of an entry is known
MAX_AGE = 30 * DAY  # since the last use

_CHECKSUM_BYTES = hashlib.sha256().digest_size
# Nothing else in the folders is ever touched: they may be a user's own.
_ENTRY = lazy_pattern(r"[a-z]+-[0-9a-f]{64}|\.[0-9a-f]{16}\.tmp")
_VERSION = lazy_pattern(r"\d+\.\d+[\w.]*")
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def cache_folder() -> Path | None:
    """Return where this version keeps its entries, or None where there is no home.

    ``CLEANER_CACHE_DIR`` decides, then ``XDG_CACHE_HOME``, then the home.
    """
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        return Path(own) / __version__
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if root.is_absolute():  # the specification says to ignore others
        return root / "cleaner" / __version__
    with suppress(RuntimeError):
        home = Path.home()
        if home.is_absolute():
            return home / ".cache" / "cleaner" / __version__
    return None


def entry_name(kind: str, code: Sequence[str], *parts: bytes) -> str:
    """Return the name of what the modules ``code`` of this package make of ``parts``."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for part in (*map(_source, code), *parts):
        digest.update(b"%d " % len(part) + part)
    return f"{kind}-{digest.hexdigest()}"


@cache
def _source(module: str) -> bytes:
    # In a checkout the code changes while the version stays.
    try:
        return Path(__file__).with_name(f"{module}.py").read_bytes()
    except OSError:
        return b""


def read_entry(name: str) -> bytes | None:
    """Return what was written under ``name``, None where there is nothing to be trusted."""
    folder = cache_folder()
    try:
        if folder is None or not _is_ours(folder.stat()):
            return None
        with open(folder / name, "rb", opener=_open_entry) as file:
            return _checked(name, file.read())
    except OSError:
        return None


def _open_entry(path: str, flags: int) -> int:  # noqa: ARG001
    handle = os.open(path, _READ_FLAGS)
    try:
        _check_entry(handle)
    except OSError:
        os.close(handle)
        raise
    return handle


def _check_entry(handle: int) -> None:
    """Raise ``OSError`` for what no ``write_entry`` of this user can have made; note the use."""
    info = os.fstat(handle)
    by_others = info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISREG(info.st_mode) or not _is_ours(info) or by_others:
        raise PermissionError
    if info.st_size > MAX_BYTES:
        raise OSError
    if time.time() - info.st_mtime > DAY:
        with suppress(OSError):
            os.utime(handle)


def _is_ours(info: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or info.st_uid == os.geteuid()


def _checked(name: str, content: bytes) -> bytes | None:
    data = content[_CHECKSUM_BYTES:]
    return data if content[:_CHECKSUM_BYTES] == _checksum(name, data) else None


def _checksum(name: str, data: bytes) -> bytes:
    digest = hashlib.sha256(name.encode() + b"\0")
    digest.update(data)
    return digest.digest()


def write_entry(name: str, data: bytes) -> None:
    """Keep ``data`` under ``name``; silent where nothing can be written.

    Readers see the whole entry or none, however many write it.
    """
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError):
        _make_folder(folder)
        if _is_ours(folder.stat()):
            _replace(folder, name, _checksum(name, data) + data)
            _sweep(folder)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)


def _replace(folder: Path, name: str, content: bytes) -> None:
    temporary = folder / f".{os.urandom(8).hex()}.tmp"
    try:
        with open(temporary, "wb", opener=lambda p, _: os.open(p, _WRITE_FLAGS, 0o600)) as file:
            file.write(content)
        temporary.replace(folder / name)
    finally:
        temporary.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what was not used lately, here and in the folders of other versions.

    Only called after a write, which is rare.
    """
    for other in folder.parent.iterdir():
        if _VERSION.fullmatch(other.name) and other.is_dir() and not other.is_symlink():
            left = _sweep_entries(other)
            if not left and other != folder:
                with suppress(OSError):  # something else is in there
                    other.rmdir()


def _sweep_entries(folder: Path) -> int:
    """Delete entries from the one used least lately on; return how many are left."""
    entries = [path for path in folder.iterdir() if _ENTRY.fullmatch(path.name)]
    used = sorted(((path.lstat().st_mtime, path) for path in entries), reverse=True)
    oldest = time.time() - MAX_AGE
    stale = [path for place, (at, path) in enumerate(used) if place >= MAX_ENTRIES or at < oldest]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(used) - len(stale)


def remembers(key: str) -> bool:
    """Tell whether ``remember`` was called with ``key`` by this version."""
    return read_entry(key) is not None


def remember(key: str) -> None:
    """Remember ``key``; safe against concurrent writers, silent where nothing can be written."""
    write_entry(key, b"")
