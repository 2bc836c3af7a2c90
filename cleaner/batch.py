"""A run over many files: sources and settings in, one outcome a file out, writes included."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cleaner.cleaned import Cleaned
from cleaner.decode import is_binary
from cleaner.document import ByteMap, Document, Segment
from cleaner.errors import CleanerError, DecodeError
from cleaner.formats.text import LFS_POINTER, read_bytes, write_bytes
from cleaner.pipeline import Cleaner
from cleaner.sources import Source

Status = Literal["clean", "changed", "skipped", "error"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source. ``cleaned`` is there unless it was skipped or not read."""

    source: str
    status: Status
    message: str = ""
    original: bytes = b""
    document: Document | None = None
    cleaned: Cleaned | None = None
    output: str | None = None


def run(cleaner: Cleaner, sources: Iterable[Source], *, observe: bool = False) -> Iterator[Outcome]:
    """Clean each of ``sources`` in order and write it where it has an output.

    ``observe`` says that flags will be asked for: a pattern that takes too long for them is an
    error of the source before it is written.
    A file that cannot be cleaned is written as it was, so that nothing is missing in the output.
    """
    for source in sources:
        try:
            yield _clean_source(cleaner, source, observe=observe)
        except CleanerError as error:
            yield Outcome(source.name, "error", str(error))


def clean_data(cleaner: Cleaner, data: bytes, name: str, *, observe: bool = False) -> Outcome:
    """Return the outcome for the bytes of one document; nothing is read or written."""
    if data.startswith(LFS_POINTER):
        return Outcome(name, "skipped", "Git LFS pointer", data)
    if is_binary(data):
        return Outcome(name, "skipped", "binary file", data)
    try:
        cleaned = cleaner.clean_bytes(data, name)
    except DecodeError as error:
        return Outcome(name, "error", str(error), data)
    if observe:
        cleaned = cleaned.observed()
    start = ByteMap((Segment(0, len(cleaned.bom), cleaned.encoding),))
    document = Document(name, cleaned.original, start, cleaned.encoding, cleaned.bom)
    if cleaned.status in ("unstable", "timeout"):
        message = f"{name}: left as it was: {cleaned.message}"
        return Outcome(name, "error", message, data, document, cleaned)
    if cleaned.status == "guarded":
        message = f"left as it was: {cleaned.message}; raise --max-removed if that is right"
        return Outcome(name, "clean", message, data, document, cleaned)
    return Outcome(name, "changed" if cleaned.edits else "clean", "", data, document, cleaned)


def clean_outcome_bytes(outcome: Outcome) -> bytes:
    """Return what is written for ``outcome``: the clean bytes, or the original where it has none."""
    if outcome.status == "changed" and outcome.cleaned is not None:
        return outcome.cleaned.to_bytes()
    return outcome.original


def _clean_source(cleaner: Cleaner, source: Source, *, observe: bool) -> Outcome:
    if source.skip in ("symbolic link", "no regular file"):
        return Outcome(source.name, "skipped", source.skip)
    data = sys.stdin.buffer.read() if source.is_stdin else read_bytes(source.path)
    if source.skip:
        outcome = Outcome(source.name, "skipped", source.skip, data)
    else:
        outcome = clean_data(cleaner, data, source.name, observe=observe)
    if source.output is None:
        return outcome
    write_bytes(source.output, clean_outcome_bytes(outcome))
    return replace(outcome, output=source.output.as_posix())
