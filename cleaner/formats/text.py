"""Text files: one document a file; read and judged, and written so that nothing is half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cleaner.errors import InputError

# Read as text when a folder is walked; other files are left as they are.
TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".rst"})
# A plain text tool breaks these: one changed quote makes a record invalid.
DATA_SUFFIXES = frozenset(
    {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".xml", ".html", ".htm"}
    | {".gz", ".zst", ".bz2", ".xz", ".zip", ".xlsx", ".pdf", ".docx"}
)
LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def read_bytes(path: Path) -> bytes:
    """Return the bytes of ``path``. Raises ``InputError``."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read: {error.strerror}", "check the file"
        ) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``path`` so that it is the old file or the whole new one, whatever happens.

    Raises ``InputError``.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent
        )
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~current_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written: {error.strerror}", "check the folder"
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def current_umask() -> int:
    """Return the process's umask."""
    # The only portable way to read it; harmless in the single-threaded moment of a write.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
