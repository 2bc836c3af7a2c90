"""Configuration files as TOML: a path in, its table of keys out, or an error that names the line."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

from cleaner.errors import SettingsError

OWN_NAME = "cleaner.toml"
SHARED_NAME = "pyproject.toml"
MAX_BYTES = 4 << 20  # a file of settings that is larger is none
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_table(path: Path, name: str) -> dict[str, Any] | None:
    """Return the keys of the configuration at ``path``; ``name`` is how messages call it.

    None for a pyproject.toml that has no ``[tool.cleaner]``. Raises ``SettingsError``.
    """
    data = _read(path, name)
    if path.name != SHARED_NAME:
        keys = parse_toml(data, name)
        if "tool" in keys:
            what = f"[tool.cleaner] belongs into {SHARED_NAME}"
            raise SettingsError(name, what, "write the keys at the top, without that line")
        return keys
    # Most of these are not for us, and to parse them would cost more than to look for them.
    if b"cleaner" not in data:
        return None
    tools = parse_toml(data, name).get("tool")
    table = tools.get("cleaner") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{name}: tool.cleaner", "is no table", "write it as [tool.cleaner]")
    return table


def _read(path: Path, name: str) -> bytes:
    try:
        # A FIFO would wait for somebody to write: nothing is opened that is no file.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SettingsError(name, "is no regular file", "make it one, or rename it")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        what = "is a link to nothing" if path.is_symlink() else "is not there"
        raise SettingsError(name, what, "check the path") from error
    except OSError as error:
        remedy = "check its permissions"
        raise SettingsError(name, f"cannot be read: {error.strerror}", remedy) from error
    if len(data) > MAX_BYTES:
        what = f"is larger than {MAX_BYTES >> 20} MiB"
        raise SettingsError(name, what, "a configuration is a short file")
    return data


def parse_toml(data: bytes, name: str) -> dict[str, Any]:
    """Return what ``data`` holds; ``name`` is how messages call it. Raises ``SettingsError``."""
    import tomllib  # costs as much as all else here, and most runs have nothing to parse

    try:
        return tomllib.loads(data.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{name}:{line}", "is no UTF-8", "save the file as UTF-8") from error
    except RecursionError as error:
        raise SettingsError(name, "is no TOML: nested too deep", "write it flat") from error
    except ValueError as error:  # beside those of tomllib: a number of thousands of digits
        message = str(error)
        place = _PLACE.search(message)
        if place is None:
            raise SettingsError(name, f"is no TOML: {message}", "mend it") from error
        line = int(place[1] or data.count(b"\n") + 1)
        where = f"{name}:{line}:{place[2]}" if place[2] else f"{name}:{line}"
        what = f"is no TOML: {message[: place.start()]}"
        raise SettingsError(where, what, "mend that line") from error


def shown(path: Path) -> str:
    """Return ``path`` as messages show it: from the working folder if it is in or above it."""
    here = os.getcwd()  # noqa: PTH109
    folder = str(path.parent).rstrip(os.sep) + os.sep
    near = f"{here}{os.sep}".startswith(folder) or folder.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, here) if near else str(path)
