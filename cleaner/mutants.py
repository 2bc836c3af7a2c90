"""Rules slightly wrong: a rule in, copies of it that lack one of its cautions out.

Each caution of a rule (an anchor, a class, a bound, case, a guard) is there because of a text that
must stay. If no near-miss of the rule fails without it, nobody would notice its loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import regex

from cleaner.rule import WHOLE_LINE_KINDS, Rule

_TOKEN = re.compile(
    r"""
    (?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])
  | (?P<look>\(\?<?[=!])
  | (?P<flags>\(\?[aiLmsux]+\))
  | (?P<scope>\(\?-?i:)
  | (?P<whole>\(\?(?:P=\w+|\#[^)]*)\))
  | (?P<group>\((?:\?(?:P<\w+>|:|>|\(\w+\)))?)
  | (?P<anchor>[$^]|\\[bBAZ])
  | (?P<wide>\\[wdsWDS]|\.)
  | (?P<escape>\\.)
  | (?P<bound>\{\d*,?\d*\}[?+]?|[*+?][?+]?)
  | (?P<close>\))
  | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# What a guard says when it says nothing.
_GUARDS: dict[str, Any] = {
    "requires": (),
    "unless": (),
    "before": None,
    "after": None,
    "position": None,
    "run": 1,
    "apart": False,
    "small_words": (),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A copy of a rule with one caution less; ``what`` says which."""

    rule: Rule
    what: str


def make_mutants(rule: Rule) -> Iterator[Mutant]:
    """Yield the mutants of ``rule``: those of its pattern in its order, then those of its guards."""
    seen = {rule.match}
    for pattern, what in _mutate_pattern(rule):
        if pattern not in seen and _compiles(pattern):
            seen.add(pattern)
            yield Mutant(msgspec.structs.replace(rule, match=pattern), what)
    for key, nothing in _GUARDS.items():
        if getattr(rule, key) != nothing and (key, rule.kind) != ("apart", "label"):
            lighter = msgspec.structs.replace(rule, **{key: nothing})
            yield Mutant(lighter, f"without {key.replace('_', ' ')}")


def _mutate_pattern(rule: Rule) -> Iterator[tuple[str, str]]:
    pattern = rule.match
    if pattern is None:
        return
    tokens = [(match.lastgroup or "", *match.span()) for match in _TOKEN.finditer(pattern)]
    for number, (kind, start, end) in enumerate(tokens):
        before = pattern[slice(*tokens[number - 1][1:])] if number else ""
        if kind == "bound" and not _is_wide(before):
            continue  # one more blank or dash makes no other text
        for new, what in _replacements(kind, pattern[start:end]):
            yield pattern[:start] + new + pattern[end:], f"{what} at {start + 1}"
        if kind == "look":
            stop = _closing(tokens, number)
            if stop is not None:
                told = pattern[start:stop]
                yield pattern[:start] + pattern[stop:], f"without {told} at {start + 1}"
    yield from _mutate_ends(rule, pattern)


def _replacements(kind: str, token: str) -> Iterator[tuple[str, str]]:
    if kind == "anchor":
        yield "", f"without {token}"
    elif kind == "class" or (kind == "wide" and token in (r"\d", r"\w")):
        yield r"[^\n]", f"any character for {token}"
    elif kind == "scope":
        yield "(?:", f"without {token[:-1]})"
    elif kind == "flags" and "i" in token:
        plain = token.replace("i", "")
        yield ("" if plain == "(?)" else plain), f"without {token}"
    elif kind == "bound" and token[0] == "{":
        yield ("*" if "," in token else "+"), f"any number for {token}"


def _is_wide(element: str) -> bool:
    """Tell whether what is repeated can be a letter or a digit, or is a group."""
    sets = element.startswith(("[^", ")", ".", r"\w", r"\d", r"\S", r"\W", r"\D"))
    return sets or (
        element.startswith("[") and any(c.isalnum() for c in element.replace(r"\s", ""))
    )


def _mutate_ends(rule: Rule, pattern: str) -> Iterator[tuple[str, str]]:
    """Yield patterns without the anchors that the rule's kind puts at its ends, and without case."""
    if not pattern.startswith("(?i"):
        yield f"(?i:{pattern})", "in any case"
    if rule.kind in WHOLE_LINE_KINDS - {"prefix"}:
        flags = re.match(r"\(\?[aiLmsux]+\)", pattern)
        head, body = (flags[0], pattern[flags.end() :]) if flags else ("", pattern)
        yield rf"{head}(?:{body})[^\n]*", "without the line's end"
        yield rf"{head}[^\n]*(?:{body})", "without the line's start"


def _closing(tokens: list[tuple[str, int, int]], number: int) -> int | None:
    """Return where the group that ``tokens[number]`` opens is closed."""
    depth = 0
    for kind, _, end in tokens[number:]:
        depth += (kind in ("look", "group", "scope")) - (kind == "close")
        if depth == 0:
            return end
    return None


def _compiles(pattern: str) -> bool:
    try:
        regex.compile(pattern)
        re.compile(pattern)
    except (regex.error, re.error, OverflowError, RecursionError):
        return False
    return True
