"""Changes in words: a finding in, what it would do to the text out, in few words that can be seen."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from cleaner.findings import Finding
from cleaner.reports.cells import fit, line_cells, shown, width

WIDTH = 60  # cells of a new text that are shown
_GROUPS = 4  # runs of one character that are named
_NAMES = {"\0": "NUL", "\t": "TAB", "\n": "LINE END", "\r": "CR", "\x1b": "ESC", "\xa0": "NBSP"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
_EMPTY_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # drawn as nothing
_REMOVE = "remove"
# What stands behind the rules of a finding.
SUFFIXES = {"edit": "", "proposed": " [unsafe]", "flag": " [flag]"}


def render_rule(finding: Finding) -> str:
    """Return the finding's rules, marked where they change nothing by default."""
    return shown(finding.rule) + SUFFIXES[finding.kind]


def render_message(finding: Finding) -> str:
    """Return the finding's message on one line, with its change where it does not name that."""
    message, change = shown(finding.message), describe_change(finding)
    if not change or change in message:
        return message
    return f"{message} ({change})" if message else change


def describe_change(finding: Finding) -> str:
    """Return the change in words that say enough where nothing shows its place."""
    change = render_change(finding)
    return f'{_REMOVE} "{_short(finding.original)}"' if change == _REMOVE else change


def render_change(finding: Finding) -> str:
    """Return what would stand there, or what would be done; nothing for a flag.

    To be shown beside the place: a word that changes in part is named as it would be.
    """
    if finding.text is None:
        return ""
    lines = removed_lines(finding)
    if lines:
        return "remove line" if lines == 1 else f"remove {lines} lines"
    if is_join(finding):
        return f"join lines with {_seen(finding.text)}" if finding.text else "join lines"
    return _span_change(finding, finding.text)


def removed_lines(finding: Finding) -> int:
    """Return how many whole lines the finding removes, 0 where it does something else.

    Either they go with their own line ends, or they are the last ones and go with the line end
    before them.
    """
    if finding.text != "" or not finding.original:
        return 0
    count = finding.original.count("\n")
    if starts_with_line_end(finding):
        return count if not finding.after else 0
    return count if finding.column == 1 and finding.original.endswith("\n") else 0


def starts_with_line_end(finding: Finding) -> bool:
    """Tell whether the finding begins with the line end of a line that stays."""
    return finding.column > 1 and finding.original.startswith(("\n", "\r\n"))


def is_join(finding: Finding) -> bool:
    """Tell whether the finding makes one line of several with only blanks between them."""
    new = finding.text
    if new is None or "\n" in new or "\n" not in finding.original:
        return False
    return not finding.original.strip() and not new.strip() and not removed_lines(finding)


def _span_change(finding: Finding, new: str) -> str:
    old = finding.original
    if not old and finding.proposal == new:
        return f"insert {_quoted(new)}"
    if not new and _is_unseen(old):
        return f"remove {_seen(old)}"
    if not new and not _is_within_word(finding):
        return _REMOVE
    if (new and _is_unseen(new)) or (old and _is_unseen(old)):
        return f"{_quoted(old)} → {_quoted(new)}"
    words = _widened(finding, new)
    return _short(words) if words == words.strip() else f'"{_short(words)}"'


def _is_within_word(finding: Finding) -> bool:
    return finding.before[-1:].isalpha() and finding.after[:1].isalpha()


def _widened(finding: Finding, new: str) -> str:
    """Return the new text with the words that it is a part of; as it is where none are set apart."""
    proposal = finding.proposal or new
    return new if any(size > 1 for _, size in line_cells(proposal)) else proposal


def _quoted(text: str) -> str:
    return _seen(text) if _is_unseen(text) else f'"{_short(text)}"'


def _is_unseen(text: str) -> bool:
    return all(unicodedata.category(c) in _UNSEEN or c in _EMPTY_LETTERS for c in text)


def _seen(text: str) -> str:
    """Return blanks in quotes and other unseen characters by name, each run once.

    >>> _seen(" \\u200b\\u200b")
    '" " + 2 × U+200B ZERO WIDTH SPACE'
    """
    runs = [(character, len(list(run))) for character, run in groupby(text)]
    names = [_run_name(character, count) for character, count in runs[:_GROUPS]]
    return " + ".join(names + ["…"] * (len(runs) > _GROUPS))


def _run_name(character: str, count: int) -> str:
    if character == " ":
        return f'"{" " * count}"' if count <= WIDTH else f'{count} × " "'
    return _name(character) if count == 1 else f"{count} × {_name(character)}"


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return _NAMES.get(character) or f"U+{ord(character):04X} {name}".rstrip()


def _short(text: str) -> str:
    cells = line_cells(text)
    if width(cells) > WIDTH:
        cells = [*fit(cells, WIDTH - 1), ("…", 1)]
    return "".join(cell for cell, _ in cells)
