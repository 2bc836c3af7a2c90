"""Patterns compiled when they are first used: a run needs few of the many that modules define."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import regex


class _LazyPattern:
    """Stands for a compiled pattern; what was asked for once is kept and found without delay."""

    def __init__(self, compiled: Callable[[], Any]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by copy and pickle, of an object that is empty yet
            raise AttributeError(name)
        compiled = self._compiled()
        vars(self).update(_methods_of(compiled))
        return getattr(compiled, name)


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return ``source`` for ``re``; it is compiled when the first text is matched.

    >>> lazy_pattern("b+").sub("", "abba")
    'aa'
    """
    return cast("re.Pattern[str]", _LazyPattern(lambda: re.compile(source, flags)))


def lazy_regex(source: str) -> regex.Pattern[str]:
    """Return ``source`` for ``regex``, for the properties of Unicode that ``re`` does not know.

    >>> lazy_regex(r"\\p{Pe}").search("(a)").start()
    2
    """
    return cast("regex.Pattern[str]", _LazyPattern(lambda: compile_regex(source)))


def compile_regex(source: str) -> regex.Pattern[str]:
    """Return ``source`` compiled by ``regex``, which is imported now.

    The import is a sixth of a start, and texts without a hit do not need it.
    """
    import regex

    return regex.compile(source)


def _methods_of(compiled: Any) -> dict[str, Any]:
    names = (name for name in dir(compiled) if not name.startswith("_"))
    return {name: getattr(compiled, name) for name in names}
