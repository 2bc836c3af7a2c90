"""Required literals: a pattern in, a set of strings out of which every match contains one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

from cleaner.case_forms import byte_length, fold

# The parsed form is private to the standard library, but has had this shape since 3.11; the
# suite derives literals for every shipped rule on every Python that CI runs.
Parsed: TypeAlias = Any
Literals: TypeAlias = frozenset[str]

MIN_BYTES = 3  # shorter literals stand in too many good lines
MAX_SET = 64  # strings held while alternatives are multiplied out


def required_literals(pattern: str) -> Literals:
    """Return literals, ASCII in lower case, of which every match contains one.

    The set is empty when none can be derived. Raises ``re.error`` for a pattern that the standard
    library cannot parse.

    >>> sorted(required_literals(r"(?i)^(?:komentar|comments?)\\s*\\(\\d+\\)$"))
    ['comment', 'comments', 'komentar']
    """
    best = _visit(_parser.parse(pattern)).best()
    return best if best and min(map(byte_length, best)) >= MIN_BYTES else frozenset()


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
        return _Found(frozenset({fold(chr(argument))}))
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
        return (min(min(map(byte_length, strings)), 12), -len(strings))

    return one if worth(one) >= worth(two) else two


def _charset(items: Parsed) -> Literals | None:
    characters: set[str] = set()
    for operator, argument in items:
        if operator is sre.LITERAL:
            characters.add(fold(chr(argument)))
        elif operator is sre.RANGE and argument[1] - argument[0] < 16:
            characters.update(fold(chr(code)) for code in range(argument[0], argument[1] + 1))
        else:
            return None
    return frozenset(characters) if len(characters) <= 16 else None
