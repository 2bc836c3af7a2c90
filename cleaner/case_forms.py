"""Case forms: a literal in, what a scan that is caseless over ASCII only has to look for out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product

MAX_FORMS = 12  # case forms of one literal before it is shortened
MAX_LENGTH = 64  # code points of one literal likewise; more find nothing that these do not

# Characters that ``regex`` takes for one another caselessly although no upper, lower or title
# form leads from the first to the last (a test compares all of Unicode).
ODD_CASES = (
    *(
        "i\u0130\u0131",
        "k\u212a",
        "s\u017f",
        "å\u212b",
        "ß\u1e9e",
        "ι\u0345\u1fbe",
        "\u0390\u1fd3",
        "β\u03d0",
        "ε\u03f5",
        "θ\u03d1\u03f4",
        "κ\u03f0",
        "μ\u00b5",
        "π\u03d6",
        "ρ\u03f1",
    ),
    *(
        "σ\u03c2",
        "φ\u03d5",
        "ω\u2126",
        "\u03b0\u1fe3",
        "в\u1c80",
        "д\u1c81",
        "о\u1c82",
        "с\u1c83",
        "т\u1c84\u1c85",
        "ъ\u1c86",
        "ѣ\u1c87",
        "ṡ\u1e9b",
        "ꙋ\u1c88",
        "\ufb05\ufb06",
    ),
)


def scan_forms(literal: str) -> frozenset[str]:
    """Return strings to look for, caseless over ASCII, that find ``literal`` in any case form.

    A literal with too many forms is cut to the longest part that has few.

    >>> [ascii(form) for form in sorted(scan_forms("komen"))]
    ["'komen'", "'\\\\u212aomen'"]
    """
    part = _shorten(literal)
    return frozenset("".join(form) for form in product(*map(_variants, part)))


def _shorten(literal: str) -> str:
    """Return the longest part of ``literal`` that ``MAX_FORMS`` and ``MAX_LENGTH`` allow."""
    best = ""
    start = 0
    for end in range(1, len(literal) + 1):
        while end - start > MAX_LENGTH or _forms(literal[start:end]) > MAX_FORMS:
            start += 1
        if byte_length(literal[start:end]) > byte_length(best):
            best = literal[start:end]
    return best


def _forms(part: Iterable[str]) -> int:
    count = 1
    for character in part:
        count *= len(_variants(character))
    return count


@cache
def _variants(character: str) -> tuple[str, ...]:
    """Return what ``regex`` takes for ``character`` caselessly, ASCII in lower case only."""
    closed = {character}
    fresh = closed
    while fresh:
        forms = {form for c in fresh for form in _simple_forms(c)}
        forms.update(c for group in ODD_CASES if not forms.isdisjoint(group) for c in group)
        fresh = forms - closed
        closed |= fresh
    return tuple(sorted({fold(c) if c.isascii() else c for c in closed}))


def _simple_forms(character: str) -> set[str]:
    forms = (character, character.lower(), character.upper(), character.title())
    return {form for form in forms if len(form) == 1}


def fold(character: str) -> str:
    """Return an ASCII character in lower case, any other as it is."""
    return character.lower() if character.isascii() else character


def byte_length(literal: str) -> int:
    return len(literal.encode("utf-8", "surrogatepass"))
