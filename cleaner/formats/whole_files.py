"""Files written whole: bytes in; the old file or the new one on the disk, whatever happens."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import InputError

# A killed run leaves one hidden file of this form; folders are walked without them.
TEMPORARY_SUFFIX = ".cleaner.tmp"
_BLOCK = 1 << 20


def is_temporary(name: str) -> bool:
    """Tell whether ``name`` is that of a file that a run was writing when it was killed.

    >>> is_temporary(".berita.txt.0a1b2c3d4e5f6071.cleaner.tmp"), is_temporary("catatan.cleaner.tmp")
    (True, False)
    """
    return name.startswith(".") and name.endswith(TEMPORARY_SUFFIX)


@contextmanager
def new_file_beside(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a new file in the folder of ``path``, for its owner alone; unless moved it goes again."""
    # Not tempfile: it costs a tenth of a short run.
    name = f".{path.name[:40]}.{os.urandom(8).hex()}{TEMPORARY_SUFFIX}"
    temporary = path.parent / name
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, temporary
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``path`` so that it is the old file or the whole new one, whatever happens.

    Raises ``InputError``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file_beside(path) as (file, temporary):
            file.write(data)
            finish_file(file, temporary, path)
    except OSError as error:
        raise _not_written(path, error) from error


def copy_file(source: BinaryIO, path: Path) -> None:
    """Write ``path`` with the bytes of ``source`` as ``write_bytes`` does, in little memory.

    Holes stay holes: the copy takes no more of the disk. Raises ``InputError``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file_beside(path) as (file, temporary):
            for start, stop in _data_ranges(source):
                source.seek(start)
                file.seek(start)
                while block := source.read(min(_BLOCK, stop - source.tell())):
                    file.write(block)
            file.truncate(os.fstat(source.fileno()).st_size)
            finish_file(file, temporary, path)
    except OSError as error:
        raise _not_written(path, error) from error


def current_umask() -> int:
    """Return the process's umask."""
    # The only portable way to read it; harmless in the single-threaded moment of a write.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def finish_file(file: BinaryIO, temporary: Path, path: Path) -> None:
    """Move a new file to its ``path`` when all of it is on the disk. Raises ``OSError``."""
    file.flush()
    os.fchmod(file.fileno(), 0o666 & ~current_umask())
    os.fsync(file.fileno())
    temporary.replace(path)


def _data_ranges(source: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of ``source`` that are no hole; all of it where none can be told."""
    end = os.fstat(source.fileno()).st_size
    stop = 0
    while stop < end:
        try:
            start = os.lseek(source.fileno(), stop, os.SEEK_DATA)
            stop = os.lseek(source.fileno(), start, os.SEEK_HOLE)
        except OSError as error:
            if error.errno != errno.ENXIO:  # that says: nothing but a hole is left
                yield stop, end
            return
        yield start, stop


def _not_written(path: Path, error: OSError) -> InputError:
    return InputError(str(path), f"cannot be written: {error.strerror}", "check the folder")
