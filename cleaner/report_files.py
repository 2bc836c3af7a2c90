"""Report files of a run: outcomes in, files chosen by suffix out, each whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from cleaner.batch import Outcome
from cleaner.decoding_notes import WHY, shown_codecs
from cleaner.errors import InputError, SettingsError
from cleaner.formats.skips import own_file
from cleaner.formats.text import read_head
from cleaner.formats.whole_files import finish_file, new_file_beside
from cleaner.log import Place, Row, copied_row, document_rows, encode_rows, error_row, header_row
from cleaner.reports.diff import render_diff
from cleaner.reports.hosts import open_host_report
from cleaner.reports.terminal import printable
from cleaner.rule import Pack
from cleaner.settings import Settings


class _Report(Protocol):
    def add(self, outcome: Outcome) -> None: ...

    def close(self) -> None: ...


class _DiffReport:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, outcome: Outcome) -> None:
        cleaned = outcome.cleaned
        if cleaned is None or not (cleaned.edits or cleaned.recoded):
            return
        if cleaned.encoding != "utf-8" or cleaned.segments:
            # Its lines cannot stand in a file of UTF-8; tools pass over text between diffs.
            codec = cleaned.segments and shown_codecs(cleaned.encoding, cleaned.segments, b"")
            note = (
                f"Left out, since it is {codec or cleaned.encoding}: {printable(outcome.source)}\n"
            )
            self._file.write(note.encode())
            return
        self._file.write(render_diff(outcome.source, cleaned).encode())

    def close(self) -> None:
        """Everything is written already."""


class _LogReport:
    def __init__(self, file: BinaryIO, settings: Sequence[Settings], packs: Sequence[Pack]) -> None:
        self._file = file
        self._file.writelines(encode_rows([header_row(settings, packs)]))

    def add(self, outcome: Outcome) -> None:
        rows: list[Row] = []
        place = Place(outcome.source, outcome.output, outcome.settings)
        if outcome.cleaned is not None and outcome.document is not None:
            rows += document_rows(outcome.document, place, outcome.original, outcome.cleaned)
        elif outcome.output is not None:
            rows.append(copied_row(place, _digest(Path(outcome.output)), outcome.status))
        if outcome.status == "error":
            rows.append(error_row(outcome.source, outcome.message))
        self._file.writelines(encode_rows(rows))

    def close(self) -> None:
        """Everything is written already."""


class _SarifReport:
    def __init__(self, file: BinaryIO, packs: Sequence[Pack]) -> None:
        self._file = file
        self._report = open_host_report("sarif")
        self._rules = WHY | {rule.id: rule.why for pack in packs for rule in pack.rules}
        self._errors: list[str] = []

    def add(self, outcome: Outcome) -> None:
        if outcome.status == "error":
            self._errors.append(outcome.message)
        for finding in outcome.findings(("proposed", "flags")):
            self._file.write(self._report.add(finding))

    def close(self) -> None:
        self._file.writelines(self._report.close(self._errors, self._rules))


OWN = ("edit log", "report")
SUFFIXES = (".diff", ".patch", ".jsonl", ".sarif")


class Reports:
    """All reports of one run."""

    def __init__(self, reports: Sequence[_Report]) -> None:
        self._reports = reports

    def add(self, outcome: Outcome) -> None:
        """Take one outcome in, in the order of the run."""
        for report in self._reports:
            report.add(outcome)

    def close(self) -> None:
        """Write what can be written at the end only."""
        for report in self._reports:
            report.close()


def check_report_paths(paths: Sequence[Path]) -> None:
    """Raise ``CleanerError`` before anything is read, for a suffix that says no known form.

    Nor is a file replaced that holds something, unless a run like this wrote it.
    """
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            remedy = "end it in " + " or ".join(SUFFIXES)
            raise SettingsError("--report", f"{path}: unknown suffix", remedy)
        if path.is_file() and (head := read_head(path)) and own_file(head) not in OWN:
            what = "is there, and is no report"
            raise InputError(str(path), what, "give the report another place")


@contextmanager
def open_reports(
    paths: Sequence[Path],
    settings: Sequence[Settings],
    packs: Sequence[Pack],
    *,
    keep_half: bool = False,
) -> Iterator[Reports]:
    """Write the reports beside their places and move them there when the run is over.

    The suffixes have been checked. Raises ``InputError`` for a place that cannot be written;
    after an exception no report appears or changes, unless with ``keep_half``: where files are
    rewritten, what was done until then must not be lost.
    """
    with ExitStack() as stack:
        reports: list[_Report] = []
        for path in paths:
            file = stack.enter_context(_whole_file(path, keep_half=keep_half))
            reports.append(_open_report(path.suffix.lower(), file, settings, packs))
        opened = Reports(reports)
        yield opened
        opened.close()


def _open_report(
    suffix: str, file: BinaryIO, settings: Sequence[Settings], packs: Sequence[Pack]
) -> _Report:
    if suffix == ".jsonl":
        return _LogReport(file, settings, packs)
    return _SarifReport(file, packs) if suffix == ".sarif" else _DiffReport(file)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _whole_file(path: Path, *, keep_half: bool) -> Iterator[BinaryIO]:
    with ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file, temporary = stack.enter_context(new_file_beside(path))
        except OSError as error:
            raise _not_written(path, error) from error
        try:
            yield file
        except BaseException:
            if keep_half:
                _finish(file, temporary, path)
            raise
        _finish(file, temporary, path)


def _finish(file: BinaryIO, temporary: Path, path: Path) -> None:
    try:
        finish_file(file, temporary, path)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> InputError:
    return InputError(str(path), f"cannot be written: {error.strerror}", "check the folder")
