"""What is right as it stands: entries of ``Settings.allow`` in, whether one covers a finding out."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.settings import Allow
from cleaner.shapes import BLANKS


class Allowance:
    """The entries for one text, and which of them were needed so far."""

    def __init__(self, entries: Sequence[Allow]) -> None:
        self._entries = entries
        self.used: set[Allow] = set()

    def covers(self, text: str, start: int, end: int, rules: Sequence[str]) -> bool:
        """Tell whether an entry says that what ``rules`` find at ``[start, end)`` is right.

        Its text has to cover the place where the finding starts, blanks passed over.

        >>> Allowance([Allow("r", "Sumber")]).covers("Kota.\\n Sumber\\n", 5, 14, ["r"])
        True
        """
        needed = {e for e in self._entries if e.rule in rules and _stands(e.text, text, start, end)}
        self.used |= needed
        return bool(needed)

    def covers_line(self, text: str, start: int, end: int) -> bool:
        """Tell whether an entry, of whichever rule, is about the line ``[start, end)``."""
        return any(_stands(e.text, text, start, end) for e in self._entries if e.text)


def _stands(wanted: str, text: str, start: int, end: int) -> bool:
    """Tell whether ``wanted`` covers the first code point of the span that is no blank."""
    if not wanted:
        return True
    span = text[start:end]
    rest = span.lstrip(BLANKS)
    at = end - len(rest) if rest else start
    # An entry holds in a checkout with other line ends too.
    ended = wanted.replace("\r\n", "\n")
    forms = {ended, ended.replace("\n", "\r\n")}
    # What is inserted may stand at its end.
    return any(
        text.find(form, max(0, at - len(form) + (start < end)), at + len(form)) >= 0
        for form in forms
    )
