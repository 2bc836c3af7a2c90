"""Findings: the edits, held-back edits and flags of a text in, each as a place with a proposal out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from cleaner.cleaned import Cleaned
from cleaner.decoding_notes import DECODED_LINE
from cleaner.document import LineIndex
from cleaner.edits import Edit, Flag
from cleaner.stages.scars import RULE as SCAR

Kind: TypeAlias = Literal["edit", "proposed", "flag"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # what changes first

CONTEXT = 60  # code points of its line shown on each side of a finding
FINGERPRINT_CONTEXT = 40  # code points on each side that tell two findings of one rule apart
_WORD = re.compile(r"\w")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a source: what stands there and what would stand there.

    ``[start, end)`` is in code points of the original; lines and columns count from 1, columns in
    code points, and ``(end_line, end_column)`` is just behind the last one. ``text`` is None for a
    flag. ``before`` and ``after`` are what stands beside it on its first and last line, at most
    ``CONTEXT`` code points each. ``fingerprint`` names the finding by rule and context: it does
    not move with the lines above, nor with other findings that are fixed.
    """

    source: str
    kind: Kind
    rules: tuple[str, ...]
    message: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    original: str
    text: str | None
    before: str
    after: str
    fingerprint: str

    @property
    def rule(self) -> str:
        """The rules by name, each once, in the order in which they touched the place."""
        return ", ".join(self.rules)

    @property
    def last_line(self) -> int:
        """The last line that it touches; a line end belongs to the line before it."""
        ends_before = self.end_column == 1 and self.end > self.start
        return self.end_line - 1 if ends_before else self.end_line

    @property
    def proposal(self) -> str | None:
        """The new text, widened to the words that it is a part of; None for a flag.

        >>> from cleaner.api import clean
        >>> [f.proposal for f in find_findings("a", clean("Sergey Lavron, menteri luar negeri."))]
        ['Lavrov']
        """
        if self.text is None or not (self.text or self.original).strip():
            return self.text
        left = _word_end(self.before[::-1])[::-1] if _in_word(self, 0) else ""
        right = _word_end(self.after) if _in_word(self, -1) else ""
        return left + self.text + right


def find_findings(
    source: str, cleaned: Cleaned, *, flags: bool = False, proposed: bool = False
) -> Iterator[Finding]:
    """Yield the findings of ``cleaned`` in text order: its edits and, if asked, what it left.

    ``proposed`` adds the edits of unsafe rules that were held back, ``flags`` the flags. Lines whose
    bytes are written in another codec are among what changes, asked or not.
    """
    lines = LineIndex(cleaned.original)
    found: list[tuple[Kind, Edit | Flag]] = [("edit", edit) for edit in cleaned.edits]
    if proposed:
        found += [("proposed", edit) for edit in cleaned.proposed]
    if flags or cleaned.recoded:
        found += [("flag", flag) for flag in (cleaned.flags if flags else cleaned.notes)]
    for kind, place in sorted(found, key=lambda item: (item[1].start, item[1].end, item[0])):
        yield _finding(source, kind, place, cleaned, lines)


def is_recoding(finding: Finding) -> bool:
    """Tell whether ``finding`` is of a line whose bytes change, its text as it was."""
    return finding.rules == (DECODED_LINE,)


def _finding(
    source: str, kind: Kind, place: Edit | Flag, cleaned: Cleaned, lines: LineIndex
) -> Finding:
    rules, message, text = _told(place)
    whole = cleaned.original
    original = whole[place.start : place.end]
    line, column = lines.place(place.start)
    end_line, end_column = lines.place(place.end)
    return Finding(
        source,
        kind,
        rules,
        message,
        place.start,
        place.end,
        line,
        column,
        end_line,
        end_column,
        original,
        text,
        before=_line_before(whole, place.start, CONTEXT),
        after=_line_after(whole, place.end, CONTEXT),
        fingerprint=_fingerprint(rules, original, text, _clean_context(cleaned, place)),
    )


def _told(place: Edit | Flag) -> tuple[tuple[str, ...], str, str | None]:
    """Return the rules of ``place``, why they speak, and the new text."""
    if isinstance(place, Flag):
        return (place.rule,), place.message, None
    told = dict.fromkeys(zip(place.rules, place.reasons, strict=True))
    # What closes up behind a cut says nothing of why it was made.
    causes = [pair for pair in told if pair[0] != SCAR] or list(told)
    *others, last = dict.fromkeys(reason for _, reason in causes)
    message = "; ".join([*(reason.rstrip(".") for reason in others), last])
    return tuple(dict.fromkeys(rule for rule, _ in causes)), message, place.text


def _line_before(text: str, pos: int, size: int) -> str:
    return text[max(0, pos - size) : pos].rpartition("\n")[2]


def _line_after(text: str, pos: int, size: int) -> str:
    return text[pos : pos + size].partition("\n")[0].rstrip("\r")


def _clean_context(cleaned: Cleaned, place: Edit | Flag) -> tuple[str, str]:
    """Return what stands beside ``place`` in the clean text, where other findings are gone."""
    start = cleaned.to_clean(place.start, "left")
    end = cleaned.to_clean(place.end, "right")
    return (
        _line_before(cleaned.text, start, FINGERPRINT_CONTEXT),
        _line_after(cleaned.text, end, FINGERPRINT_CONTEXT),
    )


def _fingerprint(
    rules: tuple[str, ...], original: str, text: str | None, beside: tuple[str, str]
) -> str:
    parts = (*rules, beside[0], original, "\0" if text is None else text, beside[1])
    plain = "\x1f".join(_BLANKS.sub(" ", part).strip() for part in parts)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _in_word(finding: Finding, side: int) -> bool:
    """Tell whether the change at this side (0 left, -1 right) is one inside a word."""
    ends = (part[side : side + 1 or None] for part in (finding.original, finding.text or ""))
    return any(_WORD.fullmatch(end) for end in ends if end)


def _word_end(text: str) -> str:
    """Return the start of ``text`` up to its first character that is of no word."""
    match = re.match(r"\w+", text)
    return match[0] if match else ""
