"""Sentences broken over a line end: two neighbouring lines in, whether and how they are one out."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.patterns import lazy_pattern
from cleaner.shapes import BLANKS

# Wider than any usual wrap column and than verse, list items and headings: such a line is a
# paragraph, and one that stops at a word like "di" was cut.
MIN_BROKEN = 100  # code points

_LAST_WORD = lazy_pattern(r"(?:^|[ \t])(?P<word>[A-Za-z]+)[ \t]*$")
_CONTINUES = lazy_pattern(
    r"[a-zß-öø-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*(?=[ \t,;)\"”’.]|$)|[0-9]{1,4}[ \t]+[^\W\d_]{2}"
)
# A name of up to six words that ends a sentence at once, such as the source of a quotation.
_NAME = lazy_pattern(
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’&-]*[ \t]){0,5}(?P<last>[A-ZÀ-ÖØ-Þ][^\W\d_]{3,})"
    r"\.(?:[ \t]+(?=[\"“]?[A-ZÀ-ÖØ-Þ][^\W_])|(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{3}))"
)
_LIST_MARK = lazy_pattern(r"[ \t]*(?:[-–—•*·▪>»#+~]|\(?\w{1,3}[.)](?:[ \t]|$))")

_CLOSER = lazy_pattern(r"[ \t]*(?P<mark>[,.](?=[ \t])|\)(?=[ \t,.;\"”]|$))(?P<rest>.*)")
# A bracket before a blank is spoken of: `( tidak seimbang`, then `) tidak seimbang`.
_LONE_OPENER = lazy_pattern(r"\((?:\s|$)")
_SENTENCE_WORDS = 3
_WORD = lazy_pattern(r"[^\W\d_]{2,}")
_ENDS_IN_WORD = lazy_pattern(r"[^\W_][)\"”’]?[ \t]*$")


class Around(NamedTuple):
    """Two neighbouring lines and the one after them, without line ends; ``widest`` is the text's."""

    line: str
    following: str
    after: str
    widest: int


def ends_in(line: str, words: frozenset[str]) -> bool:
    """Tell whether ``line`` ends in one of ``words``, in small letters and without a mark."""
    match = _LAST_WORD.search(line)
    return match is not None and match["word"] in words


def continues(around: Around, words: frozenset[str]) -> bool:
    """Tell whether a sentence that breaks off at the end of a paragraph goes on in the next line.

    The capitalised ones of ``words`` are abbreviations: their stop ends no sentence.

    >>> line = "Pernyataan itu disampaikan juru bicara kepada wartawan di ibu kota pada Senin malam, seperti dikutip dari"
    >>> continues(Around(line, "laman resmi kementerian.", "", 300), frozenset())
    True
    >>> continues(Around(line, "Selain itu, pemerintah menolak.", "", 300), frozenset())
    False
    """
    line, following = around.line.rstrip(BLANKS), around.following.strip(" \t")
    if len(line) < MIN_BROKEN or _LIST_MARK.match(line) or _LIST_MARK.match(following):
        return False
    if _is_wrapped(line, following, around.widest):
        return False
    name = _NAME.match(following)
    if name is not None:
        return name["last"] not in words
    if not _CONTINUES.match(following):
        return False
    # Items of a list that need no capital: the line after the next starts small as well.
    return not around.after.strip(BLANKS)[:1].islower() and not _both_figures(around)


def _is_wrapped(line: str, following: str, widest: int) -> bool:
    """Tell whether the text is wrapped at a column: the next word would not have fitted."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > widest


def _both_figures(around: Around) -> bool:
    return around.following.strip(BLANKS)[:1].isdigit() and around.after.strip(BLANKS)[:1].isdigit()


def starts_with_closer(around: Around) -> bool:
    """Tell whether the next line starts with a mark that closes what the line says.

    A mark alone on its line is used as a separator, and several in a row are a list.

    >>> starts_with_closer(Around("bukan lagi kapten Timnas", ". Kabar itu membuatnya sedih", "", 80))
    True
    >>> starts_with_closer(Around("Salam hangat", ".", ".", 80))
    False
    """
    match = _CLOSER.match(around.following)
    if match is None or not _ENDS_IN_WORD.search(around.line) or _LIST_MARK.match(around.line):
        return False
    if any(part.lstrip(BLANKS).startswith(match["mark"]) for part in (around.line, around.after)):
        return False
    return _closes(match["mark"], match["rest"], around.line)


def _closes(mark: str, rest: str, line: str) -> bool:
    if mark == ")":
        return line.count("(") == line.count(")") + 1 and not _LONE_OPENER.search(line)
    text = rest.lstrip(' \t"“”')
    if len(_WORD.findall(text)) < _SENTENCE_WORDS or "  " in rest:
        return False
    return text[0].isalnum() and not (mark == "." and text[0].islower())
