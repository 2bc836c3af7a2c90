"""Counterfactuals: a rule and what is lifted of its constraints in, what it would do on a line out.

Rules of packs and rules in code are asked alike: the stage runs over the document with a copy of
the rule that lacks the constraint, so what is said of a constraint is measured. All probes share
one scan a text, for all known rules at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import msgspec

from cleaner.allowance import Allowance
from cleaner.cleaned import Cleaned
from cleaner.edits import Edit, Flag, covers_lines
from cleaner.markup import Markup
from cleaner.matching import Matcher, Place
from cleaner.pipeline import MODULES, Cleaner, find_stage_edits
from cleaner.rule import Rule
from cleaner.rule_choice import Choice, stage_of
from cleaner.scan import Context, Line, Matchers
from cleaner.settings import Settings
from cleaner.verdicts import Verdicts
from cleaner.why.answer import Hindrance

Sight: TypeAlias = Edit | Flag

# What a rule says of the document, by the keys that say it and how they look when they say nothing.
KEYS: dict[Hindrance, dict[str, Any]] = {
    "language": {"languages": (), "unless_languages": ()},
    "requires": {"requires": ()},
    "unless": {"unless": ()},
    "before": {"before": None},
    "after": {"after": None},
    "position": {"position": None},
    "run": {"run": 1},
    "apart": {"apart": False},
}
# What the document and the user say of any rule.
OUTER: tuple[Hindrance, ...] = ("markup", "protected", "allow")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text as the run had it at one moment, the line that is asked about, the verdicts on it."""

    text: str
    line: Line
    verdicts: Verdicts

    def touches(self, sight: Sight) -> bool:
        """Tell whether ``sight`` has a part of the line, see ``touches``."""
        return touches(self.text, self.line, sight)


def touches(text: str, line: Line, sight: Sight) -> bool:
    """Tell whether the span of ``sight`` in ``text`` has a part of ``line``, its line end included.

    An insertion may be at its ends, and what joins the line to the one before it has a part in it.
    """
    if sight.start == sight.end:
        return line.start <= sight.start <= line.end
    if sight.end == line.start and isinstance(sight, Edit):
        return text[sight.end - 1] == "\n" and not covers_lines(text, sight)
    return sight.start < line.next and line.start < sight.end


def constraints_of(rule: Rule) -> list[Hindrance]:
    """Return what may withhold ``rule`` besides being off, in the order in which it is told."""
    own = [
        hindrance
        for hindrance, keys in KEYS.items()
        if any(getattr(rule, key) != nothing for key, nothing in keys.items())
    ]
    return [*own, *OUTER]


class Probes:
    """Asks what single rules would do among those that are applied."""

    def __init__(self, rules: Sequence[Rule], choice: Choice, settings: Settings) -> None:
        self.settings = settings
        self._choice = choice
        self._scan = _SharedScan(rules)
        self._metadata = Matcher(choice.metadata)
        self._coded = {rule.id for rule in rules if rule.kind == "built-in"}

    def hits(self, snapshot: Snapshot) -> set[str]:
        """Return the rules of which a needle stands on the line of ``snapshot``."""
        return self._hits(snapshot.text, snapshot.line.start, snapshot.line.next)

    def hits_below(self, snapshot: Snapshot) -> set[str]:
        """Return the rules of code that were hit on the next line: they may join it to this one."""
        start = snapshot.line.next
        end = snapshot.text.find("\n", start) + 1 or len(snapshot.text)
        return {name for name in self._hits(snapshot.text, start, end) if name in self._coded}

    def _hits(self, text: str, start: int, end: int) -> set[str]:
        places = self._scan.find_places(text)
        return {
            rule for rule in places if any(start <= max(0, p.end - 1) < end for p in places[rule])
        }

    def run(self, settings: Settings, text: str) -> Cleaned:
        """Return what a run with other ``settings`` makes of ``text``."""
        return _Trial(settings, self._scan).clean(text)

    def find(self, rule: Rule, snapshot: Snapshot, lifted: Collection[Hindrance]) -> list[Sight]:
        """Return what ``rule``, switched on, does on the line when ``lifted`` do not hold it.

        Raises ``RuleTimeoutError``.
        """
        stage = stage_of(rule)
        if stage not in MODULES:  # scars follow the cuts of other rules
            return []
        lighter = _without(rule, lifted)
        context = self.context(lighter, snapshot, lifted)
        edits = find_stage_edits(stage, snapshot.text, context)
        found: list[Sight] = [e for e in edits if rule.id in e.rules and snapshot.touches(e)]
        return found or list(_find_flags(stage, lighter, snapshot, context))

    def bare_context(self, snapshot: Snapshot) -> Context:
        """Return what a stage without rules is told of ``snapshot``."""
        nothing = Matchers(Matcher(()), self._metadata)
        return Context(snapshot.text, nothing, snapshot.verdicts)

    def context(self, rule: Rule, snapshot: Snapshot, lifted: Collection[Hindrance]) -> Context:
        """Return what a stage is told of ``snapshot`` when ``rule`` is applied as well."""
        others = (other for other in self._choice.applied if other.id != rule.id)
        matchers = Matchers(_View([rule, *others], self._scan), self._metadata)
        verdicts = snapshot.verdicts
        if "markup" in lifted:
            verdicts = _AsProse(verdicts)
        allowance = None if "allow" in lifted else Allowance(self.settings.allow)
        kind = _Unprotected if "protected" in lifted else Context
        return kind(snapshot.text, matchers, verdicts, allowance)


def _without(rule: Rule, lifted: Collection[Hindrance]) -> Rule:
    nothing = {key: value for name in lifted for key, value in KEYS.get(name, {}).items()}
    return msgspec.structs.replace(rule, safety="safe", metadata=False, **nothing)


def _find_flags(stage: str, rule: Rule, snapshot: Snapshot, context: Context) -> Iterator[Flag]:
    find = getattr(MODULES[stage], "find_flags", None)
    for flag in find(snapshot.text, context) if find else ():
        allowed = context.allows(flag.start, flag.end, (flag.rule,))
        if flag.rule == rule.id and snapshot.touches(flag) and not allowed:
            yield flag


class _SharedScan:
    """One scan a text, for all rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._matcher = Matcher(rules)
        self._places: dict[str, Mapping[str, Sequence[Place]]] = {}

    def find_places(self, text: str) -> Mapping[str, Sequence[Place]]:
        if text not in self._places:
            self._places[text] = self._matcher.find_places(text)
        return self._places[text]


class _View(Matcher):
    """Some rules, their places taken from a scan for more of them."""

    def __init__(self, rules: Sequence[Rule], scan: _SharedScan) -> None:
        super().__init__(rules)
        self._shared = scan

    def find_places(self, text: str) -> Mapping[str, Sequence[Place]]:
        places = self._shared.find_places(text)
        return {rule: found for rule, found in places.items() if rule in self.rules}


class _Trial(Cleaner):
    """A cleaner that compiles nothing: its places are taken from the shared scan."""

    def __init__(self, settings: Settings, scan: _SharedScan) -> None:
        super().__init__(settings)
        self._applied = Matchers(_View(self.choice.applied, scan), self._metadata)


class _Unprotected(Context):
    """A context that protects nothing."""

    def protected(self, line: Line) -> Sequence[tuple[int, int]]:  # noqa: ARG002
        return ()

    def is_protected(self, line: Line) -> bool:  # noqa: ARG002
        return False


class _AsProse(Verdicts):
    """Verdicts that take any text for prose."""

    def __init__(self, verdicts: Verdicts) -> None:
        super().__init__("")
        self._verdicts = verdicts

    @cached_property
    def language(self) -> str | None:
        return self._verdicts.language

    @cached_property
    def markup(self) -> Markup:
        return "prose"
