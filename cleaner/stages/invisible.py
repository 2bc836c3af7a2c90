"""Characters that nobody sees and no script needs: a line in, edits that delete them out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.shapes import BLANKS

CONTROL = "control-character"
ESCAPE = "terminal-escape"
ZERO_WIDTH = "zero-width-space"
BYTE_ORDER_MARK = "stray-byte-order-mark"
BIDI = "hidden-bidi"
TAGS = "hidden-tag-characters"
INVISIBLE = frozenset((CONTROL, ESCAPE, ZERO_WIDTH, BYTE_ORDER_MARK, BIDI, TAGS))

# Without TAB, LF, VT, FF and CR, which are blanks, U+001C to U+001F, which split lines in some
# readers, and U+0010 to U+0019, which are what is left of dashes and quotes (U+2010 to U+2019)
# that lost a byte; C1 is mojibake as a rule and belongs to the encoding stage.
_CONTROL_CLASS = r"[\x00-\x08\x0e\x0f\x1a\x1b\x7f]"
# These mean something to what stands beside them: a backspace or a delete to two letters, U+0001
# and U+0004 to two fields that they part, and a colour of a chat to its figures.
_JOINTS = frozenset("\x01\x04\x08\x7f")
_COLOUR = lazy_pattern(r"\x03[0-9]")
# ECMA-48 sequences as terminals write them. A bare `ESC [` before a word in brackets is an ESC that
# strayed into text, so a final letter without figures must not start such a word.
_SEQUENCE = (
    r"\x1b\[[0-9:;<=>?]+[A-Za-z@`~]|\x1b\[[ABCDHJKm](?![\w .-]{0,40}\])"
    r"|\x1b\][0-9]{1,4};[^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[()][AB012](?=\x1b|\s|\Z)"
)
_CONTROLS = lazy_pattern(rf"(?P<escape>{_SEQUENCE})|(?:(?!{_SEQUENCE}){_CONTROL_CLASS})+")

_ZERO_WIDTHS = lazy_pattern("\u200b+|\ufeff+")
# What stands between a zero width character and the neighbours that say whether it is needed.
_UNSEEN = lazy_pattern("[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff\u202d\u202e]+")
# Scripts written without blanks: Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Balinese, Javanese, Cham,
# Ahom. Their writers set U+200B beside figures, blanks and foreign words too.
_UNSPACED = lazy_pattern(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1bff\ua980-\ua9ff\uaa00-\uaadf"
    "\U00011700-\U0001174f]"
)
# Scripts that set blanks between words and do not join their letters: only between these does a
# zero width space mean nothing. Latin, Greek, Cyrillic, Armenian, Hebrew, Georgian, their
# supplements, and punctuation and symbols of all of them; no emoji, whose parts it keeps apart, and no joiners.
_SPACED = lazy_pattern(
    "[\x00-\u05ff\u10a0-\u10ff\u1c80-\u1cbf\u1d00-\u200a\u2010-\u2029\u202f-\u205f\u2070-\u2bff\u2c60-\u2c7f\u2d00-\u2d2f\u2de0-\u2e7f"
    "\ua640-\ua69f\ua700-\ua7ff\uab30-\uab6f\ufb00-\ufb17\ufffd]"
)
# Between these and a word it is put on purpose, to stop `@all`, `&amp;` or `**` from working.
_MARKS = frozenset("&@#*_~`<>[]{}|\\%$")
_STARTERS = frozenset(":/!")  # so do these where a word begins: `/me`, `:nama:`
_QUOTES = frozenset("\"'“”„‘’‚«»‹›")

RIGHT_TO_LEFT = lazy_pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BIDI_CONTROLS = lazy_pattern("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = "\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"

# The one use of tag characters: the flag of a part of a country, such as Scotland's.
_TAG_RUN = lazy_pattern(
    "\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f"
    "|(?P<hidden>[\U000e0000-\U000e007f]+)"
)
_SHOWN = 40  # characters of a hidden text that a reason quotes


def find_invisible(line: str, rules: Container[str]) -> list[Edit]:
    """Return the deletions, in no order, that ``rules`` (the ids of this module) ask for.

    U+200B stays in lines of a script written without blanks, beside letters that join, and where it
    keeps marks apart; zero width joiners always stay.

    >>> [(e.start, e.end, *e.rules) for e in find_invisible("a\\x00b\\u200b c", {CONTROL, ZERO_WIDTH})]
    [(1, 2, 'control-character'), (3, 4, 'zero-width-space')]
    """
    edits = [edit for edit in _find_controls(line) if edit.rules[0] in rules]
    edits += [edit for edit in _find_zero_widths(line) if edit.rules[0] in rules]
    if BIDI in rules:
        edits += _find_overrides(line)
    if TAGS in rules:
        edits += _find_tags(line)
    return edits


def _find_controls(line: str) -> Iterator[Edit]:
    kept = "\x03" if _COLOUR.search(line) else ""
    # A substitute stands for a letter that was lost, but at the end it closes a file.
    end = len(line.rstrip("\x1a" + BLANKS))
    for match in _CONTROLS.finditer(line):
        run = match[0]
        if match["escape"]:
            yield Edit(*match.span(), "", (ESCAPE,), ("terminal escape sequence",))
        elif (kept and kept in run) or ("\x1a" in run and match.start() < end):
            continue
        elif _JOINTS.isdisjoint(run) or not _stands_between(line, *match.span()):
            yield _deletion(match, CONTROL, "control character")


def _stands_between(line: str, start: int, end: int) -> bool:
    """Tell whether no blank and no edge of ``line`` is beside ``line[start:end]``."""
    return start > 0 and not line[start - 1].isspace() and bool(line[end : end + 1].strip())


def _deletion(match: re.Match[str], rule: str, name: str) -> Edit:
    count = len(match[0])
    reason = f"{name} U+{ord(match[0][0]):04X}" if count == 1 else f"{count} {name}s"
    return Edit(*match.span(), "", (rule,), (reason,))


def _find_zero_widths(line: str) -> Iterator[Edit]:
    marks_words = "\u200b" in line and _UNSPACED.search(line) is not None
    for run in _UNSEEN.finditer(line):
        before, after = line[max(0, run.start() - 1) : run.start()], line[run.end() : run.end() + 1]
        for match in _ZERO_WIDTHS.finditer(line, *run.span()):
            if match[0][0] == "\ufeff":
                quoted = before in _QUOTES and after in _QUOTES
                if (_is_free(before) or _is_free(after)) and not quoted:
                    yield _deletion(match, BYTE_ORDER_MARK, "byte order mark")
            elif not (marks_words or _starts(line, run.start())) and _is_lost(before, after):
                yield _deletion(match, ZERO_WIDTH, "zero width space")


def _is_free(neighbour: str) -> bool:
    return not neighbour or neighbour.isspace() or _SPACED.match(neighbour) is not None


def _starts(line: str, end: int) -> bool:
    """Tell whether a mark that makes something of the word behind it is before ``end``."""
    mark = line[max(0, end - 1) : end]
    return mark in _STARTERS and not line[max(0, end - 2) : end - 1].strip()


def _is_lost(before: str, after: str) -> bool:
    """Tell whether U+200B between these is needed neither by a script nor to keep marks apart."""
    if not (_is_free(before) and _is_free(after)):
        return False
    if before in _QUOTES and after in _QUOTES:  # spoken of, or a string of a program
        return False
    return not (before.strip() and after.strip()) or _MARKS.isdisjoint((before, after))


def _find_overrides(line: str) -> Iterator[Edit]:
    """Yield deletions of overrides that run on to the line's end and turn left-to-right text."""
    if RIGHT_TO_LEFT.search(line):
        return
    opened: list[re.Match[str]] = []
    isolates = 0
    for match in _BIDI_CONTROLS.finditer(line):
        if match[0] == "\u202c":
            if opened and opened[-1][0] not in _ISOLATES:
                opened.pop()
        elif match[0] == "\u2069":
            # It ends its isolate with all that was opened inside.
            while isolates and opened.pop()[0] not in _ISOLATES:
                pass
            isolates = max(0, isolates - 1)
        else:
            isolates += match[0] in _ISOLATES
            opened.append(match)
    for match in opened:
        if match[0] in _OVERRIDES:
            reason = f"U+{ord(match[0]):04X} turns the text after it round"
            yield Edit(*match.span(), "", (BIDI,), (reason,))


def _find_tags(line: str) -> Iterator[Edit]:
    for match in _TAG_RUN.finditer(line):
        if match["hidden"]:
            text = "".join(chr(ord(tag) - 0xE0000) for tag in match["hidden"][:_SHOWN])
            shown = "".join(filter(str.isprintable, text))
            yield Edit(*match.span(), "", (TAGS,), (f'hidden text "{shown}"',))
