"""The edit log, schema 1: results of documents in, rows out that rebuild each original.

Columns are explained in docs/log.md; ``benchmarks`` and tests rebuild originals from it without
this package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

import msgspec

from cleaner import __version__
from cleaner.cleaned import Cleaned
from cleaner.document import Document, LineIndex
from cleaner.rule import Pack
from cleaner.settings import Settings

SCHEMA = 1
Row: TypeAlias = dict[str, Any]


def header_row(settings: Settings, packs: Sequence[Pack]) -> Row:
    """Return the first row: what made the log."""
    return {
        "kind": "header",
        "schema": SCHEMA,
        "version": __version__,
        "settings": asdict(settings),
        "packs": [{"name": pack.name, "sha256": pack.digest} for pack in packs],
    }


def document_rows(
    document: Document, source: str, output: str | None, original: bytes, cleaned: Cleaned
) -> Iterator[Row]:
    """Yield the row of one document and those of its edits and flags, in text order."""
    clean = cleaned.to_bytes()
    yield {
        "kind": "document",
        **_place(source, document.id),
        "output": output,
        "status": cleaned.status,
        "message": cleaned.message,
        "encoding": document.encoding,
        "bom": document.bom.hex(),
        "sha256_original": hashlib.sha256(original).hexdigest(),
        "sha256_clean": hashlib.sha256(clean).hexdigest(),
        "edits": len(cleaned.edits),
    }
    lines = LineIndex(cleaned.original)
    yield from _edit_rows(document, source, cleaned, lines)
    yield from _flag_rows(document, source, cleaned, lines)


def error_row(source: str, message: str) -> Row:
    """Return the row of a source that could not be cleaned and is as it was."""
    return {"kind": "error", **_place(source, source), "message": message}


def encode_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield one line of JSON for each row, in UTF-8."""
    encoder = msgspec.json.Encoder()
    for row in rows:
        yield encoder.encode(row) + b"\n"


def _place(source: str, doc: str) -> Row:
    return {"source": source, "row": None, "field": None, "doc": doc}


def _edit_rows(
    document: Document, source: str, cleaned: Cleaned, lines: LineIndex
) -> Iterator[Row]:
    positions = [at for edit in cleaned.edits for at in (edit.start, edit.end)]
    offsets = document.bytes.offsets(cleaned.original, positions)
    shift = 0
    for index, edit in enumerate(cleaned.edits):
        line, column = lines.place(edit.start)
        yield {
            "kind": "edit",
            **_place(source, document.id),
            "start": edit.start,
            "end": edit.end,
            "byte_start": offsets[2 * index],
            "byte_end": offsets[2 * index + 1],
            "clean_start": edit.start + shift,
            "original": cleaned.original[edit.start : edit.end],
            "text": edit.text,
            "raw_before": None,
            "rules": edit.rules,
            "reasons": edit.reasons,
            "message": "",
            "line": line,
            "column": column,
        }
        shift += len(edit.text) - (edit.end - edit.start)


def _flag_rows(
    document: Document, source: str, cleaned: Cleaned, lines: LineIndex
) -> Iterator[Row]:
    for flag in cleaned.flags:
        line, column = lines.place(flag.start)
        yield {
            "kind": "flag",
            **_place(source, document.id),
            "start": flag.start,
            "end": flag.end,
            "original": cleaned.original[flag.start : flag.end],
            "rules": (flag.rule,),
            "message": flag.message,
            "line": line,
            "column": column,
        }
