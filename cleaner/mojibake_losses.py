"""Read a line whose mojibake lost bytes: the line in, repairs out, each with what was lost.

What ``cleaner.mojibake_readings`` finds is the evidence: only on a line with a repair, and with no
genuine letter beyond ASCII, are blanks taken for bytes and halves of characters for letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner import mojibake_blanks, mojibake_lost
from cleaner.mojibake import CODECS
from cleaner.mojibake_choice import Repair
from cleaner.mojibake_lost import Word
from cleaner.mojibake_readings import Found, read_line

BLANK, BYTE = "blank", "byte"
_CODEC = CODECS[0].name


class LossyRepair(NamedTuple):
    """A repair, and what it puts up with: ``BLANK``, ``BYTE`` or nothing."""

    repair: Repair
    lost: str = ""


Choose = Callable[[Word], str | None]


def choose_only(word: Word) -> str | None:
    """Return the reading of ``word`` if there is one alone."""
    return word.readings[0] if len(word.readings) == 1 else None


def read_losses(
    line: str, *, blanks: bool = True, choose: Choose | None = choose_only
) -> list[LossyRepair]:
    """Return what to repair in ``line``, in order: all that ``read_line`` does, and more.

    ``blanks`` are taken for bytes if asked for; ``choose`` tells which reading of a word that lost
    bytes is meant, None for none.

    >>> [found.repair.text for found in read_losses("La cittÃ  Ã¨ grande")]
    ['à', 'è']
    >>> [found.repair.text for found in read_losses("ÅÄ…czna, Å¼e")]
    ['Łą', 'ż']
    """
    found = read_line(line)
    restored = line
    if blanks and mojibake_blanks.PLACE.search(line):
        said = [(r.start, r.end, r.text) for r in found.repairs if r.codec == _CODEC]
        restored = mojibake_blanks.restore_blanks(line, said, found.undecided)
        found = found if restored == line else read_line(restored)
    repairs = [_with_loss(repair, line, restored) for repair in found.repairs]
    known = found.repairs
    words: list[Repair] = []
    if choose and repairs and mojibake_lost.PLACE.search(restored):
        words = list(_chosen_words(restored, found, choose))
    if words:
        more = read_line(_mask(restored, words)).repairs
        repairs += [_with_loss(repair, line, restored) for repair in more if repair not in known]
    return [lossy for lossy in _with_words(repairs, words) if not _is_torn(restored, lossy.repair)]


def _is_torn(line: str, repair: Repair) -> bool:
    """Tell whether half of a character beside the repair would take its text for the other half.

    In `niÄâ€œ` the quotation mark alone would leave `niÄ“`, which reads as `niē`.
    """
    before, after = line[max(0, repair.start - 2) : repair.start], line[repair.end : repair.end + 2]
    end = len(before)
    joined = before + repair.text + after
    edges = (end, end + len(repair.text))
    return any(
        match.start() < edge < match.end()
        for match in CODECS[0].sequence.finditer(joined)
        for edge in edges
    )


def _with_loss(repair: Repair, line: str, restored: str) -> LossyRepair:
    span = slice(repair.start, repair.end)
    return LossyRepair(repair, BLANK if line[span] != restored[span] else "")


def _chosen_words(line: str, found: Found, choose: Choose) -> Iterator[Repair]:
    if any(repair.codec != _CODEC or repair.layers > 1 for repair in found.repairs):
        return
    spans = [(repair.start, repair.end) for repair in found.repairs]
    read = [*spans, *found.undecided]
    if not (mojibake_blanks.keeps_high(line, read) and mojibake_blanks.is_all_damaged(line, read)):
        return
    words = mojibake_lost.find_lost_words(line)
    chosen = [(word.start, word.end, choose(word)) for word in words]
    for start, end, says in mojibake_lost.mend_words(line, chosen):
        yield Repair(*_trim(line, start, end, says), _CODEC, 1)


def _trim(line: str, start: int, end: int, says: str) -> tuple[int, int, str]:
    """Return the span and its text without the ASCII letters that both begin and end with."""
    while start < end and says and line[start] == says[0]:
        start, says = start + 1, says[1:]
    while start < end and says and line[end - 1] == says[-1]:
        end, says = end - 1, says[:-1]
    return start, end, says


def _mask(line: str, words: Iterable[Repair]) -> str:
    """Return ``line`` without its torn words, beside which nothing weak is believed."""
    masked = list(line)
    for word in words:
        masked[word.start : word.end] = "x" * (word.end - word.start)
    return "".join(masked)


def _with_words(repairs: Iterable[LossyRepair], words: Sequence[Repair]) -> list[LossyRepair]:
    """Return ``words`` and those ``repairs`` that do not overlap them, in order."""
    kept = [
        lossy
        for lossy in repairs
        if all(lossy.repair.end <= w.start or w.end <= lossy.repair.start for w in words)
    ]
    return sorted([*kept, *(LossyRepair(word, BYTE) for word in words)])
