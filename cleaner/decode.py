"""Bytes in; text, encoding and byte order mark out, or an error that says why not."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from cleaner.codec import decode_exactly
from cleaner.document import Segment
from cleaner.errors import DecodeError

# The longer marks first: UTF-32 LE begins like UTF-16 LE.
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SNIFFED = 8_000  # bytes looked at for NUL, as git does
REMEDY = "left alone; save the file as UTF-8, or name its codec with --encoding"


@dataclass(frozen=True, slots=True)
class Decoded:
    """``segments`` say which codec begins where, if there is more than ``encoding``.

    ``reason`` says in words what settled an ``encoding`` that no mark announced.
    """

    text: str
    encoding: str
    bom: bytes = b""
    segments: tuple[Segment, ...] = ()
    reason: str = ""


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` has no byte order mark and a NUL near its start."""
    return not any(data.startswith(bom) for bom, _ in BOMS) and b"\0" in data[:SNIFFED]


def decode(
    data: bytes, where: str = "", encoding: str | None = None, *, even_utf8: bool = False
) -> Decoded:
    """Return the text of ``data``: as its bytes tell, or else in ``encoding``.

    They tell a byte order mark, strict UTF-8, or what ``legacy`` and ``mixed_lines`` are sure of.
    With ``even_utf8`` nothing but a mark comes before ``encoding``; without it what is UTF-8 already
    stays so, since a run before this one may have made it so. A named codec holds for the whole: no
    line is told from another. Raises ``DecodeError`` naming the byte that does not fit, also for
    encoded surrogates.
    """
    mark, announced = next((bom for bom in BOMS if data.startswith(bom[0])), (b"", "utf-8"))
    if encoding is not None and not mark and (even_utf8 or data.isascii()):
        return _decode_as(data, where, encoding)
    try:
        return Decoded(data[len(mark) :].decode(announced), announced, mark)
    except UnicodeDecodeError as error:
        if not mark and encoding is not None:
            return _decode_as(data, where, encoding)
        found = None if _is_cut(error) else _decode_legacy(data, mark, announced)
        if found is not None:
            return found
        place = error.start + len(mark)
        what = f"byte {place} (0x{data[place]:02x}) is no {announced.upper()}"
        raise DecodeError(where, what, REMEDY) from error


def _is_cut(error: UnicodeDecodeError) -> bool:
    """Tell whether a text in UTF-8 ends within a character and is right up to there."""
    return error.end == len(error.object) and "unexpected end" in error.reason


def _decode_legacy(data: bytes, mark: bytes, announced: str) -> Decoded | None:
    from cleaner.legacy import read_legacy  # most files are UTF-8
    from cleaner.mixed_lines import read_mixed

    if announced != "utf-8":
        return None
    found = None if mark else read_legacy(data)
    if found is not None:
        return Decoded(found.text, found.codec, reason=found.reason)
    mixed = read_mixed(data, len(mark))
    return None if mixed is None else Decoded(mixed.text, announced, mark, mixed.segments)


def _decode_as(data: bytes, where: str, encoding: str) -> Decoded:
    text = decode_exactly(data, encoding)
    if text is not None:
        return Decoded(text, encoding, reason="as it was named")
    remedy = "left alone; give another --encoding, or none"
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"byte {error.start} (0x{data[error.start]:02x}) is no {encoding}"
        raise DecodeError(where, what, remedy) from error
    except UnicodeError as error:
        raise DecodeError(where, f"is no {encoding}", remedy) from error
    what = f"{encoding} does not give these bytes back to the byte"
    raise DecodeError(where, what, remedy)
