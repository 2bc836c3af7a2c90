"""A run over many files: sources and what is asked of them in, one outcome a file out, writes included."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cleaner.cleaned import Cleaned, Sight
from cleaner.document import Document
from cleaner.errors import CleanerError, DecodeError, InputError
from cleaner.findings import Finding, find_findings, is_recoding
from cleaner.formats.in_place import rewrite
from cleaner.formats.skips import HEAD_BYTES, skip_by_content
from cleaner.formats.text import TooLargeError, open_regular, read_file
from cleaner.formats.whole_files import copy_file, write_bytes
from cleaner.pipeline import Cleaner
from cleaner.settings import Settings
from cleaner.sources import Source

Status = Literal["clean", "changed", "skipped", "error"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run asks of each source.

    ``sights`` are taken beside the edits: a pattern that takes too long for them is an error of
    the source before it is written. ``wants`` says which findings count; edits that it does not
    want are not made. ``in_place`` writes what changed over the source itself.
    """

    sights: frozenset[Sight] = frozenset()
    wants: Callable[[Finding], bool] | None = None
    in_place: bool = False


EDITS = Wish()


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
    settings: Settings | None = None
    wanted: tuple[Finding, ...] | None = None

    def findings(self, sights: Collection[Sight] = ()) -> Iterator[Finding]:
        """Yield the edits as findings, and those of ``sights`` that were taken, in text order."""
        if self.cleaned is None:
            return
        if self.wanted is None:
            yield from _find(self.source, self.cleaned, sights)
        else:
            kinds = {"edit", *(sight.removesuffix("s") for sight in sights)}
            for finding in self.wanted:
                if finding.kind in kinds or (self.cleaned.recoded and is_recoding(finding)):
                    yield finding


def run(
    sources: Iterable[Source], cleaner_for: Callable[[Source], Cleaner], wish: Wish = EDITS
) -> Iterator[Outcome]:
    """Clean each of ``sources`` in order and write it where it has an output.

    A file that cannot be cleaned is written as it was, so that nothing is missing in the output.
    """
    for source in sources:
        try:
            yield _clean_source(source, cleaner_for, wish)
        except CleanerError as error:
            yield Outcome(source.name, "error", str(error))


def clean_data(cleaner: Cleaner, data: bytes, name: str, wish: Wish = EDITS) -> Outcome:
    """Return the outcome for the bytes of one document; nothing is read or written."""
    outcome = Outcome(name, "clean", original=data, settings=cleaner.settings)
    try:
        cleaned = cleaner.clean_bytes(data, name).observed(wish.sights)
    except DecodeError as error:
        return replace(outcome, status="error", message=str(error))
    document = Document(name, cleaned.original, cleaned.byte_map, cleaned.encoding, cleaned.bom)
    return _judge(replace(outcome, document=document, cleaned=cleaned), cleaned, wish)


def _judge(outcome: Outcome, cleaned: Cleaned, wish: Wish) -> Outcome:
    """Return ``outcome`` with its status, and only what is wanted of ``cleaned``."""
    if cleaned.status in ("unstable", "timeout"):
        return _left(outcome, cleaned)
    if cleaned.status == "guarded":
        message = f"left as it was: {cleaned.message}; raise --max-removed if that is right"
        return replace(outcome, message=message)
    if wish.wants is not None:
        wanted = tuple(filter(wish.wants, _find(outcome.source, cleaned, wish.sights)))
        spans = {(found.start, found.end) for found in wanted if found.kind == "edit"}
        cleaned = cleaned.only(lambda edit: (edit.start, edit.end) in spans)
        if not any(map(is_recoding, wanted)):
            cleaned = cleaned.unrecoded()
        outcome = replace(outcome, cleaned=cleaned, wanted=wanted)
    cleaned = cleaned.writable()
    if cleaned.status == "unwritable":
        return _left(replace(outcome, cleaned=cleaned, wanted=None), cleaned)
    return replace(outcome, status="changed") if cleaned.edits or cleaned.recoded else outcome


def _left(outcome: Outcome, cleaned: Cleaned) -> Outcome:
    message = f"{outcome.source}: left as it was: {cleaned.message}"
    return replace(outcome, status="error", message=message)


def _find(source: str, cleaned: Cleaned, sights: Collection[Sight]) -> Iterator[Finding]:
    flags, proposed = "flags" in sights, "proposed" in sights
    return find_findings(source, cleaned, flags=flags, proposed=proposed)


def clean_outcome_bytes(outcome: Outcome) -> bytes:
    """Return what is written for ``outcome``: the clean bytes, or the original where it has none."""
    if outcome.status == "changed" and outcome.cleaned is not None:
        return outcome.cleaned.to_bytes()
    return outcome.original


def _clean_source(source: Source, cleaner_for: Callable[[Source], Cleaner], wish: Wish) -> Outcome:
    if source.problem:
        return Outcome(source.name, "error", source.problem)
    if source.is_stdin:
        return _clean_stdin(source, cleaner_for, wish)
    if source.skip:
        return _pass_on(source, Outcome(source.name, "skipped", source.skip))
    try:
        file = read_file(source.path)
    except TooLargeError as error:
        return _pass_on(source, Outcome(source.name, "error", str(error)))
    if file.skip:
        return _pass_on(source, Outcome(source.name, "skipped", file.skip))
    outcome = clean_data(cleaner_for(source), file.data, source.name, wish)
    if wish.in_place and outcome.status == "changed":
        rewrite(source.path, clean_outcome_bytes(outcome), file.stat)
        return replace(outcome, output=source.name)
    return _write(source, outcome)


def _clean_stdin(source: Source, cleaner_for: Callable[[Source], Cleaner], wish: Wish) -> Outcome:
    if sys.stdin is None:
        raise InputError("-", "standard input is closed", "name a file, or pipe a text in")
    data = sys.stdin.buffer.read()
    if source.skip or (skip := skip_by_content(data[:HEAD_BYTES])):
        return _write(source, Outcome(source.name, "skipped", source.skip or skip, data))
    return _write(source, clean_data(cleaner_for(source), data, source.name, wish))


def _write(source: Source, outcome: Outcome) -> Outcome:
    if source.output is None:
        return outcome
    write_bytes(source.output, clean_outcome_bytes(outcome))
    return replace(outcome, output=source.output.as_posix())


def _pass_on(source: Source, outcome: Outcome) -> Outcome:
    """Copy a file that was not read, if there is a place for it."""
    if source.output is None or source.skip in ("symbolic link", "no regular file"):
        return outcome
    with open_regular(source.path) as file:
        copy_file(file, source.output)
    return replace(outcome, output=source.output.as_posix())
