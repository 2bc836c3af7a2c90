"""Site furniture: lines and spans that rules know, cut where position and neighbours allow it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from cleaner.edits import Edit, Flag
from cleaner.rule import Rule
from cleaner.scan import Context, Line
from cleaner.shapes import BLANKS, is_headline, is_sentence
from cleaner.stages.furniture import Hit, find_line_hits, find_spans
from cleaner.stages.labels import find_label_edits, find_label_flags

BUILT_INS: tuple[str, ...] = ()

MAX_TAIL_LINES = 20  # non-blank lines that a tail may cut after its own
MAX_TAIL_POINTS = 1_500  # code points likewise


def find_edits(_text: str, context: Context) -> Iterator[Edit]:
    """Yield deletions of furniture: spans, labels, whole lines, and tails of the document."""
    spans = list(find_spans(context))
    spans += find_label_edits(context, spans)
    yield from spans
    page = _Page(context)
    for hit in find_line_hits(context):
        page.hits.setdefault(hit.line.number, []).append(hit)
    page.blank_lines_cut_whole(spans)
    if page.hits:
        page.decide()
        yield from page.edits()


def find_flags(_text: str, context: Context) -> Iterator[Flag]:
    """Yield the labels in lines of which nothing tells where their headline ends."""
    flags = list(find_label_flags(context, list(find_spans(context))))
    # The verdict on the text is dear, so it waits for a flag.
    yield from flags if flags and context.markup in ("prose", "markup") else ()


class _Page:
    """The lines of one document with what rules say of each, and which of them go."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.hits: dict[int, list[Hit]] = {}
        self.removed: dict[int, list[Rule]] = {}
        self.labels: list[Hit] = []

    def blank_lines_cut_whole(self, spans: Sequence[Edit]) -> None:
        """Count a line as removed when span cuts leave only blanks of it."""
        by_line: dict[int, list[Edit]] = {}
        for span in spans:
            by_line.setdefault(self.context.line_at(span.start).number, []).append(span)
        for number, cuts in by_line.items():
            line = self.context.lines[number]
            covered = _without(self.context.text, line, cuts)
            if not covered.strip(BLANKS):
                self.removed[number] = []

    def decide(self) -> None:
        """Fill ``removed`` and ``labels``: free rules first, then runs, then positions."""
        waiting: list[Hit] = []
        for hit in (hit for hits in self.hits.values() for hit in hits):
            if hit.rule.position or hit.rule.run > 1:
                # A label before prose is no furniture line, whatever stands around it.
                waiting += [hit] if hit.whole else []
            elif hit.whole:
                self._remove(hit)
            else:
                self.labels.append(hit)
        for hit in [h for hits in self.hits.values() for h in hits if h.rule.below]:
            self._remove_below(hit)
        waiting = self._in_runs(waiting)
        for hit in waiting:
            if not hit.rule.position:
                self._remove(hit)
        self._decide_positions([hit for hit in waiting if hit.rule.position])

    def edits(self) -> Iterator[Edit]:
        """Yield one deletion for each line that goes, for each label, and for each tail."""
        for number, rules in self.removed.items():
            line = self.context.lines[number]
            end = len(self.context.text) if self._cuts_tail(line, rules) else line.next
            for rule in rules:
                yield _deletion(line.start, end, rule)
        for hit in self.labels:
            if hit.line.number not in self.removed:
                yield _deletion(hit.line.start, hit.label_end, hit.rule)

    def _remove(self, hit: Hit) -> None:
        self.removed.setdefault(hit.line.number, []).append(hit.rule)

    def _remove_below(self, hit: Hit) -> None:
        """Remove the line below a label that goes, where it is the headline that belongs to it.

        Before anything but a sentence, metadata or furniture it may head a list of titles.
        """
        number = next(self._after(hit.line.number), None)
        if hit.line.number not in self.removed or number is None or number in self.removed:
            return
        line, following = self.context.lines[number], next(self._after(number), None)
        if following is None or not (following in self.hits or self._may_border(following)):
            return
        stays = self.context.is_protected(line) or self.context.is_allowed_line(line)
        if stays or not self._knows_language(hit.rule):
            return
        if self.context.match_below(hit.rule, self.context.stripped(line)):
            self.removed[number] = [hit.rule]

    def _in_runs(self, waiting: list[Hit]) -> list[Hit]:
        """Return what waits for no run, or stands in one that is long enough.

        A line that turns out to stay makes nobody's run longer, so the rest are asked again.
        """
        while True:
            lengths = self._run_lengths(hit for hit in waiting if hit.rule.run > 1)
            kept = [h for h in waiting if h.rule.run == 1 or lengths[h.line.number] >= h.rule.run]
            if len(kept) == len(waiting):
                return kept
            waiting = kept

    def _run_lengths(self, waiting: Iterable[Hit]) -> dict[int, int]:
        """Return for each furniture line how many stand in a row with it, blank lines passed over."""
        runs: list[list[int]] = []
        for number in sorted(self.removed.keys() | {hit.line.number for hit in waiting}):
            if runs and not any(map(self._is_text, range(runs[-1][-1] + 1, number))):
                runs[-1].append(number)
            else:
                runs.append([number])
        return {number: len(run) for run in runs for number in run}

    def _decide_positions(self, waiting: Sequence[Hit]) -> None:
        for position, walk in (("tail", self._before), ("head", self._after)):
            hits: dict[int, list[Hit]] = {}
            for hit in waiting:
                if hit.rule.position == position:
                    hits.setdefault(hit.line.number, []).append(hit)
            end = len(self.context.lines) if position == "tail" else -1
            for number in self._edge_block(end, position, hits.keys()):
                neighbour = next(walk(number), None)
                # Alone it may be anything: a place, a name, a cell of a table.
                if neighbour is None:
                    continue
                if neighbour in self.removed or self._may_border(neighbour):
                    for hit in hits[number]:
                        self._remove(hit)

    def _edge_block(self, end: int, position: str, waiting: Container[int]) -> list[int]:
        """Return the waiting lines that only removed and waiting ones part from the text's edge.

        The innermost comes first: it decides whether the next one stands beside a removed line.
        """
        block: list[int] = []
        for number in self._before(end) if position == "tail" else self._after(end):
            if number in waiting:
                block.append(number)
            elif number not in self.removed:
                break
        return block[::-1]

    def _may_border(self, number: int) -> bool:
        line = self.context.lines[number]
        return is_sentence(self.context.stripped(line)) or self.context.is_metadata(line)

    def _cuts_tail(self, line: Line, rules: Sequence[Rule]) -> bool:
        """Tell whether a tail at ``line`` takes everything after it along."""
        tails = [rule for rule in rules if rule.kind == "tail" and self._knows_language(rule)]
        if not tails or line.start * 2 < len(self.context.text):
            return False
        numbers = islice(self._after(line.number), MAX_TAIL_LINES + 1)
        after = [self.context.lines[number] for number in numbers]
        if len(after) > MAX_TAIL_LINES or sum(a.end - a.start for a in after) > MAX_TAIL_POINTS:
            return False
        return all(self._may_fall(other) for other in after)

    def _knows_language(self, rule: Rule) -> bool:
        return not rule.languages or self.context.language is not None

    def _may_fall(self, line: Line) -> bool:
        if self.context.is_metadata(line) or self.context.is_allowed_line(line):
            return False
        return (
            any(hit.whole for hit in self.hits.get(line.number, ()))
            or line.number in self.removed
            or is_headline(self.context.stripped(line))
        )

    def _before(self, number: int) -> Iterator[int]:
        return (n for n in range(number - 1, -1, -1) if self._is_text(n))

    def _after(self, number: int) -> Iterator[int]:
        return (n for n in range(number + 1, len(self.context.lines)) if self._is_text(n))

    def _is_text(self, number: int) -> bool:
        return bool(self.context.stripped(self.context.lines[number]))


def _deletion(start: int, end: int, rule: Rule) -> Edit:
    return Edit(start, end, "", (rule.id,), (rule.why,))


def _without(text: str, line: Line, cuts: Sequence[Edit]) -> str:
    """Return the line without what any of ``cuts`` deletes; cuts may overlap."""
    parts: list[str] = []
    done = line.start
    for cut in sorted(cuts):
        parts.append(text[done : max(done, cut.start)])
        done = max(done, cut.end)
    return "".join(parts) + text[done : max(done, line.end)]
