"""Documents: a text with its name, and the way from its code points to bytes and to lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """From code point ``start`` of the text on, bytes begin at ``byte_start``, one codec.

    ``raw`` is None where a character takes as many bytes as ``encoding`` gives it; where a
    container spells characters otherwise (an escape), it is the bytes that stand for the whole
    segment, which then has no inside.
    """

    start: int
    byte_start: int
    encoding: str = "utf-8"
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class ByteMap:
    """Segments in order, the first at code point 0; positions between map by encoding."""

    segments: tuple[Segment, ...] = (Segment(0, 0),)

    def offsets(self, text: str, positions: Iterable[int]) -> list[int]:
        """Return the byte offset of each of the sorted code point ``positions`` of ``text``.

        A position inside a segment with ``raw`` maps to that segment's start.
        """
        offsets: list[int] = []
        index = 0
        segments: Sequence[Segment] = self.segments
        at, byte = 0, segments[0].byte_start
        for pos in positions:
            while index + 1 < len(segments) and segments[index + 1].start <= pos:
                index += 1
                at, byte = segments[index].start, segments[index].byte_start
            if segments[index].raw is None:
                byte += len(text[at:pos].encode(segments[index].encoding, "surrogatepass"))
                at = pos
            offsets.append(byte)
        return offsets

    def encode(self, text: str) -> list[bytes]:
        """Return the bytes of each segment of ``text``. Raises ``UnicodeEncodeError``.

        >>> ByteMap((Segment(0, 0), Segment(2, 3, "cp1252"))).encode("é\\né")
        [b'\\xc3\\xa9\\n', b'\\xe9']
        """
        starts = [segment.start for segment in self.segments]
        parts = zip(self.segments, starts, [*starts[1:], len(text)], strict=True)
        return [text[start:end].encode(part.encoding) for part, start, end in parts]


class LineIndex:
    """Turns code points of a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, pos: int) -> tuple[int, int]:
        """Return line and column of the code point at ``pos``, both from 1.

        >>> LineIndex("a\\nbc").place(3)
        (2, 2)
        """
        line = bisect_right(self._starts, pos)
        return line, pos - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Document:
    """One text to clean: ``id`` names it inside its source; ``byte_map`` leads to raw bytes."""

    id: str
    text: str
    byte_map: ByteMap = ByteMap()
    encoding: str = "utf-8"
    bom: bytes = b""
