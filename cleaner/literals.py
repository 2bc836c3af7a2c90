"""Required literals: a pattern in, a set of strings out of which every match contains one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

# The parsed form is private to the standard library, but has had this shape since 3.11; the
# suite derives literals for every shipped rule on every Python that CI runs.
Parsed: TypeAlias = Any
Literals: TypeAlias = frozenset[str]

MIN_BYTES = 3  # shorter literals stand in too many good lines
MAX_SET = 64  # strings held while alternatives are multiplied out
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


def required_literals(pattern: str) -> Literals:
    """Return literals, ASCII in lower case, of which every match contains one.

    The set is empty when none can be derived. Raises ``re.error`` for a pattern that the standard
    library cannot parse.

    >>> sorted(required_literals(r"(?i)^(?:komentar|comments?)\\s*\\(\\d+\\)$"))
    ['comment', 'comments', 'komentar']
    """
    best = _visit(_parser.parse(pattern)).best()
    return best if best and min(map(_size, best)) >= MIN_BYTES else frozenset()


def scan_forms(literal: str) -> frozenset[str]:
    """Return strings to look for, caseless over ASCII, that find ``literal`` in any case form.

    A literal with too many forms is cut to the longest part that has few; the result is empty
    when no part of at least ``MIN_BYTES`` bytes has.

    >>> [ascii(form) for form in sorted(scan_forms("komen"))]
    ["'komen'", "'\\\\u212aomen'"]
    """
    part = _shorten(literal)
    return frozenset("".join(form) for form in product(*map(_variants, part)))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a node: the exact strings it matches, or a set one of which it holds."""

    exact: Literals | None
    holds: Literals | None = None

    def best(self) -> Literals | None:
        return _better(self.exact, self.holds)


_ANYTHING = _Found(None)
_NOTHING: Literals = frozenset({""})


def _visit(nodes: Parsed) -> _Found:
    """Multiply the parts of a sequence out as far as they are exact, and keep the best run."""
    run, whole = _NOTHING, True
    holds: Literals | None = None
    for operator, argument in nodes:
        found = _node(operator, argument)
        grown = _multiply(run, found.exact)
        if grown is None:
            holds, whole = _better(holds, run), False
        run = grown or found.exact or _NOTHING
        holds = _better(holds, found.holds)
    return _Found(run, holds) if whole else _Found(None, _better(holds, run))


def _node(operator: Any, argument: Any) -> _Found:
    if operator is sre.LITERAL:
        return _Found(frozenset({_fold(chr(argument))}))
    if operator is sre.IN:
        return _Found(_charset(argument))
    if operator is sre.BRANCH:
        return _alternatives([_visit(branch) for branch in argument[1]])
    if operator is sre.SUBPATTERN:
        return _visit(argument[3])
    if operator is sre.ATOMIC_GROUP:
        return _visit(argument)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _repeat(*argument)
    if operator in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return _Found(_NOTHING)
    return _ANYTHING


def _repeat(least: int, most: int, nodes: Parsed) -> _Found:
    inner = _visit(nodes)
    if least == most == 1:
        return inner
    if (least, most) == (0, 1) and inner.exact is not None:
        return _Found(_bounded(inner.exact | _NOTHING))
    return _Found(None, inner.best()) if least else _ANYTHING


def _alternatives(branches: Sequence[_Found]) -> _Found:
    if all(branch.exact is not None for branch in branches):
        exact = _bounded(frozenset().union(*(branch.exact or () for branch in branches)))
        if exact is not None:
            return _Found(exact, None)
    held = [branch.best() for branch in branches]
    if any(not strings or "" in strings for strings in held):
        return _ANYTHING
    return _Found(None, frozenset().union(*(strings or () for strings in held)))


def _multiply(left: Literals | None, right: Literals | None) -> Literals | None:
    if left is None or right is None or len(left) * len(right) > MAX_SET:
        return None
    return frozenset(a + b for a in left for b in right)


def _bounded(strings: Literals) -> Literals | None:
    return strings if len(strings) <= MAX_SET else None


def _better(one: Literals | None, two: Literals | None) -> Literals | None:
    """Return the set with the longer shortest string; of equals, the smaller set."""

    def worth(strings: Literals | None) -> tuple[int, int]:
        if not strings:
            return (0, 0)
        return (min(min(map(_size, strings)), 12), -len(strings))

    return one if worth(one) >= worth(two) else two


def _size(literal: str) -> int:
    return len(literal.encode("utf-8", "surrogatepass"))


def _charset(items: Parsed) -> Literals | None:
    characters: set[str] = set()
    for operator, argument in items:
        if operator is sre.LITERAL:
            characters.add(_fold(chr(argument)))
        elif operator is sre.RANGE and argument[1] - argument[0] < 16:
            characters.update(_fold(chr(code)) for code in range(argument[0], argument[1] + 1))
        else:
            return None
    return frozenset(characters) if len(characters) <= 16 else None


def _shorten(literal: str) -> str:
    """Return the longest part of ``literal`` that ``MAX_FORMS`` and ``MAX_LENGTH`` allow."""
    best = ""
    start = 0
    for end in range(1, len(literal) + 1):
        while end - start > MAX_LENGTH or _forms(literal[start:end]) > MAX_FORMS:
            start += 1
        if _size(literal[start:end]) > _size(best):
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
    return tuple(sorted({_fold(c) if c.isascii() else c for c in closed}))


def _simple_forms(character: str) -> set[str]:
    forms = (character, character.lower(), character.upper(), character.title())
    return {form for form in forms if len(form) == 1}


def _fold(character: str) -> str:
    return character.lower() if character.isascii() else character
