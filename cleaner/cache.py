"""A cache between runs: small facts under a key; a cache that cannot be used is no error."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cleaner import __version__


def cache_folder() -> Path | None:
    """Return where facts are kept, or None where there is no home (``XDG_CACHE_HOME`` decides)."""
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if root.is_absolute():  # the specification says to ignore others
        return root / "cleaner" / __version__
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "cleaner" / __version__
    return None


def remembers(key: str) -> bool:
    """Tell whether ``remember`` was called with ``key`` by this version."""
    folder = cache_folder()
    try:
        return folder is not None and (folder / key).is_file()
    except OSError:
        return False


def remember(key: str) -> None:
    """Remember ``key``; safe against concurrent writers, silent where nothing can be written."""
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        try:
            Path(name).replace(folder / key)
        finally:
            Path(name).unlink(missing_ok=True)
