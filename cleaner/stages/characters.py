"""Find characters that nobody typed and entities that nobody resolved: text in, edits out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from cleaner.composition import compose
from cleaner.edits import Edit, apply_edits, shift_edit
from cleaner.protected import find_fenced_lines, is_fence
from cleaner.stages.composing import DECOMPOSED, find_decomposed
from cleaner.stages.entities import ENTITY, find_entities, is_like_tag, speaks_of_entities
from cleaner.stages.invisible import (
    BIDI,
    BYTE_ORDER_MARK,
    CONTROL,
    ESCAPE,
    RIGHT_TO_LEFT,
    TAGS,
    ZERO_WIDTH,
    find_invisible,
)
from cleaner.stages.no_break import OVERUSE, STRAY, find_overuse, find_stray
from cleaner.stages.soft_hyphens import SOFT_HYPHEN, find_soft_hyphens
from cleaner.stages.style import STYLES, find_style

if TYPE_CHECKING:
    from cleaner.scan import Context, Line

_UNREADABLE = (CONTROL, ESCAPE, ZERO_WIDTH, BYTE_ORDER_MARK, BIDI, TAGS, ENTITY)
BUILT_INS: tuple[str, ...] = (*_UNREADABLE, SOFT_HYPHEN, STRAY, OVERUSE, DECOMPOSED, *STYLES)

Edits: TypeAlias = tuple[Edit, ...]

# A deletion may complete an entity, and an entity may be a character to delete. More passes than
# this only a text made for it takes; it stays as it is.
MAX_PASSES = 8
# Undecoded ISO-2022 text: its control characters are what is left of another script. So they are
# in UTF-16 that was read as bytes, of which a third and more are NUL.
_SHIFT = "\x1b$"
_NULS = 3
_QUOTED = 20  # a text of which less than this part is right-to-left is no such text
# In programs and marked-up sources they may be delimiters or strings: `x = "\\u200b"`.
_IN_PROSE = frozenset((CONTROL, ESCAPE))
_IN_TEXT = frozenset((ZERO_WIDTH, BYTE_ORDER_MARK))


# What is looked for in prose when nothing unreadable is left, in this order, in a whole text.
_IN_SEEN_PROSE: tuple[tuple[str, Callable[[str], Iterable[Edit]]], ...] = (
    (SOFT_HYPHEN, find_soft_hyphens),
    (STRAY, find_stray),
    (OVERUSE, find_overuse),
    (DECOMPOSED, find_decomposed),
    *((style, partial(find_style, rule=style)) for style in STYLES),
)


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield what makes ``text`` readable, in text order; its result holds nothing more to find.

    Deletions of invisible dirt and replacements of entities come first, as they may uncover the
    blanks and letters that are looked at then.
    """
    if context.places.keys().isdisjoint(BUILT_INS):
        return
    edits: Edits = tuple(_find_unreadable(text, context))
    now = apply_edits(text, edits) if edits else text
    uncovered = bool(edits)
    for rule, find in _IN_SEEN_PROSE:
        if rule in context.places or (uncovered and context.active(rule)):
            found = tuple(find(now))
            if found and context.active(rule) and context.markup == "prose":
                edits = compose(text, edits, found) if edits else found
                now = apply_edits(now, found)
                uncovered |= rule == SOFT_HYPHEN
    yield from edits


def _find_unreadable(text: str, context: Context) -> Iterator[Edit]:
    """Yield deletions of invisible dirt and replacements of entities, in text order.

    Entities stay in markup, in code, in fences, and where resolving them would make a tag or a
    fence.
    """
    if context.places.keys().isdisjoint(_UNREADABLE):
        return
    active = frozenset(filter(context.active, _UNREADABLE))
    if _SHIFT in text or text.count("\0") * _NULS > len(text):
        active -= _IN_PROSE
    lines = {line.number: line for rule in active for line in context.dirty_lines(rule)}
    if not lines:
        return
    active -= _unfit(context, active)
    if BIDI in active and _is_right_to_left(text):
        active -= {BIDI}
    stripped = {number: _strip(text, line, active) for number, line in lines.items()}
    results = {number: after for number, (_, after) in stripped.items()}
    readable = _find_readable(text, context, results) if ENTITY in active else frozenset()
    for number in sorted(lines):
        line, (edits, after) = lines[number], stripped[number]
        if number in readable:
            edits = compose(text[line.start : line.end], edits, resolve_line(after, active))
        for edit in edits:
            yield shift_edit(edit, line.start)


def _is_right_to_left(text: str) -> bool:
    """Tell whether ``text`` is in a script such as Hebrew, and does not only quote a word of it."""
    letters = sum(1 for _ in RIGHT_TO_LEFT.finditer(text))
    return letters * _QUOTED > len(text)


def _unfit(context: Context, active: frozenset[str]) -> frozenset[str]:
    """Return those of ``active`` that have no place in this kind of text."""
    if not active & (_IN_PROSE | _IN_TEXT) or context.markup in ("prose", "table"):
        return frozenset()
    return _IN_PROSE | (_IN_TEXT if context.markup == "code" else frozenset())


def resolve_line(line: str, rules: frozenset[str]) -> Edits:
    """Return the edits that resolve the entities of ``line`` and delete what comes of them.

    ``line`` must be free of what ``rules`` delete.

    >>> resolve_line("a &lt; b", frozenset({ENTITY}))[0].text, resolve_line("&lt;p&gt;", frozenset({ENTITY}))
    ('<', ())
    """
    edits, after = _settle(line, lambda now: find_entities(now) or find_invisible(now, rules))
    if (is_like_tag(after) and not is_like_tag(line)) or (is_fence(after) and not is_fence(line)):
        return ()
    return edits


def _strip(text: str, line: Line, rules: frozenset[str]) -> tuple[Edits, str]:
    return _settle(text[line.start : line.end], lambda now: find_invisible(now, rules))


def _settle(line: str, find: Callable[[str], Sequence[Edit]]) -> tuple[Edits, str]:
    """Return the edits of ``line`` after which ``find`` finds nothing, and what they make of it."""
    edits: Edits = ()
    now = line
    for _ in range(MAX_PASSES):
        found = sorted(find(now))
        if not found:
            return edits, now
        edits = compose(line, edits, found)
        now = apply_edits(now, found)
    return (), line


def _find_readable(text: str, context: Context, results: Mapping[int, str]) -> frozenset[int]:
    """Return the numbers of the lines, ``results`` in place, whose entities may be resolved."""
    phrases = context.words(ENTITY)
    numbers = frozenset(
        number
        for number, line in results.items()
        if "&" in line and not speaks_of_entities(line, phrases)
    )
    if not numbers or context.markup not in ("prose", "table"):
        return frozenset()
    if text.count("`") < 3 and text.count("~") < 3:
        return numbers
    lines = [results.get(line.number, text[line.start : line.end]) for line in context.lines]
    fenced = find_fenced_lines(lines)
    return frozenset(number for number in numbers if not fenced[number])
