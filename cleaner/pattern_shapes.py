"""What a pattern can match, told from its parsed form: a pattern or rule in, yes or no out."""

from __future__ import annotations

from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from cleaner.rule import Rule

LETTER_CATEGORIES = (sre.CATEGORY_WORD, sre.CATEGORY_NOT_SPACE, sre.CATEGORY_NOT_DIGIT)


@cache
def is_closed(rule: Rule) -> bool:
    """Tell whether the pattern of ``rule`` has no open repeat (of ``.``, ``\\w``, ``\\S``, ``[^x]``).

    Such a pattern says the whole line word by word, so it may run in text of unknown language.
    """
    return not _has_open_repeat(_parser.parse(rule.match or ""))


def eats_letters(pattern: str) -> bool:
    """Tell whether what ``pattern`` matches last can be any letter, not only a given one.

    >>> eats_letters(r"Baca juga:\\s*"), eats_letters(r"Baca juga\\s+\\w*\\s*")
    (False, True)
    """
    return _ends_open(_parser.parse(pattern))


def _ends_open(nodes: Any) -> bool:
    for operator, argument in reversed(list(nodes)):
        if operator in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        if operator is sre.SUBPATTERN:
            return _ends_open(argument[3])
        if operator is sre.ATOMIC_GROUP:
            return _ends_open(argument)
        if operator is sre.BRANCH:
            return any(map(_ends_open, argument[1]))
        if operator is sre.GROUPREF_EXISTS:
            return any(_ends_open(branch) for branch in argument[1:] if branch)
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if _ends_open(argument[2]):
                return True
            if argument[0]:
                return False
            continue  # it may match nothing, then what stands before it is last
        return _is_wide(operator, argument)
    return False


def _is_wide(operator: Any, argument: Any) -> bool:
    if operator in (sre.ANY, sre.NOT_LITERAL, sre.GROUPREF):
        return True
    if operator is not sre.IN:
        return False
    return any(
        kind is sre.NEGATE
        or (kind is sre.CATEGORY and value in LETTER_CATEGORIES)
        or (
            kind is sre.RANGE and any(chr(code).isalpha() for code in range(value[0], value[1] + 1))
        )
        for kind, value in argument
    )


def _has_open_repeat(nodes: Any) -> bool:
    for operator, argument in nodes:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            inner = list(argument[2])
            if argument[1] > 1 and any(_is_open(*node) for node in inner):
                return True
            if _has_open_repeat(inner):
                return True
        elif (
            (operator is sre.SUBPATTERN and _has_open_repeat(argument[3]))
            or (operator is sre.ATOMIC_GROUP and _has_open_repeat(argument))
            or (operator is sre.BRANCH and any(map(_has_open_repeat, argument[1])))
        ):
            return True
    return False


def _is_open(operator: Any, argument: Any) -> bool:
    if operator is sre.SUBPATTERN:
        return any(_is_open(*node) for node in argument[3])
    return _is_wide(operator, argument)
