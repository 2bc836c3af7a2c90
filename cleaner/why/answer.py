"""The answer to "why was this line (not) changed?": frozen values that reports render."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["unchanged", "changed", "removed"]
Part: TypeAlias = Literal["changes", "proposes", "flags", "withheld", "near", "silent"]
# What can keep a rule from acting, in the order in which it is told.
Hindrance: TypeAlias = Literal[
    "profile",
    "off",
    "safety",
    "language",
    "requires",
    "unless",
    "before",
    "after",
    "position",
    "run",
    "apart",
    "markup",
    "protected",
    "allow",
    "surroundings",
    "other rule",
    "document",
    "timeout",
]


# These say that a rule does not run at all.
OFF: frozenset[Hindrance] = frozenset({"profile", "off"})


@dataclass(frozen=True, slots=True)
class Reason:
    """What withholds a rule, the fact behind it, and what would flip the decision (may be empty)."""

    hindrance: Hindrance
    fact: str
    flip: str = ""


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule has to do with the line.

    ``part`` says it in a word: it ``changes`` the line, ``proposes`` or ``flags`` something, is
    ``withheld`` although it would act, comes ``near`` (its needle stands there), or is ``silent``.
    ``does`` is what it did or would do, ``reasons`` are what withholds it, ``tried`` is what came
    of a run with all the flips, ``keep`` how to keep it from acting. ``columns`` are first and
    last column of each place, counted from 1; ``near`` says how near a rule came.
    """

    rule: str
    part: Part
    pack: str
    kind: str
    safety: str
    why: str
    does: str = ""
    evidence: str = ""
    reasons: tuple[Reason, ...] = ()
    tried: str = ""
    keep: tuple[str, ...] = ()
    near: str = ""
    pattern: str = ""
    columns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Protected:
    """A span that structure and words leave alone: what it is, first and last column from 1."""

    what: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Answer:
    """All that can be said of one line of ``source``; ``line`` and ``column`` count from 1.

    ``text`` is the line as it stands, ``becomes`` what stands there after the run (None: as it
    was, or nothing). ``language`` is a code or None for unknown, ``language_fact`` says why.
    ``others`` counts the rules on the line that do not touch ``column``.
    """

    source: str
    line: int
    column: int | None
    text: str
    fate: Fate
    becomes: str | None
    status: str
    message: str
    language: str | None
    language_fact: str
    markup: str
    encoding: str
    protected: tuple[Protected, ...]
    rules: tuple[RuleAnswer, ...]
    others: int = 0
