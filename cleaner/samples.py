"""Texts that a pattern matches: a pattern in, some of its matches out, always the same ones.

What a look-ahead wants is written behind the match, what a look-behind wants before it; whether
the whole still matches is for the caller to see.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# What stands for "any character", and the letters, digits and blanks among it.
POOL = "aitu rumah Kota 7 (x), 2024: z! «B» \u00e9."
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    sre.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    sre.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
_EXTRA = (0, 0, 1, 3, 12)  # how many more than the least a repeat is given
MOST = 200  # repetitions


def sample_matches(pattern: str, count: int) -> Iterator[str]:
    """Yield ``count`` texts that ``pattern`` should match. Raises ``re.error``.

    >>> sorted(set(sample_matches(r"\\[ad_[12]\\]", 20)))
    ['[ad_1]', '[ad_2]']
    """
    parsed = _parser.parse(pattern)
    ignores_case = bool(parsed.state.flags & re.IGNORECASE)
    for number in range(count):
        yield _Sampler(number).write(parsed, ignores_case)


class _Sampler:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._groups: dict[int, str] = {}
        self._shouts = seed % 4 == 3

    def write(self, nodes: Any, ignores_case: bool) -> str:
        return "".join(self._node(operator, argument, ignores_case) for operator, argument in nodes)

    def _node(self, operator: Any, argument: Any, ignores_case: bool) -> str:
        if operator is sre.LITERAL:
            return self._case(chr(argument), ignores_case)
        if operator in (sre.ANY, sre.NOT_LITERAL, sre.IN):
            return self._case(self._one_of(operator, argument), ignores_case)
        if operator is sre.BRANCH:
            return self.write(self._random.choice(argument[1]), ignores_case)
        if operator is sre.SUBPATTERN:
            group, added, removed, inner = argument
            case = (ignores_case or bool(added & re.IGNORECASE)) and not removed & re.IGNORECASE
            text = self.write(inner, bool(case))
            self._groups[group] = text
            return text
        if operator is sre.ATOMIC_GROUP:
            return self.write(argument, ignores_case)
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, inner = argument
            times = min(int(most), least + self._random.choice(_EXTRA), max(least, MOST))
            return "".join(self.write(inner, ignores_case) for _ in range(times))
        if operator is sre.ASSERT:
            return self.write(argument[1], ignores_case)
        return self._groups.get(argument, "") if operator is sre.GROUPREF else ""

    def _case(self, character: str, ignores_case: bool) -> str:
        return character.upper() if ignores_case and self._shouts else character

    def _one_of(self, operator: Any, argument: Any) -> str:
        if operator is sre.ANY:
            return self._random.choice(POOL)
        items = (
            [(sre.NEGATE, None), (sre.LITERAL, argument)]
            if operator is sre.NOT_LITERAL
            else argument
        )
        negated = items[0][0] is sre.NEGATE
        given = [chr(value) for kind, value in items if kind is sre.LITERAL]
        given += [chr(self._random.randint(*value)) for kind, value in items if kind is sre.RANGE]
        fitting = [c for c in POOL if _holds(items, c) is not negated]
        return (
            self._random.choice(fitting if negated else given + fitting[:4])
            if fitting or given
            else "x"
        )


def _holds(items: Any, character: str) -> bool:
    code = ord(character)
    for kind, value in items:
        if kind is sre.LITERAL and code == value:
            return True
        if kind is sre.RANGE and value[0] <= code <= value[1]:
            return True
        if kind is sre.CATEGORY and _CATEGORIES[value](character):
            return True
    return False
