"""Read words that lost bytes: a damaged line and what is read of it in, whole words out.

windows-1252 has no character for five bytes, 81, 8D, 8F, 90 and 9D. Where they were dropped or
replaced, a lead stands alone (`ÅÃ³dÅº`) or a character of three bytes ends early (`há»c`). Each
can have been one of five letters; which one is told by capitals and small letters, by the
alphabet of the languages that have all other letters of the line, and by what no word of them
holds (``rules/letters.toml``). A word is read in full, if one reading alone is left, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple
from unicodedata import category

from cleaner.letters import Letters, load_letters
from cleaner.mojibake import CODECS, Codec
from cleaner.patterns import lazy_pattern

_CODEC: Codec = CODECS[0]
_LOST = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_MOST_LOST = 4  # in one word
# Different letters on a line that tell its language, against a genuine capital beside damage.
_LETTERS = 3
_TAIL = _CODEC.view(0x80, 0xBF)
_MARK = "(?:\ufffd|\\?(?=[^\\W_]))?"  # in place of the byte
_LONE = f"[ÃÄÅÎÏÐÑ×Ù](?!{_TAIL}){_MARK}|[àá]{_TAIL}(?!{_TAIL}){_MARK}"
PLACE = lazy_pattern(_LONE)
_TOKEN = re.compile(f"(?P<whole>{_CODEC.sequence.pattern})|(?P<lost>{_LONE})|(?P<plain>[A-Za-z])")
_WORD = lazy_pattern(f"(?:{_CODEC.sequence.pattern}|{_LONE}|[A-Za-z])+")


class Word(NamedTuple):
    """A word that lost bytes, at ``line[start:end]``: its readings, each once, in a fixed order.

    ``languages`` are those that could be meant, one reading may be of several.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    languages: tuple[str, ...]


def find_lost_words(line: str) -> Iterator[Word]:
    """Yield the words of ``line`` that lost bytes, in order, with all readings that are left.

    >>> [(w.readings, w.languages) for w in find_lost_words("ÅÃ³dÅº, LÃ³dÅº")]
    [(('Łódź',), ('pl',))]
    """
    words = [parsed for match in _WORD.finditer(line) for parsed in _parse(match)]
    whole = " ".join("".join(word.parts) for word in words if not word.lost)
    letters = frozenset(char for char in whole if char > "\x7f")
    spoken = () if _is_anybodys(letters) else _languages(letters)
    for word in words:
        if word.lost and len(word.lost) <= min(_MOST_LOST, len(word.parts) - 1):
            # Parts of compounds and of foreign names are no words of the language.
            beside = line[word.start - 1 : word.start] + line[word.end : word.end + 1]
            is_part = "-" in beside or "_" in beside
            known = spoken if len(letters) >= _LETTERS else ()
            if known or not _can_be_genuine(line[word.start : word.end]):
                yield _read_word(word, spoken, "" if is_part else whole)


def mend_words(
    line: str, words: Sequence[tuple[int, int, str | None]]
) -> Iterator[tuple[int, int, str]]:
    """Yield half-open spans of ``line`` with their text: words that lost bytes, with their signs.

    ``words`` are all such words, in order, with what they say, or None for those that stay. A sign
    whose bytes touch those of a word is read with it, as in `â€œÐ¡`: nothing else would read what
    touches a torn word.
    """
    low = 0
    limits = [*(start for start, _, _ in words[1:]), len(line)]
    for (start, end, says), limit in zip(words, limits, strict=False):
        if says is None:
            low = end
            continue
        left, right = _run_before(line, low, start), _run_after(line, end, limit)
        yield left, right, _read_run(line[left:start]) + says + _read_run(line[end:right])
        low = right


def _read_run(run: str) -> str:
    return "".join(map(_CODEC.decode, _CODEC.sequence.findall(run)))


def _run_before(line: str, low: int, end: int) -> int:
    for match in _CODEC.run.finditer(line, low, end):
        if match.end() == end:
            return match.start()
    return end


def _run_after(line: str, start: int, limit: int) -> int:
    match = _CODEC.run.match(line, start, limit)
    return match.end() if match else start


def _can_be_genuine(word: str) -> bool:
    """Tell whether ``word`` is nothing but ASCII and capitals where capitals can stand.

    >>> [_can_be_genuine(word) for word in ("DÄNEMARK", "Åsa", "niÄily", "Å\ufffdukasz", "ÅÄ…czna")]
    [True, True, False, False, False]
    """
    return word.isalpha() and _has_one_case(word) and _CODEC.sequence.search(word) is None


class _Parsed(NamedTuple):
    start: int
    end: int
    parts: tuple[str, ...]  # for each letter what it says, or what may be said
    lost: tuple[int, ...]  # which of the parts

    @property
    def letters(self) -> set[str]:
        whole = (part for at, part in enumerate(self.parts) if at not in self.lost)
        return {part for part in whole if part > "\x7f"}


def _parse(match: re.Match[str]) -> Iterator[_Parsed]:
    """Yield the words in a run of letters: a mark that is restored, such as `”`, ends a word."""
    parts: list[str] = []
    lost: list[int] = []
    start = match.start()
    for token in _TOKEN.finditer(match.string, *match.span()):
        if token["lost"]:
            lost.append(len(parts))
            parts.append(_candidates(token[0].rstrip("\ufffd?")))
            continue
        says = token["plain"] or _CODEC.decode(token[0])
        if says.isalpha() or category(says)[0] == "M":
            parts.append(says)
            continue
        if parts:
            yield _Parsed(start, token.start(), tuple(parts), tuple(lost))
        parts, lost, start = [], [], token.end()
    if parts:
        yield _Parsed(start, match.end(), tuple(parts), tuple(lost))


@cache
def _candidates(lead: str) -> str:
    """Return the letters whose last byte was lost behind ``lead``."""
    data = bytes(_CODEC.to_byte[ord(char)] for char in lead)
    return "".join((data + bytes([byte])).decode("utf-8", "ignore") for byte in _LOST)


@cache
def _languages(letters: frozenset[str]) -> tuple[str, ...]:
    """Return the languages that have lost letters to tell and all of ``letters``, in file order."""
    return tuple(
        code
        for code, entry in load_letters().items()
        if entry.lost and letters <= entry.letters | entry.lost
    )


@cache
def _is_anybodys(letters: frozenset[str]) -> bool:
    """Tell whether a language that has no letters to lose has all of ``letters``."""
    entries = load_letters().values()
    return any(not entry.lost and letters <= entry.letters for entry in entries)


def _read_word(word: _Parsed, spoken: tuple[str, ...], whole: str) -> Word:
    own = _languages(frozenset(word.letters))
    # Where the line can be of another language, the word may be a name of any.
    languages = [code for code in own if code in spoken] if spoken else own
    readings: dict[str, None] = {}
    believed: list[str] = []
    for code in languages:
        entry = load_letters()[code]
        found = list(_readings_in(word, entry, whole))
        if found:
            believed.append(code)
            readings |= dict.fromkeys(found)
    return Word(word.start, word.end, tuple(readings), tuple(believed))


def _readings_in(word: _Parsed, entry: Letters, whole: str) -> Iterator[str]:
    choices: list[Sequence[str]] = [
        [char for char in part if char in entry.lost] if at in word.lost else (part,)
        for at, part in enumerate(word.parts)
    ]
    if any(part.isascii() for part in word.parts) and not entry.is_latin:
        return
    proves = entry.proof is None or entry.proof.search(whole) is not None
    for reading in map("".join, product(*choices)):
        if not _has_one_case(reading):
            continue
        if not (proves and any(pattern.search(reading) for pattern in entry.impossible)):
            yield reading


def _has_one_case(word: str) -> bool:
    """Tell whether ``word`` is in capitals, in small letters, or in these behind one capital."""
    return word in (word.upper(), word.lower()) or word[1:] == word[1:].lower()
