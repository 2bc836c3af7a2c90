"""Undo one codec's misreading of UTF-8: a line in, spans that spell UTF-8 bytes and their text out.

UTF-8 read in a one-byte codec turns every non-ASCII character into a lead character followed by
one to three continuation characters. This module knows the byte that each character stands for
and finds the places that obey the grammar of UTF-8; whether such a place is damage or somebody's
capital letter beside a quotation mark is judged in ``cleaner.mojibake_evidence``.

``CODECS`` are read with every kind of evidence; a further codec is one more entry in ``REGIONAL``,
whose entries are read only where the evidence is plain (``cleaner.mojibake_regional``).
"""

from __future__ import annotations

import re
from functools import cached_property


def _decode_byte(codec: str, byte: int) -> str:
    return bytes([byte]).decode(codec, "replace").replace("\ufffd", "")


class Codec:
    """A one-byte codec that UTF-8 was read in; ``name`` is what Python and a reader call it.

    Bytes 80 to 9F may appear as the codec's own characters or as C1 controls, so that one entry
    covers latin-1 and windows-1252 and texts that mix the two.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def to_byte(self) -> dict[int, int]:
        """Map the code points of this codec to their bytes, C1 controls included."""
        table = {byte: byte for byte in range(0x80, 0xA0)}
        for byte in range(0x80, 0x100):
            if char := _decode_byte(self.name, byte):
                table[ord(char)] = byte
        return table

    @cached_property
    def from_c1(self) -> dict[int, str]:
        """Map C1 controls to the characters that this codec has for their bytes."""
        views = {byte: _decode_byte(self.name, byte) for byte in range(0x80, 0xA0)}
        return {byte: char for byte, char in views.items() if char}

    def view(self, first: int, last: int) -> str:
        """Return a regex class of every character that can stand for bytes ``first``..``last``."""
        return "[" + "".join(re.escape(chr(c)) for c in self._chars(first, last)) + "]"

    def _chars(self, first: int, last: int) -> list[int]:
        return sorted(char for char, byte in self.to_byte.items() if first <= byte <= last)

    @cached_property
    def sequence(self) -> re.Pattern[str]:
        """Match one character's worth of UTF-8 that can have been text.

        Left out are leads whose blocks hold no text that the web is written in: Syriac, Thaana,
        NKo (DC-DF; DC is the letter Ü), Samaritan and its neighbours (E0 A0-A1; A0 is the
        no-break space of French), the private use areas (EE, EF 80-A3, F1-F4) and surrogates.
        """
        tail = self.view(0x80, 0xBF)
        return re.compile(
            f"{self.view(0xC2, 0xDB)}{tail}"
            f"|{self.view(0xE0, 0xE0)}{self.view(0xA2, 0xBF)}{tail}"
            f"|{self.view(0xE1, 0xEC)}{tail}{tail}"
            f"|{self.view(0xED, 0xED)}{self.view(0x80, 0x9F)}{tail}"
            f"|{self.view(0xEF, 0xEF)}{self.view(0xA4, 0xBF)}{tail}"
            f"|{self.view(0xF0, 0xF0)}{self.view(0x90, 0xBF)}{tail}{tail}"
        )

    @cached_property
    def run(self) -> re.Pattern[str]:
        """Match as many sequences in a row as there are: UTF-8 can be split in one way only."""
        return re.compile(f"(?:{self.sequence.pattern})+")

    def decode(self, sequence: str) -> str:
        """Return what ``sequence`` says when it is read as the UTF-8 that it was.

        A C1 control in the result is this codec's own character that somebody read as latin-1
        before: it is given back as that character.

        >>> CODECS[0].decode("Ã©"), CODECS[0].decode("â€™"), CODECS[0].decode("Â’")
        ('é', '’', '’')
        """
        data = bytes([self.to_byte[ord(char)] for char in sequence])
        return data.decode("utf-8").translate(self.from_c1)

    def spell(self, sequence: str) -> str:
        """Return ``sequence`` with C1 controls as the characters this codec has for them."""
        return sequence.translate(self.from_c1)


class RegionalCodec(Codec):
    """A codec of one region or machine, whose characters C1 controls do not stand in for.

    Only bytes that it has no character for appear as the control or latin-1 character of the same
    number. ``led_by_signs`` says that most leads are signs, which may stand between letters, not
    capitals.
    """

    def __init__(self, name: str, *, led_by_signs: bool = False) -> None:
        super().__init__(name)
        self.led_by_signs = led_by_signs

    @cached_property
    def to_byte(self) -> dict[int, int]:
        """Map the code points of this codec to their bytes."""
        return {ord(_decode_byte(self.name, b) or chr(b)): b for b in range(0x80, 0x100)}

    def decode(self, sequence: str) -> str:
        """Return what ``sequence`` says; a C1 control stays one, since it is no other character."""
        return bytes([self.to_byte[ord(char)] for char in sequence]).decode("utf-8")

    @cached_property
    def ends(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return all characters that can lead a sequence, and all that can follow in one."""
        chars = {chr(code): byte for code, byte in self.to_byte.items()}
        leads = frozenset(char for char, byte in chars.items() if byte >= 0xC2)
        return leads, frozenset(char for char, byte in chars.items() if byte < 0xC0)

    @cached_property
    def hint(self) -> re.Pattern[str]:
        """Match a character without which a line is the business of windows-1252."""
        common = {} if self.led_by_signs else CODECS[0].to_byte
        own = (c for c, byte in self.to_byte.items() if common.get(c) != byte)
        return re.compile("[" + "".join(re.escape(chr(c)) for c in own) + "]")


CODECS = (Codec("windows-1252"),)
# Of two that say otherwise of a line and explain as much of it, the earlier one is believed: the
# code pages of Windows are what a spreadsheet opens a file in.
REGIONAL = (
    RegionalCodec("windows-1251"),
    RegionalCodec("windows-1250"),
    RegionalCodec("MacRoman", led_by_signs=True),
    RegionalCodec("windows-1254"),
    RegionalCodec("windows-1253"),
    RegionalCodec("iso-8859-7"),
    RegionalCodec("windows-1257"),
    RegionalCodec("cp437", led_by_signs=True),
    RegionalCodec("iso-8859-2"),
)
