"""Letters that were taken apart into a letter and its marks: a text in, edits that compose them out.

Only composing: plain NFC also rewrites characters that a script's writers keep (composition
exclusions, compatibility ideographs, Indic nukta letters), and reorders marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.stages.prose import Prose

DECOMPOSED = "decomposed-letter"

# Latin, Greek and Cyrillic letters with marks of theirs, kana with their sound marks, and Hangul
# syllables in their parts. Other scripts have no need: what NFC would compose of them is what their
# keyboards write composed, or excluded from composition.
_APART = lazy_pattern(
    "[A-Za-zÀ-ɏͰ-ϿЀ-ԯḀ-ỿἀ-῾][\u0300-\u036f]+|[ぁ-ヿ][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
_MARK = lazy_pattern("[\u0300-\u036f\u3099\u309a\u1161-\u1175]")
# Parts of Hangul that modern syllables do not have: the text is old Korean, or speaks of letters.
_OLD_HANGUL = lazy_pattern("[\u1113-\u1160\u1176-\u11a7\u11c3-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_HANGUL = range(0x1100, 0x1200)


def find_decomposed(text: str) -> Iterator[Edit]:
    """Yield edits that put letters and marks together where Unicode has one character for them.

    No edit lengthens the text or only reorders marks, and a sequence that holds a character whose
    own NFC differs from itself stays.

    >>> [(e.start, e.end, e.text) for e in find_decomposed("cafe\\u0301 x\\u0301")]
    [(3, 5, 'é')]
    """
    if not _MARK.search(text):
        return
    prose = Prose(text)
    old = _OLD_HANGUL.search(text) is not None
    for match in _APART.finditer(text):
        start, end = match.span()
        if old and ord(text[start]) in _HANGUL:
            continue
        # A mark that the pattern does not know may have its say in how they compose.
        if end < len(text) and _is_mark(text[end]):
            continue
        composed = _compose(match[0])
        if composed is None:
            continue
        while text[end - 1] == composed[-1] and len(composed) > 1:
            end, composed = end - 1, composed[:-1]
        if prose.holds(start, end):
            reason = f"{end - start} characters for the one letter {composed}"
            yield Edit(start, end, composed, (DECOMPOSED,), (reason,))


def _is_mark(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character)[0] == "M"


def _compose(sequence: str) -> str | None:
    """Return ``sequence`` composed, None where that is no shorter or would change a character.

    >>> _compose("e\\u0302\\u0301"), _compose("q\\u0301"), _compose("\\u1f71\\u0345")
    ('ế', None, None)
    """
    if not all(unicodedata.is_normalized("NFC", character) for character in sequence):
        return None
    composed = unicodedata.normalize("NFC", sequence)
    return composed if len(composed) < len(sequence) else None
