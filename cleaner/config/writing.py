"""Write a configuration to start from into a folder: a new cleaner.toml, or a pyproject.toml's table."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cleaner.config.search import ConfigSearch
from cleaner.config.tables import OWN_NAME, SHARED_NAME, parse_toml, read_table, shown
from cleaner.config.template import SHARED_PREFIX, render_template
from cleaner.errors import CleanerError, InputError, SettingsError
from cleaner.formats.in_place import check_rewritable, rewrite
from cleaner.formats.text import read_file
from cleaner.formats.whole_files import write_bytes


def write_config(folder: Path, *, force: bool = False) -> Path:
    """Write a cleaner.toml into ``folder`` and return its path.

    ``force`` replaces one that is there. Raises ``CleanerError``.
    """
    _check_folder(folder)
    path, shared = folder / OWN_NAME, folder / SHARED_NAME
    if os.path.lexists(path) and not force:
        raise SettingsError(str(path), "is there already", "give --force to replace it")
    if shared.is_file() and not force and read_table(shared, str(shared)) is not None:
        what = f"{SHARED_NAME} has [tool.cleaner], which would no longer count"
        raise SettingsError(str(path), what, "edit that table, or give --force")
    write_bytes(path, render_template().encode())
    return path


def append_config(folder: Path) -> Path:
    """Append the table to the pyproject.toml in ``folder``, every byte of which stays.

    Raises ``CleanerError``.
    """
    _check_folder(folder)
    path = folder / SHARED_NAME
    if not os.path.lexists(path):
        remedy = f"leave --pyproject out to write a {OWN_NAME}"
        raise SettingsError(str(path), "is not there", remedy)
    if (folder / OWN_NAME).exists():
        what = f"{OWN_NAME} beside it would count, not the table"
        raise SettingsError(str(path), what, f"edit {OWN_NAME}")
    if read_table(path, str(path)) is not None:
        raise SettingsError(str(path), "has a [tool.cleaner] table already", "edit it")
    check_rewritable(path)
    file = read_file(path)
    data = file.data
    addition = _addition(data)
    try:
        parse_toml(data + addition, str(path))
    except SettingsError as error:
        raise SettingsError(
            str(path), "cannot take a table at its end", "add it by hand"
        ) from error
    rewrite(path, data + addition, file.stat)
    return path


def _addition(data: bytes) -> bytes:
    """Return what is appended to ``data``: the table, with the line ends that are there."""
    text = render_template(SHARED_PREFIX)
    if data:
        text = ("\n" if data.endswith(b"\n") else "\n\n") + text
    end = "\r\n" if data.partition(b"\n")[0].endswith(b"\r") else "\n"
    return text.replace("\n", end).encode()


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        raise InputError(shown(folder), what, "name a folder that is")


def find_hidden(folder: Path) -> str | None:
    """Return what ``folder`` has as ``extend`` to reach the configuration above it, if any."""
    with suppress(CleanerError):  # a broken one does not count here any more
        above = ConfigSearch().nearest(folder.absolute().parent)
        if above is not None:
            return os.path.relpath(above.path, folder.resolve())
    return None
