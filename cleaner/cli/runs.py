"""One run as a command makes it: paths, configuration and scope in, outcomes shown and reported."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.allow_use import AllowUse
from cleaner.batch import Outcome, Wish, run
from cleaner.cleaners import Cleaners
from cleaner.cli.printers import Printer
from cleaner.cli.scope import EVERYTHING, Scope
from cleaner.cli.screen import Screen, with_progress
from cleaner.config.configuration import Configuration
from cleaner.decoding_notes import DECODED_LINE, WHY
from cleaner.errors import SettingsError
from cleaner.formats.skips import Skip, skip_by_given_name
from cleaner.globs import Globs
from cleaner.pipeline import Cleaner
from cleaner.reports.terminal import count_of
from cleaner.settings import Settings
from cleaner.sources import STDIN, Source, check_reports, data_format_error, find_sources
from cleaner.walking import Walk

if TYPE_CHECKING:
    from cleaner.narrowing import Narrowing


@dataclass(frozen=True, slots=True)
class Job:
    """What a command asks for. ``output`` is a folder for copies, ``in_place`` writes over."""

    paths: Sequence[str]
    configuration: Configuration
    scope: Scope = EVERYTHING
    output: Path | None = None
    in_place: bool = False

    @property
    def walk(self) -> Walk:
        """What is left out of folders."""
        return Walk(
            exclude=self.excludes,
            force_exclude=self.forces_exclude,
            respect_gitignore=self.respects_gitignore,
            in_place=self.in_place,
        )

    def excludes(self, path: Path, is_folder: bool = False) -> bool:
        """Tell whether ``path`` is left out, by the configuration or the command line."""
        given = Globs(self.scope.exclude, Path())
        found = self.configuration.excludes(path, is_folder=is_folder)
        return found or given.matches(path, is_folder=is_folder)

    def respects_gitignore(self, path: Path) -> bool:
        """Tell whether ``path`` is left out where git ignores it."""
        given = self.scope.respect_gitignore
        return self.configuration.for_file(path).respect_gitignore if given is None else given

    def forces_exclude(self, path: Path) -> bool:
        """Tell whether ``path`` is left out where it is excluded although it is named."""
        return self.scope.force_exclude or self.configuration.for_file(path).force_exclude

    def baseline_of(self, source: str) -> Path | None:
        """Return the file of known findings that counts for ``source``."""
        return self.scope.baseline or self.configuration.for_file(Path(source)).baseline

    def cleaner_for(self, source: Source, cleaners: Cleaners) -> Cleaner:
        """Return the cleaner with the settings that hold for ``source``."""
        found = self.configuration.for_file(source.path)
        try:
            return cleaners.get(found.settings)
        except SettingsError as error:
            raise found.located(error) from error


def clean_and_show(job: Job, screen: Screen, printer: Printer) -> None:
    """Do ``job`` and let ``printer`` show each outcome; ``screen`` says what else is to be said.

    Raises ``CleanerError`` for what is wrong with paths, reports and settings before anything is
    written; what is wrong with one file is counted by ``screen``.
    """
    sources = _find_sources(job, screen)
    screen.named = frozenset(Path(path).as_posix() for path in job.paths)
    cleaners = Cleaners()
    texts = [source for source in sources if not (source.skip or source.problem)]
    ran = _rules_by_source(job, screen, texts, cleaners)
    narrowing = _narrow(job, ran)
    wish = Wish(screen.sights, narrowing.wants if narrowing else None, job.in_place)
    outcomes = run(sources, partial(job.cleaner_for, cleaners=cleaners), wish)
    judged: set[str] = set()
    use = AllowUse(job.configuration.allow_entries())
    with _reports(job, screen, sources, cleaners) as add_to_reports:
        for outcome in with_progress(outcomes, len(sources), quiet=screen.quiet):
            screen.count(outcome)
            use.add(outcome)
            if outcome.status in ("clean", "changed"):
                judged.add(outcome.source)
            add_to_reports(outcome)
            printer.show(outcome)
    rules = {rule.id: rule.why for pack in cleaners.packs for rule in pack.rules}
    printer.close(screen.errors, rules | WHY)
    for message in narrowing.close(judged) if narrowing else ():
        screen.say(message)
    if job.scope.is_everything:
        for message in use.unused(job.paths, ran):
            screen.warn(message)


def _rules_by_source(
    job: Job, screen: Screen, texts: Sequence[Source], cleaners: Cleaners
) -> dict[str, Container[str]]:
    """Return for each source the rules whose findings are reported."""
    found: dict[str, Container[str]] = {}
    by_cleaner: dict[Settings, Container[str]] = {}
    for source in texts:
        cleaner = job.cleaner_for(source, cleaners)
        rules = by_cleaner.get(cleaner.settings)
        if rules is None:
            asked = (
                *cleaner.choice.applied,
                *(cleaner.choice.flagged if screen.show_flags else ()),
            )
            names = (DECODED_LINE, *(rule.id for rule in asked))
            rules = by_cleaner[cleaner.settings] = frozenset(names)
        found[source.name] = rules
    return found


def _keep_no_report(_outcome: Outcome) -> None:
    """Do nothing: nobody asked for a report."""


@contextmanager
def _reports(
    job: Job, screen: Screen, sources: Sequence[Source], cleaners: Cleaners
) -> Iterator[Callable[[Outcome], None]]:
    if not screen.reports:
        yield _keep_no_report
        return
    # A hook that writes no report starts without this.
    from cleaner.report_files import open_reports

    check_reports(screen.reports, sources)
    settings, packs = cleaners.settings, cleaners.packs
    with open_reports(screen.reports, settings, packs, keep_half=job.in_place) as reports:
        yield reports.add


def _check_stdin(job: Job) -> None:
    """Raise ``SettingsError`` for options that do not go with stdin, or only with it."""
    reads = STDIN in job.paths
    if reads and job.scope.since is not None:
        what = "cannot be combined with '-': git knows no lines of it"
        raise SettingsError("--since", what, "name the file")
    if not reads and job.scope.stdin_filename is not None:
        what = "names what comes from stdin, which is not read"
        raise SettingsError("--stdin-filename", what, "give - as the path")


def _find_sources(job: Job, screen: Screen) -> Sequence[Source]:
    _check_stdin(job)
    if screen.reports:
        from cleaner.report_files import check_report_paths

        check_report_paths(screen.reports)
    sources = find_sources(job.paths, job.output, job.walk)
    if job.scope.stdin_filename is not None:
        name = Path(job.scope.stdin_filename)
        left_out = job.forces_exclude(name) and job.excludes(name)
        skip: Skip = "excluded" if left_out else skip_by_given_name(name.name)
        if skip == "data format":
            raise data_format_error(name)
        sources = [replace(s, path=name, skip=skip) if s.is_stdin else s for s in sources]
    if job.scope.sample is None:
        return sources
    problems = [source for source in sources if source.problem]
    texts = [source for source in sources if not (source.skip or source.problem)]
    chosen = job.scope.sample.choose(texts)
    screen.say(f"a sample of {len(chosen):,} of {count_of(len(texts), 'file')}")
    return [*chosen, *problems]


def _narrow(job: Job, ran: Mapping[str, Container[str]]) -> Narrowing | None:
    has_baseline = any(map(job.baseline_of, ran))
    if job.scope.update_baseline and ran and not has_baseline:
        remedy = "give --baseline FILE, or name one in the configuration"
        raise SettingsError("--update-baseline", "there is no baseline to update", remedy)
    if job.scope.since is None and not has_baseline:
        return None
    from cleaner.narrowing import Narrowing  # a hook without either starts without it

    narrowing = Narrowing(job.scope.since, job.baseline_of, update=job.scope.update_baseline)
    narrowing.check(ran)
    return narrowing
