"""Near misses: a rule that would act on no account and a line in, how near it came out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.case_forms import ODD_CASES
from cleaner.matching import MAX_LINE, TIMEOUT, needles_of, word_forms
from cleaner.patterns import compile_regex
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.shapes import BLANKS
from cleaner.why.facts import columns, quote

REACH = 60  # code points before a literal at which the start of a match is looked for
MAX_SHOWN = 8  # literals that a silent rule names


def needle_columns(rule: Rule, line: str) -> list[tuple[int, int]]:
    """Return first and last column, from 1, of each place where a needle of ``rule`` stands.

    Literals inside longer ones at the same place are left out.
    """
    found: set[tuple[int, int]] = set()
    low = _fold(line)
    for needle in needles_of(rule):
        if needle.kind == "literal":
            found.update(_find_all(low, _fold(needle.text)))
        else:
            spans = (match.span() for match in re.finditer(needle.text, line))
            found.update((start, max(start + 1, end)) for start, end in spans)
    outer: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not outer or end > outer[-1][1]:
            outer.append((start + 1, end))
    return outer


def near_miss(rule: Rule, line: str, places: Sequence[tuple[int, int]]) -> str:
    """Return in words how near ``rule`` came on ``line``; ``places`` are those of its needles."""
    where = ", ".join(columns(*place) for place in places[:MAX_SHOWN])
    if rule.kind == "built-in":
        return f"what its trigger looks for stands in {where}, but its code finds nothing to do"
    words = _shown(line, places)
    stand = "stands" if len(places) == 1 else "stand"
    stands = f"its {words} {stand} in {where}" if places else "it was hit"
    if rule.kind == "words":
        told = (_why_no_word(rule, line, place) for place in places[:MAX_SHOWN])
        return "; ".join(told) or stands
    stripped = line.strip(BLANKS)
    if rule.kind in WHOLE_LINE_KINDS and len(stripped) > MAX_LINE:
        length = f"{len(stripped):,} code points; such rules look at {MAX_LINE:,} at most"
        return f"{stands}, but the line has {length}"
    try:
        return f"{stands}, but {_why_no_match(rule, line, places)}"
    except TimeoutError:
        return f"{stands}, but its pattern takes too long on this line"


def silence(rule: Rule) -> str:
    """Return in words what a rule looks for that does not stand on the line."""
    if rule.trigger is not None:
        return "nothing on the line fits its trigger"
    folded = dict.fromkeys(_fold(needle.text).strip() for needle in needles_of(rule))
    # Of the forms of a letter, those that nobody types are left out.
    literals = [text for text in folded if not _is_odd(text)]
    if not literals:
        return "it looks for nothing; it follows what other rules do"
    shown = ", ".join(map(quote, literals[:MAX_SHOWN]))
    more = f" and {len(literals) - MAX_SHOWN:,} more" if len(literals) > MAX_SHOWN else ""
    return f"none of what it looks for stands on the line: {shown}{more}"


def _is_odd(literal: str) -> bool:
    return any(character in literal for group in ODD_CASES for character in group[1:])


def _fold(text: str) -> str:
    """Return ``text`` with ASCII capitals in lower case; code points keep their places."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def _find_all(line: str, word: str) -> Iterator[tuple[int, int]]:
    at = line.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = line.find(word, at + 1)


def _shown(line: str, places: Sequence[tuple[int, int]]) -> str:
    words = dict.fromkeys(line[first - 1 : last] for first, last in places)
    return ", ".join(quote(word) for word in list(words)[:MAX_SHOWN])


def _why_no_word(rule: Rule, line: str, place: tuple[int, int]) -> str:
    first, last = place
    stands = f"its {quote(line[first - 1 : last])} stands in {columns(*place)}"
    beside = [line[at] for at in (first - 2, last) if 0 <= at < len(line)]
    if any(character.isalnum() or character == "_" for character in beside):
        return f"{stands} inside a longer word"
    if line[first - 1 : last] not in {form for word in rule.words for form in word_forms(word)}:
        return f"{stands} in capitals and small letters that are left alone"
    marks = ", ".join(quote(character) for character in beside if character not in BLANKS)
    return f"{stands} beside {marks or 'what makes it a part of something else'}"


def _why_no_match(rule: Rule, line: str, places: Sequence[tuple[int, int]]) -> str:
    """Say how far the pattern fits: what comes then is what it does not allow."""
    whole = rule.kind in WHOLE_LINE_KINDS
    indent = len(line) - len(line.lstrip(BLANKS)) if whole else 0
    text = line.strip(BLANKS) if whole else line
    near = places[:MAX_SHOWN]
    starts = {0} if whole else {s for a, _ in near for s in range(max(0, a - 1 - REACH), a)}
    pattern = compile_regex(rule.match or "")
    call = pattern.match if rule.kind not in ("line", "tail") else pattern.fullmatch
    start, end = max(
        ((start, _fits_to(call, text, start)) for start in sorted(starts)),
        key=lambda span: (span[1] - span[0], -span[0]),
        default=(0, 0),
    )
    reached = end + indent >= min((first for first, _ in places), default=1)
    if end <= start or not reached:
        return _why_no_start(rule, text, indent)
    fit = columns(start + indent + 1, end + indent)
    if end >= len(text):
        return f"its pattern fits {fit} and wants more after that"
    blocker = quote(text[end])
    return f"its pattern fits {fit} and does not allow {blocker} after that"


def _why_no_start(rule: Rule, text: str, indent: int) -> str:
    if rule.kind not in WHOLE_LINE_KINDS:
        return "its pattern does not match here"
    found = compile_regex(rule.match or "").search(text[:MAX_LINE], timeout=TIMEOUT)
    wanted = "the line's start" if rule.kind == "prefix" else "the whole line"
    if found is None or found.end() == found.start():
        return f"its pattern does not match {wanted}"
    fit = columns(found.start() + indent + 1, found.end() + indent)
    return f"its pattern matches {fit}, not {wanted}"


def _fits_to(call: Any, text: str, start: int) -> int:
    """Return up to where ``text`` from ``start`` on may be the beginning of a match.

    A beginning of a beginning is one as well, so halving finds the end.
    """

    def fails(end: int) -> bool:
        found = call(text, pos=start, endpos=end, partial=True, timeout=TIMEOUT)
        return found is None or (found.end() < end and not found.partial)

    ends = range(start + 1, min(len(text), start + MAX_LINE) + 1)
    return start + bisect_right(ends, False, key=fails)
