"""Find blanks that were a byte of mojibake: a line and what is read of it in, positions out.

The byte A0 is a no-break space in windows-1252, and much software makes a plain blank of it: `à`,
`Š`, `Р`, `Π` and the no-break space itself lose their last byte, characters of three bytes their
second or third. A blank is taken for such a byte only on a line that is damaged from end to end,
so that `JOÃO` and a lone `Ã` cannot be genuine, and where a blank that was one all the time
would leave a letter or a space that no text has. Where other bytes may be lost too, what they
would leave looks alike, so that a joined word needs a sign that they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleaner.mojibake import CODECS, Codec
from cleaner.mojibake_evidence import UNDEFINED
from cleaner.mojibake_scripts import LATIN, is_latin, is_lower, is_upper, script_of
from cleaner.patterns import lazy_pattern

_CODEC: Codec = CODECS[0]
_TAIL = _CODEC.view(0x80, 0xBF)
# Every place where a blank may be the byte A0: behind a lead, or in a character of three bytes.
PLACE = lazy_pattern(f"[ÂÃÅÎÐ×Ù] |(?P<third>[à-ì]{_TAIL} )|(?P<second>[à-ì] {_TAIL})")
# The places that need no other proof: a capital behind a small letter, where no ß was lost (it
# follows vowels), before two blanks or what French has a no-break space before.
SHAPE = lazy_pattern(
    "(?<=[bcdfghjklmnpqrstvwxyz])Ã (?= [^\\W\\d_])|(?<=[a-z0-9)])Â (?=[:;!?»%€])"
    "|(?<=[0-9])Â (?=[0-9]{3}(?![0-9]))"
)
# Half of a character, of those that lose bytes; behind a genuine letter a quotation mark or a dash
# may stand.
_TORN = lazy_pattern(f"[à-ô](?:{_TAIL} ?{_TAIL}| {_TAIL}|(?![“”‘’–—…\xa0]){_TAIL})|[ÂÃÄÅÎÏÐÑ×Ù]")
# What stands for bytes 80 to 9F.
_HIGH = lazy_pattern("[\x80-\x9f€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# Letters of central Europe, but those of Hungarian: its Ő, a word by itself, loses a byte.
_CENTRAL = lazy_pattern("[Ā-ŏŒ-ůŲ-ž]")
_STOPS = frozenset(".,;:!?)”’…\"'")
# What may follow à in a Vietnamese syllable and is no word by itself.
_VIETNAMESE_REST = lazy_pattern(r"(?:m|ng?|nh|i|o)(?![^\W\d_])")
_VIETNAMESE_VOWEL = lazy_pattern(r"(?:m|ng?|nh|i|o|u|y)(?![^\W\d_])")
_VIETNAMESE = lazy_pattern("[ạ-ỹơư]")
_PORTUGUESE_REST = lazy_pattern(r"(?:s|quel[ae]s?|quilo)(?![^\W\d_])")
_PORTUGUESE = lazy_pattern("[ãõ]")
_FOREIGN_CHARACTERS = 3  # in a run that need not be proved


def restore_blanks(
    line: str, repairs: Iterable[tuple[int, int, str]], undecided: Iterable[tuple[int, int]]
) -> str:
    """Return ``line`` with each blank that was the byte A0 as a no-break space, lengths kept.

    ``repairs`` are spans of ``line`` with what they say, ``undecided`` are spans that stay.

    >>> restore_blanks("La cittÃ  Ã¨", [(9, 11, "è")], [])
    'La cittÃ\\xa0 Ã¨'
    >>> restore_blanks("IRMÃ  Ã¨", [(6, 8, "è")], [])
    'IRMÃ  Ã¨'
    """
    read = sorted(repairs)
    spans = [(start, end) for start, end, _ in read]
    proved = [*spans, *((a, b) for a, b in undecided if b - a >= 3 * _FOREIGN_CHARACTERS)]
    restored = list(line)
    for match in SHAPE.finditer(line):
        restored[match.end() - 1] = "\xa0"
    if not proved or not is_all_damaged(line, [*spans, *undecided]):
        return "".join(restored)
    evidence = _Evidence(line, "".join(text for _, _, text in read), proved)
    for match in PLACE.finditer(line):
        at = match.end() - 1 if match["second"] is None else match.start() + 1
        if evidence.admits(match, restored):
            restored[at] = "\xa0"
    return "".join(restored)


def is_all_damaged(line: str, read: Sequence[tuple[int, int]]) -> bool:
    """Tell whether every letter beyond ASCII is in one of the spans ``read`` or half of a character.

    Then the line was misread as a whole, and a genuine `Ã` would have become two characters too.
    """
    rest = list(line)
    for start, end in read:
        rest[start:end] = " " * (end - start)
    left = _TORN.sub(" ", "".join(rest))
    return left.isascii() or not any(char > "\x7f" and char.isalpha() for char in left)


def keeps_high(line: str, read: Iterable[tuple[int, int]]) -> bool:
    """Tell whether bytes 80 to 9F stand in one of the spans ``read``, so that not all were dropped.

    Where all were, as controls of latin-1, a lone lead may have been any of 32 letters.
    """
    return any(_HIGH.search(line, start, end) for start, end in read)


class _Evidence:
    """What a line tells about its lost bytes."""

    def __init__(self, line: str, says: str, proved: Sequence[tuple[int, int]]) -> None:
        self.line = line
        self.says = says
        self.keeps_controls = any(char in UNDEFINED for char in line)
        self.keeps_high = keeps_high(line, proved)
        self.keeps_doubles = "Ã  " in line
        read = "".join(line[start:end] for start, end in proved)
        spoken = "".join(map(_CODEC.decode, _CODEC.run.findall(read)))
        self.scripts = {script_of(char) for char in says + spoken}

    def admits(self, match: re.Match[str], restored: Sequence[str]) -> bool:
        """Tell whether the blank in ``match``, a match of ``PLACE``, was a byte."""
        start, end = match.span()
        if match["third"] or match["second"]:
            return self._is_wide(match, start, end)
        lead = match[0][0]
        before, after = self.line[:start], self.line[end:]
        if lead == "Â":
            return self._is_no_break_space(before, after, restored)
        if lead == "Ã":
            return self._is_a_grave(before, after)
        if lead == "Å":
            return self._is_s_caron(before, after)
        return self._is_foreign_letter(lead, before, after)

    def _is_no_break_space(self, before: str, after: str, restored: Sequence[str]) -> bool:
        """Behind a small letter, a figure or a mark; no language has a word `Â`."""
        if before == "":
            return False
        last = before[-1]
        if is_upper(last):
            return not is_latin(before[-2:-1]) and is_lower(after[:1])  # `V opačném`
        return restored[len(before) - 1] == "\xa0" or not last.isspace()

    def _is_a_grave(self, before: str, after: str) -> bool:
        """The letter is small: a capital may stand before it at a word's start alone."""
        if is_upper(before[-1:]) and is_latin(before[-2:-1]):
            return False
        in_word = is_latin(before[-1:]) or before[-1:] in _CODEC_TAIL
        if after[:1] == " ":
            return True
        if after == "" or after[0] in _STOPS:
            return in_word and is_lower(before[-1:])
        if not in_word and _PORTUGUESE_REST.match(after) and _PORTUGUESE.search(self.says):
            return True
        if not self.keeps_high:
            return False  # `gemÃ¤Ã den`: ß and all capitals with accents lose the byte here
        if _VIETNAMESE.search(self.says) and in_word:
            # `và y tế` and `là u` are words of their own.
            rest = _VIETNAMESE_VOWEL if before[-1:] not in "VLvl" else _VIETNAMESE_REST
            return rest.match(after) is not None or self._keeps_doubles(before, after)
        return self._keeps_doubles(before, after)

    def _keeps_doubles(self, before: str, after: str) -> bool:
        """Tell whether the blank joins a word, on a line where a second blank would have stayed."""
        return self.keeps_doubles and is_lower(before[-1:]) and is_lower(after[:1])

    def _is_s_caron(self, before: str, after: str) -> bool:
        """A capital at a word's start; among capitals `PÅ SKÆRMEN` looks alike."""
        sure = self.keeps_controls or _CENTRAL.search(self.says)
        if not sure or after[:1] in ("", " "):
            return False
        return not (before[-1:].isalnum() or before[-1:] in _CODEC_TAIL) and is_lower(after[:1])

    def _is_foreign_letter(self, lead: str, before: str, after: str) -> bool:
        """A letter of the script that is spoken, with a sign that other bytes are not lost."""
        says = _CODEC.decode(lead + "\xa0")
        glued = before[-1:].isascii() and before[-1:].isalpha()  # `VIÐ '%s'`
        if glued or script_of(says) not in self.scripts:
            return False
        follows = _CODEC.sequence.match(after)
        joined = follows is not None and script_of(_CODEC.decode(follows[0])) == script_of(says)
        if self.keeps_controls:
            return joined or after[:1] in ("", " ", *_STOPS)
        # Nu has lost a byte in `ΤΩÎ ΕΛΛΗΝΩΝ`; by itself it is no word.
        starts = before[-1:] in ("", *" (\"'")
        return lead == "Î" and joined and starts and self.keeps_high

    def _is_wide(self, match: re.Match[str], start: int, end: int) -> bool:
        """A character of three bytes, beside another one of a script that the line speaks."""
        if match["third"] and not self.keeps_controls:
            return False
        sequence = match[0].replace(" ", "\xa0")
        if not _CODEC.sequence.fullmatch(sequence):
            return False
        script = script_of(_CODEC.decode(sequence))
        if script in (None, LATIN) or script not in self.scripts:
            return False
        if match["second"]:
            return True
        beside = self.line[start - 1 : start] in _CODEC_TAIL if start else False
        return beside or _CODEC.sequence.match(self.line, end) is not None


_CODEC_TAIL: frozenset[str] = frozenset(
    chr(char) for char, byte in _CODEC.to_byte.items() if 0x80 <= byte <= 0xBF
)


def find_blanks(line: str, restored: str) -> Iterator[int]:
    """Yield the positions at which the two differ, in order."""
    return (at for at, (old, new) in enumerate(zip(line, restored, strict=True)) if old != new)
