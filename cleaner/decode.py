"""Bytes in; text, encoding and byte order mark out, or an error that says why not."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Decoded:
    """``bom + text.encode(encoding)`` are the bytes that were read."""

    text: str
    encoding: str
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return ``text`` as it is written in place of the original."""
        return self.bom + text.encode(self.encoding)


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` has no byte order mark and a NUL near its start."""
    return not any(data.startswith(bom) for bom, _ in BOMS) and b"\0" in data[:SNIFFED]


def decode(data: bytes, where: str = "") -> Decoded:
    """Return the text of ``data``: strict UTF-8, or what a byte order mark announces.

    Raises ``DecodeError`` naming the byte that does not fit, also for encoded surrogates.
    """
    encoding, bom = "utf-8", b""
    for mark, name in BOMS:
        if data.startswith(mark):
            encoding, bom = name, mark
            break
    try:
        return Decoded(data[len(bom) :].decode(encoding), encoding, bom)
    except UnicodeDecodeError as error:
        place = error.start + len(bom)
        what = f"byte {place} (0x{data[place]:02x}) is no {encoding.upper()}"
        raise DecodeError(where, what, "left alone; save the file as UTF-8 to clean it") from error
