"""The edit log, schema 1: results of documents in, rows out that rebuild each original.

Columns are explained in docs/log.md; ``benchmarks`` and tests rebuild originals from it without
this package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any, TypeAlias

import msgspec

from cleaner import __version__
from cleaner.cleaned import Cleaned
from cleaner.document import Document, LineIndex
from cleaner.edits import Edit, Flag
from cleaner.rule import Pack
from cleaner.settings import Settings

SCHEMA = 1
Row: TypeAlias = dict[str, Any]
# Every row but the header has them all; what a kind of row does not know is null.
COLUMNS = (
    *("kind", "source", "row", "field", "doc", "start", "end", "byte_start", "byte_end"),
    *("clean_start", "original", "text", "raw_before", "rules", "reasons", "message"),
    *("line", "column"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document came from and where it went, and the settings it was cleaned with."""

    source: str
    output: str | None = None
    settings: Settings | None = None


def header_row(settings: Sequence[Settings], packs: Sequence[Pack]) -> Row:
    """Return the first row: what made the log."""
    return {
        "kind": "header",
        "schema": SCHEMA,
        "version": __version__,
        "settings": {each.digest: asdict(each) for each in settings},
        "packs": [{"name": pack.name, "sha256": pack.digest} for pack in packs],
    }


def document_rows(
    document: Document, place: Place, original: bytes, cleaned: Cleaned
) -> Iterator[Row]:
    """Yield the row of one document and those of its edits and flags, in text order."""
    clean = cleaned.to_bytes()
    source = place.source
    yield {
        **_row("document", source, document.id, message=cleaned.message),
        "output": place.output,
        "settings": place.settings.digest if place.settings else None,
        "status": cleaned.status,
        "encoding": document.encoding,
        "bom": document.bom.hex(),
        "codecs": [(part.start, part.encoding) for part in document.byte_map.segments],
        "clean_codecs": _clean_codecs(cleaned),
        "sha256_original": hashlib.sha256(original).hexdigest(),
        "sha256_clean": hashlib.sha256(clean).hexdigest(),
        "edits": len(cleaned.edits),
    }
    lines = LineIndex(cleaned.original)
    yield from _edit_rows(document, source, cleaned, lines)
    yield from _flag_rows(document, source, cleaned, lines)


def _clean_codecs(cleaned: Cleaned) -> list[tuple[int, str]]:
    """Return the codecs of the clean file, each with the byte behind the mark where it begins."""
    clean_map = cleaned.clean_map
    lengths = accumulate(map(len, clean_map.encode(cleaned.text)), initial=0)
    names = (part.encoding for part in clean_map.segments)
    return list(zip(lengths, names, strict=False))


def copied_row(place: Place, digest: str, status: str) -> Row:
    """Return the row of a file that was copied as it is, its text unknown; ``digest`` is sha256."""
    return {
        **_row("document", place.source, place.source),
        "output": place.output,
        "settings": None,
        "status": status,
        "encoding": None,
        "bom": "",
        "codecs": None,
        "clean_codecs": None,
        "sha256_original": digest,
        "sha256_clean": digest,
        "edits": 0,
    }


def error_row(source: str, message: str) -> Row:
    """Return the row of a source that could not be cleaned and is as it was."""
    return _row("error", source, source, message=message)


def encode_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield one line of JSON for each row, in UTF-8."""
    encoder = msgspec.json.Encoder()
    for row in rows:
        try:
            yield encoder.encode(row) + b"\n"
        except UnicodeEncodeError:  # a file name that is no UTF-8, as Python's own form says it
            yield json.dumps(row).encode() + b"\n"


def _row(kind: str, source: str, doc: str, **columns: Any) -> Row:
    place = {"kind": kind, "source": source, "doc": doc}
    return dict.fromkeys(COLUMNS) | place | columns


def _edit_rows(
    document: Document, source: str, cleaned: Cleaned, lines: LineIndex
) -> Iterator[Row]:
    shift = 0
    for edit, span in zip(
        cleaned.edits, _spans(document, cleaned, lines, cleaned.edits), strict=True
    ):
        yield _row(
            "edit",
            source,
            document.id,
            **span,
            clean_start=edit.start + shift,
            text=edit.text,
            rules=edit.rules,
            reasons=edit.reasons,
        )
        shift += len(edit.text) - (edit.end - edit.start)


def _flag_rows(
    document: Document, source: str, cleaned: Cleaned, lines: LineIndex
) -> Iterator[Row]:
    for flag, span in zip(
        cleaned.flags, _spans(document, cleaned, lines, cleaned.flags), strict=True
    ):
        yield _row("flag", source, document.id, **span, rules=[flag.rule], message=flag.message)


def _spans(
    document: Document, cleaned: Cleaned, lines: LineIndex, found: Sequence[Edit | Flag]
) -> Iterator[Row]:
    """Yield for each of ``found`` its span in code points and bytes, its text, line and column."""
    positions = sorted({at for place in found for at in (place.start, place.end)})
    offsets = dict(
        zip(positions, document.byte_map.offsets(cleaned.original, positions), strict=True)
    )
    for place in found:
        line, column = lines.place(place.start)
        yield {
            "start": place.start,
            "end": place.end,
            "byte_start": offsets[place.start],
            "byte_end": offsets[place.end],
            "original": cleaned.original[place.start : place.end],
            "line": line,
            "column": column,
        }
