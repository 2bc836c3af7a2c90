"""The result of cleaning one text: the edits, the way back, and positions carried across."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal, Protocol

from cleaner.decoding_notes import find_notes
from cleaner.document import ByteMap, LineIndex, Segment
from cleaner.edits import Edit, Flag, apply_edits, invert_edits
from cleaner.errors import EncodeError, RuleTimeoutError
from cleaner.settings import Allow

Side = Literal["left", "right"]
Sight = Literal["proposed", "flags"]
Status = Literal["clean", "changed", "unstable", "guarded", "timeout", "unwritable"]


class Observer(Protocol):
    """Sees in a settled text what was not changed; spans are in code points of the original."""

    def proposed(self) -> tuple[Edit, ...]:
        """Return the edits of held-back rules, sorted. Raises ``RuleTimeoutError``."""

    def flags(self) -> tuple[Flag, ...]:
        """Return what is only flagged, sorted. Raises ``RuleTimeoutError``."""


class Allowing(Protocol):
    """Something that knows what it allowed."""

    used: set[Allow]


class Judged(Protocol):
    """Something that knows, or finds out when asked, the language of a text."""

    @property
    def language(self) -> str | None:
        """The ISO 639-1 code, or None for unknown."""


@dataclass(frozen=True)
class Cleaned:
    """``text`` is ``original`` with ``edits`` applied.

    ``status`` says why a text passed unchanged that rules wanted to change: ``unstable`` (still
    moving after the last round), ``guarded`` (too much of its prose would have gone)
    ``timeout`` (a pattern took too long) or ``unwritable`` (the codec to be kept lacks a character);
    ``message`` then says it in words. ``encoding`` is what was read; ``segments`` say where, if
    there is more than one; such a text is written as UTF-8 even without an edit (``recoded``).
    ``reason`` says what settled an encoding that is not UTF-8. ``keep_encoding`` says that what was
    read is written, too. ``proposed`` (edits of unsafe rules that were held back, as of the last
    round) and ``flags`` are computed when first asked for, which raises ``RuleTimeoutError`` if a
    pattern takes too long; see ``observed``.
    """

    original: str
    text: str
    edits: tuple[Edit, ...] = ()
    status: Status = "clean"
    message: str = ""
    encoding: str = "utf-8"
    bom: bytes = b""
    segments: tuple[Segment, ...] = ()
    reason: str = ""
    keep_encoding: bool = False
    allowance: Allowing | None = None
    verdicts: Judged | None = None
    observer: Observer | None = None

    def __getstate__(self) -> dict[str, object]:
        seen = self.observed()
        sights = {"proposed": seen.proposed, "flags": seen.flags}
        return {**seen.__dict__, "observer": None, **sights}

    def observed(self, sights: Collection[Sight] = ("proposed", "flags")) -> Cleaned:
        """Return this result with ``sights`` taken.

        Where a pattern took too long for them, the text is left alone: status ``timeout``.
        """
        try:
            for sight in sights:
                getattr(self, sight)
        except RuleTimeoutError as error:
            return self._untouched("timeout", str(error))
        return self

    def writable(self) -> Cleaned:
        """Return this result; untouched, status ``unwritable``, where ``to_bytes`` would raise."""
        try:
            if self.keep_encoding:
                self.to_bytes()
        except EncodeError as error:
            return self._untouched("unwritable", str(error))
        return self

    def _untouched(self, status: Status, message: str) -> Cleaned:
        empty = Cleaned(self.original, self.original, status=status, message=message)
        return replace(
            empty,
            encoding=self.encoding,
            bom=self.bom,
            segments=self.segments,
            reason=self.reason,
            keep_encoding=self.keep_encoding,
        )

    def only(self, keep: Callable[[Edit], bool]) -> Cleaned:
        """Return this result with those edits alone that ``keep`` wants."""
        edits = tuple(filter(keep, self.edits))
        if len(edits) == len(self.edits):
            return self
        status: Status = "changed" if edits or self.recoded else "clean"
        return replace(self, text=apply_edits(self.original, edits), edits=edits, status=status)

    def unrecoded(self) -> Cleaned:
        """Return this result, its codecs written as they were read if it has no edits."""
        if self.edits or not self.recoded:
            return self
        return replace(self, keep_encoding=True, status="clean")

    @property
    def recoded(self) -> bool:
        """Whether the bytes of a text in several codecs are written as those of one."""
        return bool(self.segments) and not self.keep_encoding and self.status == "changed"

    @property
    def allowed(self) -> frozenset[Allow]:
        """The entries of ``Settings.allow`` that kept something of what was looked at so far."""
        return frozenset(self.allowance.used) if self.allowance else frozenset()

    @cached_property
    def proposed(self) -> tuple[Edit, ...]:
        """Edits of unsafe rules that were held back."""
        return self.observer.proposed() if self.observer else ()

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """What rules point at without changing it, and the notes."""
        seen = self.observer.flags() if self.observer else ()
        return tuple(sorted((*self.notes, *seen))) if self.notes else seen

    @cached_property
    def notes(self) -> tuple[Flag, ...]:
        """What is to be told of how the text was read; see ``decoding_notes``."""
        return tuple(find_notes(self.original, self.encoding, self.segments, self.reason))

    @property
    def language(self) -> str | None:
        """The verdict on the clean text's language, None for unknown; taken when first asked for."""
        return self.verdicts.language if self.verdicts else None

    @cached_property
    def _forward(self) -> _Carrier:
        return _Carrier(self.edits)

    @cached_property
    def _backward(self) -> _Carrier:
        return _Carrier(invert_edits(self.original, self.edits))

    def revert(self) -> str:
        """Return the original, rebuilt from the clean text and the edits."""
        return apply_edits(self.text, self._backward.edits)

    def to_bytes(self) -> bytes:
        """Return the clean text as it is written, with the byte order mark that was read.

        That is UTF-8, or what a byte order mark announced; with ``keep_encoding``, and where there
        are no edits and one codec, what was read. Raises ``EncodeError`` for a character that the codec to be
        kept does not have.
        """
        if not self.edits and not self.recoded:
            return self.original_bytes()
        try:
            return self.bom + b"".join(self.clean_map.encode(self.text))
        except UnicodeEncodeError as error:
            # Of a part of the text; where the character stands first says what it is.
            raise self._unwritable(error) from error

    def original_bytes(self) -> bytes:
        """Return the bytes that were read."""
        return self.bom + b"".join(self.byte_map.encode(self.original))

    @property
    def byte_map(self) -> ByteMap:
        """The way from the original to the bytes that were read."""
        return ByteMap(self.segments or (Segment(0, len(self.bom), self.encoding),))

    @property
    def clean_map(self) -> ByteMap:
        """The codecs of the clean text as it is written; where their bytes begin is not said."""
        if self.recoded:
            return ByteMap()
        if not self.edits or (self.bom and not self.segments):
            return self.byte_map
        if not self.keep_encoding:
            return ByteMap()
        return ByteMap(
            tuple(
                Segment(self.to_clean(part.start), 0, part.encoding)
                for part in self.byte_map.segments
            )
        )

    def _unwritable(self, error: UnicodeEncodeError) -> EncodeError:
        char = error.object[error.start]
        offset = self.text.find(error.object) + error.start
        line, column = LineIndex(self.original).place(self.to_original(offset))
        what = f"{error.encoding} has no {char!a} (U+{ord(char):04X}), line {line}, column {column}"
        return EncodeError("", what, "write UTF-8, without --keep-encoding")

    def to_clean(self, pos: int, side: Side = "left") -> int:
        """Return where the original's position ``pos`` is in the clean text.

        Inside a replaced span, and where text was inserted, ``side`` chooses the left or the
        right end of the replacement.
        """
        return self._forward.carry(pos, side)

    def to_original(self, pos: int, side: Side = "left") -> int:
        """Return where the clean text's position ``pos`` is in the original; see ``to_clean``."""
        return self._backward.carry(pos, side)

    def map_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the original's ``[start, end)`` in the clean text, or None if it was removed.

        Text inserted at either end stays outside; a replacement that the span cuts into is
        taken in whole.
        """
        low, high = self._forward.span(start, end)
        if low >= high and (start < end or self._forward.inside(start)):
            return None
        return low, max(low, high)

    def span_in_original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clean text's ``[start, end)`` is in the original.

        Text deleted at either end stays outside; a replacement that the span cuts into is taken
        in whole.
        """
        low, high = self._backward.span(start, end)
        return low, max(low, high)

    def edit_in_original(self, edit: Edit) -> Edit:
        """Return the edit of the original that does what ``edit`` does to the clean text.

        A replacement that it cuts into is done by it as well.
        """
        left, right = self._backward.around(edit.start), self._backward.around(edit.end)
        low = left.start if left else edit.start
        high = right.end if right else edit.end
        text = self.text[low : edit.start] + edit.text + self.text[edit.end : high]
        start, end = self.span_in_original(low, high)
        return Edit(start, end, text, edit.rules, edit.reasons)


class _Carrier:
    """Carries positions over sorted edits; each in the time of a search."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._ends = [edit.end for edit in edits]
        grown = (len(edit.text) - (edit.end - edit.start) for edit in edits)
        self._shifts = [0, *accumulate(grown)]

    def carry(self, pos: int, side: Side) -> int:
        """Return ``pos`` after the edits, at the ``side`` of a replacement it falls into."""
        index = bisect_left(self._ends, pos)
        result = pos + self._shifts[index]
        while index < len(self.edits) and self.edits[index].start <= pos:
            edit = self.edits[index]
            if edit.start < pos < edit.end:
                begin = edit.start + self._shifts[index]
                return begin if side == "left" else begin + len(edit.text)
            if edit.end == pos and (edit.start < edit.end or side == "right"):
                result = pos + self._shifts[index + 1]
            index += 1
        return result

    def around(self, pos: int) -> Edit | None:
        """Return the edit into whose span ``pos`` falls, not on its ends."""
        index = bisect_left(self._ends, pos)
        # An edit that ends at the position itself comes first; the one around it would be next.
        near = self.edits[index : index + 2]
        return next((edit for edit in near if edit.start < pos < edit.end), None)

    def inside(self, pos: int) -> bool:
        """Tell whether ``pos`` falls into a replaced span, not on its ends."""
        return self.around(pos) is not None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Carry the edges of a span: outwards inside a replacement, inwards at its ends."""
        low = self.carry(start, "left" if self.inside(start) else "right")
        high = self.carry(end, "right" if self.inside(end) else "left")
        return low, high
