"""Word lists: TSV files in, words and their corrections out."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import PackError

COLUMNS = ("from", "to", "requires", "note")


def load_word_list(path: Path, data: bytes) -> dict[str, str]:
    """Return ``{from: to}`` of a TSV file with the header ``from<TAB>to``, sorted and unique.

    ``data`` is what the file at ``path`` holds. Raises ``PackError`` with file and line.
    """
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as error:
        raise PackError(str(path), f"cannot be read: {error}", "save it as UTF-8") from error
    if not lines or tuple(lines[0].split("\t")) != COLUMNS[:2]:
        raise PackError(f"{path}:1", "no header", "begin with from<TAB>to")
    words: dict[str, str] = {}
    last = ""
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 2 or not all(cells):
            raise PackError(f"{path}:{number}", "is not from<TAB>to", "write two cells")
        if cells[0] <= last:
            raise PackError(
                f"{path}:{number}", f'"{cells[0]}" is out of order', "sort it, once each"
            )
        last = cells[0]
        words[cells[0]] = cells[1]
    return words
