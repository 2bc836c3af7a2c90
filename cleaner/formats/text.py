"""Text files: a path in, its bytes and what the file was when they were read out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.formats.skips import (
    HEAD_BYTES,
    Skip,
    skip_by_content,
)

# fmt: off
# fmt: on

MAX_BYTES = 1 << 30  # a text is held in memory several times over while it is cleaned
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The bytes of a file, and the state of the file that they belong to.

    ``skip`` says why it is no text; then it was not read and ``data`` is empty.
    """

    data: bytes
    stat: os.stat_result
    skip: Skip = ""


class TooLargeError(InputError):
    """A text file above ``MAX_BYTES``; it was not read."""


def read_file(path: Path) -> FileBytes:
    """Return the bytes of ``path``, of which the first decide whether the rest is read.

    Raises ``InputError``, also for what is no regular file: that is never waited for.
    """
    with open_regular(path) as file:
        state = os.fstat(file.fileno())
        head = file.read(HEAD_BYTES)
        skip = skip_by_content(head)
        if skip:
            return FileBytes(b"", state, skip)
        file.seek(0)
        return FileBytes(_read_all(path, file, state.st_size), state)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of ``path``, whatever they are. Raises ``InputError``."""
    with open_regular(path) as file:
        return _read_all(path, file, os.fstat(file.fileno()).st_size)


def read_head(path: Path) -> bytes:
    """Return the first ``HEAD_BYTES`` of ``path``. Raises ``InputError``."""
    with open_regular(path) as file:
        return file.read(HEAD_BYTES)


@contextmanager
def open_regular(path: Path, *, follow: bool = True) -> Iterator[BinaryIO]:
    """Open ``path`` for reading, unbuffered; an error in reading it is an ``InputError``.

    A pipe or a device that took the place of a file since it was listed cannot hang the run.
    Without ``follow`` a symbolic link is an error.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | (0 if follow else os.O_NOFOLLOW)
    try:
        with open(os.open(path, flags), "rb", buffering=0) as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError(str(path), "is no regular file", "name a file or a folder")
            yield file
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise InputError(str(path), what, "check the file") from error


def _read_all(path: Path, file: BinaryIO, size: int) -> bytes:
    """Return all of ``file``; ``size`` is what it was said to hold, which it may not keep to."""
    _check_size(path, size)
    parts = [file.read(size + 1)]
    read = len(parts[0])
    while part := file.read(_CHUNK):
        read += len(part)
        _check_size(path, read)
        parts.append(part)
    return b"".join(parts)


def _check_size(path: Path, size: int) -> None:
    if size > MAX_BYTES:
        remedy = "a text file is cleaned whole, up to 1 GiB; split it"
        raise TooLargeError(str(path), f"is {size / MAX_BYTES:.1f} GB", remedy)
