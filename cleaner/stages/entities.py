"""HTML entities that were never resolved: a line in, edits that put their characters back out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.protected import Span, find_inline_code

ENTITY = "html-entity"

_NAME = r"#[0-9]{1,10};|#[xX][0-9A-Fa-f]{1,8};|[A-Za-z][0-9A-Za-z]{1,31};"
# An ampersand escaped any number of times, and what it makes an entity of, are one.
_AMPERSANDS = r"(?:(?:amp|AMP|#0{0,8}38|#[xX]0{0,6}26);)++"
_MARKUP = r"amp|lt|gt|quot|apos"  # the five that XML names: what markup is made of
_ENTITY = lazy_pattern(rf"&(?:(?P<escaped>{_AMPERSANDS})(?P<inner>{_NAME})?+|(?P<name>{_NAME}))")
_TAG = lazy_pattern(
    r"</?[A-Za-z][\w:-]*(?:[\s/][^<>]*)?>|<!--|<![A-Za-z\[]|<\?[a-z]|<[A-Za-z]\w*\s[^<>]*="
)
# A line that quotes entities, or the ampersand itself, speaks of entities: `escape '&' as &amp;`,
# `the key «&lt; &gt»`; so does one that has them in code, or in a list: `&lt;, &gt; or &amp;`.
_QUOTED = rf"(?:(?:&(?:{_NAME}|[A-Za-z]{{2,8}}(?!\w))\s?)+|&;?)"
_MENTION = lazy_pattern(
    rf"[“„‘«(]\s?{_QUOTED}\s?[”“’»)]|»{_QUOTED}«|(?<![^\s(,=:+\[{{])[\"']{_QUOTED}[\"'](?!\w)"
    rf"|&(?:{_MARKUP});\s?[,/|]\s?&(?:{_MARKUP});"
)
# Letters that are a word by themselves in no language: alone they are an example of a letter.
_NO_WORDS = frozenset("êëîïôûüäñçßãõœÿ")
_ASCII_LETTER = lazy_pattern("[0-9A-Za-z]")
# One of a pair stands at a word.
_QUOTATION_MARKS = frozenset("'\"")
# In a short line an ampersand by itself and an escaped one do not come together by chance; a double
# one is a mark of programs.
_LONE_AMPERSAND = lazy_pattern(r"(?<![^\s\"'“‘«(])&(?![^\s\"'”’»),.;:])|&&(?![#\w&])")
_SPECIMEN = 400
_LONGEST = 40  # code points of a phrase beside an entity, at most
_ANY = lazy_pattern(rf"&(?:{_NAME})")
# An ampersand joins: where nothing follows, it is the name of the mark (`write it as &amp;.`).
_FOLLOWED = lazy_pattern(r"\s*[^\s.,:;!?)]")
_LIKE_TAG = lazy_pattern(r"<(?:[^\w<>]{0,3}|/?[^\W\d_][^<>\s]{0,60})>")

# References to these bytes mean windows-1252 (HTML standard, numeric character reference end state).
_C1 = range(0x80, 0xA0)
# Code marks stay written out: resolved they would make code of the text round them.
_CODE_MARKS = "`~"
_SHOWN = 40  # characters of an entity that a reason quotes


def find_entities(line: str) -> list[Edit]:
    """Return the edits that resolve what entities ``line`` holds, in order.

    Only complete and real entities count: ``R&D``, ``?a=1&copy=2`` and ``&unknown;`` stay. A line
    that holds a tag, quotes an entity or has one in inline code stays as it is.

    >>> [(e.start, e.end, e.text) for e in find_entities("AT&amp;T &amp;amp;lt; R&D &copy")]
    [(2, 7, '&'), (9, 21, '<')]
    """
    if "&" not in line or has_tag(line) or _MENTION.search(line):
        return []
    code = find_inline_code(line) if "`" in line else []
    edits = [edit for match in _ENTITY.finditer(line) if (edit := _edit_of(match))]
    beside = frozenset(text for text in {edit.text for edit in edits} if text in line)
    shown = any(_stands_in(code, edit.start) or _speaks_of(line, edit, beside) for edit in edits)
    return [] if shown else edits


def speaks_of_entities(line: str, phrases: frozenset[str]) -> bool:
    """Tell whether ``line`` holds one of ``phrases``, in which ``&`` stands for any entity.

    ``&c`` stands for any but the ampersand's, which joins things as well (``use &amp; care``). A
    phrase without ``&`` is a name of that mark, in any of its forms. Case does not count.

    >>> speaks_of_entities("Please type &copy; here.", frozenset({"type &", "& artinya"}))
    True
    """
    known = _load_phrases(phrases)
    lowered = line.casefold() if known.names else ""
    if any(name in lowered for name in known.names):
        return True
    return any(known.hold(line, match) for match in _ANY.finditer(line))


class _Phrases(NamedTuple):
    """Phrases by what stands round an entity, in lower case; each place is looked at by itself."""

    names: tuple[str, ...]
    before: tuple[str, ...]
    before_others: tuple[str, ...]
    around: tuple[tuple[str, str], ...]

    def hold(self, line: str, match: re.Match[str]) -> bool:
        """Tell whether one of the phrases stands round the entity ``match`` of ``line``."""
        start, end = match.span()
        left = line[max(0, start - _LONGEST) : start].lower()
        known = self.before if match[0] == "&amp;" else self.before_others
        # Nearly all fail here, in native code.
        if left.endswith(known) and _ends_here(line, end) and _begins_word(left, known):
            return True
        right = line[end : end + _LONGEST].lower()
        return any(
            right.startswith(after)
            and not right[len(after) : len(after) + 1].isalnum()
            and (left.endswith(before) if before else not left[-1:].strip() or left[-1] == "(")
            for before, after in self.around
        )


@cache
def _load_phrases(phrases: frozenset[str]) -> _Phrases:
    names = tuple(sorted(phrase.casefold() for phrase in phrases if "&" not in phrase))
    parts = [phrase.lower().partition("&") for phrase in sorted(phrases) if "&" in phrase]
    others = tuple(before for before, _, after in parts if after in ("", "c"))
    before = tuple(before for before, _, after in parts if not after)
    around = tuple((before, after) for before, _, after in parts if after not in ("", "c"))
    return _Phrases(names, before, others, around)


def _ends_here(line: str, end: int) -> bool:
    return not line[end : end + 1].strip() or line[end] in ",.:;!?)"


def _begins_word(text: str, phrases: Sequence[str]) -> bool:
    """Tell whether one of ``phrases`` is at the end of ``text``, no word going on into it."""
    for phrase in phrases:
        if text.endswith(phrase):
            before = text[: len(text) - len(phrase)][-1:]
            if not (phrase[:1].isalpha() and (before.isalnum() or before == "_")):
                return True
    return False


def _speaks_of(line: str, edit: Edit, beside: frozenset[str]) -> bool:
    """Tell whether an entity stands by itself as a letter that is no word, or beside its character.

    ``beside`` are the characters of entities that ``line`` holds as well.

    So in ``(&#234;, par exemple)``, ``&euro; = €``, ``escape '&' as &amp;`` and ``codes like &#99;``:
    nobody has to write an ASCII letter so.
    """
    if (
        line[max(0, edit.start - 1) : edit.start].isalnum()
        or line[edit.end : edit.end + 1].isalnum()
    ):
        return False
    if edit.text.lower() in _NO_WORDS or _ASCII_LETTER.fullmatch(edit.text):
        return True
    if edit.text in _QUOTATION_MARKS:
        return _is_alone(line, edit)
    if edit.text == "&":
        return len(line) <= _SPECIMEN and _LONE_AMPERSAND.search(line) is not None
    return edit.text > "\x7f" and not edit.text.isspace() and edit.text in beside


def _is_alone(line: str, edit: Edit) -> bool:
    """Tell whether blanks are on both sides, and what the entity stands for is nowhere else."""
    entity = line[edit.start : edit.end]
    beside = line[max(0, edit.start - 1) : edit.start] + line[edit.end : edit.end + 1]
    return (
        not beside.strip() and line.count(entity) == 1 and edit.text not in line.replace(entity, "")
    )


def has_tag(line: str) -> bool:
    """Tell whether ``line`` holds a tag, a comment or a declaration of HTML or XML."""
    return "<" in line and _TAG.search(line) is not None


def is_like_tag(line: str) -> bool:
    """Tell whether ``line`` holds a tag, or its brackets round one word or nothing: ``<nama>``."""
    return has_tag(line) or _LIKE_TAG.search(line) is not None


def _stands_in(spans: Sequence[Span], place: int) -> bool:
    index = bisect_right(spans, place, key=itemgetter(0))
    return index > 0 and place < spans[index - 1][1]


def _edit_of(match: re.Match[str]) -> Edit | None:
    end, text = match.end(), _resolve(match["name"] or match["inner"] or "")
    if text is None and match["escaped"]:
        end, text = match.end("escaped"), "&"
    if text is None or (text == "&" and _is_last(match.string, match.start(), end)):
        return None
    shown = match[0][: min(end - match.start(), _SHOWN)]
    return Edit(match.start(), end, text, (ENTITY,), (f"HTML entity {shown}",))


def _is_last(line: str, start: int, end: int) -> bool:
    return line[max(0, start - 1) : start].isspace() and _FOLLOWED.match(line, end) is None


def _resolve(name: str) -> str | None:
    """Return the text of the entity ``name`` (with its semicolon), None for one that must stay."""
    text = _resolve_number(name) if name.startswith("#") else _resolve_name(name)
    if text is None or any(map(_is_refused, text)):
        return None
    return text


def _resolve_name(name: str) -> str | None:
    """Return the text of a name that pages write; HTML 5 made entities of many English words."""
    from html.entities import html5, name2codepoint  # thousands, and few texts hold one

    text = html5.get(name)
    if text is None or name[:-1] in name2codepoint:
        return text
    letter = text.isalpha() and text < "\u0530"
    mark = len(text) == 1 and (text.isascii() or "\u2000" <= text <= "\u206f")
    return text if letter or mark else None


def _resolve_number(name: str) -> str | None:
    digits = name[1:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if code in _C1:
        return bytes((code,)).decode("cp1252", "ignore") or None
    return chr(code) if code <= 0x10FFFF else None


def _is_refused(character: str) -> bool:
    code = ord(character)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or 0xFDD0 <= code < 0xFDF0
        or code & 0xFFFE == 0xFFFE
        or code == 0xFFFD
        or character in _CODE_MARKS
    )
