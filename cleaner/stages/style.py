"""Characters that have plainer ones for them, for who wants these: a text in, edits of runs out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.stages.prose import Prose

DOUBLE_QUOTE = "curly-double-quote"
SINGLE_QUOTE = "curly-single-quote"
EN_DASH = "en-dash"
EM_DASH = "em-dash"
ELLIPSIS = "ellipsis-character"
LIGATURE = "latin-ligature"
FULL_WIDTH = "full-width-letter"
COMPATIBILITY = "compatibility-character"

# What each rule is about, and what is written for one character; None: what NFKC says. Marks of
# full width, superscripts, fractions and units are left out: they mean what they are, and NFKC
# would change it (``m²`` to ``m2``).
_RUNS: dict[str, tuple[re.Pattern[str], str | None]] = {
    DOUBLE_QUOTE: (lazy_pattern("[“”„‟]"), '"'),
    SINGLE_QUOTE: (lazy_pattern("[‘’‚‛]"), "'"),
    EN_DASH: (lazy_pattern("[‐‑‒–]"), "-"),
    EM_DASH: (lazy_pattern("[—―]"), "--"),
    ELLIPSIS: (lazy_pattern("…"), "..."),
    LIGATURE: (lazy_pattern("[ﬀ-ﬆ]+"), None),
    FULL_WIDTH: (lazy_pattern("[０-９Ａ-Ｚａ-ｚ]+"), None),
    COMPATIBILITY: (lazy_pattern("[\U0001d400-\U0001d7ff]+"), None),
}
STYLES = tuple(_RUNS)


def find_style(text: str, rule: str) -> Iterator[Edit]:
    """Yield edits that write what ``rule``, one of ``STYLES``, is about in plainer characters.

    >>> [e.text for e in find_style("e\ufb01sien…", LIGATURE)]
    ['fi']
    """
    pattern, fixed = _RUNS[rule]
    prose = Prose(text)
    for match in pattern.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0]) if fixed is None else fixed
        # A character that is not assigned yet has no plainer one.
        if plain != match[0] and prose.holds(*match.span()):
            yield Edit(*match.span(), plain, (rule,), (f"{match[0]} written plain",))
