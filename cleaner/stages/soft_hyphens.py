"""Soft hyphens left inside words: a text in, edits that delete them out."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.stages.prose import Prose

SOFT_HYPHEN = "soft-hyphen"

# Between two letters and two more, as hyphenation sets them. After a letter that may be the lead of
# UTF-8 read as latin-1 it may be the second half of a letter: `Ã` and U+00AD are `í`.
_BETWEEN_LETTERS = lazy_pattern(r"(?<=[^\W\d_][^\W\d_])(?<![Â-ô])\xad(?=[^\W\d_][^\W\d_])")


def find_soft_hyphens(text: str) -> Iterator[Edit]:
    """Yield deletions of soft hyphens between the letters of a word.

    >>> [e.start for e in find_soft_hyphens("peme\\xadrintah 00\\xad5 sÃ\\xadmbolo")]
    [4]
    """
    prose = Prose(text)
    for match in _BETWEEN_LETTERS.finditer(text):
        if prose.holds(*match.span()):
            yield Edit(*match.span(), "", (SOFT_HYPHEN,), ("soft hyphen inside a word",))
