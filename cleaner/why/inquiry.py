"""Rules questioned about one line: a run in, for each rule that has to do with the line its answer out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from cleaner.cleaned import Cleaned
from cleaner.decoding_notes import WHY
from cleaner.edits import Edit
from cleaner.errors import RuleTimeoutError
from cleaner.pipeline import Cleaner
from cleaner.rule import Rule
from cleaner.rule_choice import Choice
from cleaner.scan import Line, Lines
from cleaner.settings import Allow, Settings
from cleaner.stages.scars import RULE as SCAR
from cleaner.verdicts import Verdicts
from cleaner.why.answer import OFF, Hindrance, Part, Reason, RuleAnswer
from cleaner.why.near import near_miss, needle_columns, silence
from cleaner.why.probes import Probes, Sight, Snapshot, constraints_of, touches
from cleaner.why.reasons import Obstacle, Scene, find_switches, obstacle_of
from cleaner.why.sights import allowed_text, columns_of, describe, fate_of, outcome, reasons_of


class Inquiry:
    """One line of one document, the run that is to be explained, and what is asked of it."""

    def __init__(self, cleaner: Cleaner, cleaned: Cleaned, line: Line) -> None:
        self.cleaner = cleaner
        self.cleaned = cleaned
        self.line = line
        self.settings: Settings = cleaner.settings
        self.choice: Choice = cleaner.choice
        self._rules = {rule.id: rule for pack in self.choice.packs for rule in pack.rules}
        self.probes = Probes(list(self._rules.values()), self.choice, self.settings)

    @cached_property
    def snapshots(self) -> list[Snapshot]:
        """The document as it was and, where the line is still there, as it came out."""
        found = [self._snapshot(self.cleaned.original, self.line)]
        if self.cleaned.edits and fate_of(self.cleaned, self.line)[0] != "removed":
            at = self.cleaned.to_clean(self.line.start, "right")
            lines = Lines.of(self.cleaned.text)
            number = self.cleaned.text.count("\n", 0, at)
            found.append(self._snapshot(self.cleaned.text, lines[number]))
        return found

    def _snapshot(self, text: str, line: Line) -> Snapshot:
        return Snapshot(text, line, Verdicts(text, self.settings.lang))

    @cached_property
    def _alone(self) -> Snapshot:
        text = self.cleaned.original[self.line.start : self.line.end]
        return self._snapshot(text, Lines.of(text)[0])

    def answers(self, asked: Collection[str]) -> Iterator[RuleAnswer]:
        """Yield the answer of each rule that acted or was hit; of those ``asked`` alone, if any."""
        hit = {rule for snapshot in self.snapshots for rule in self.probes.hits(snapshot)}
        below = {rule for snapshot in self.snapshots for rule in self.probes.hits_below(snapshot)}
        ordered = [*self._acted, *(rule for rule in self._rules if rule not in self._acted)]
        for rule in (self._rules[name] for name in ordered if not asked or name in asked):
            answer = None
            if rule.id in self._acted or rule.id in hit | below:
                answer = self._answer(rule)
            if answer is not None and (answer.part != "near" or rule.id in hit):
                yield answer
            elif asked:
                plain = self._plain(rule, "silent")
                yield replace(plain, near=silence(rule), pattern=_pattern(rule))

    def _answer(self, rule: Rule) -> RuleAnswer:
        try:
            if rule.id not in self._acted:
                return self._idle(rule)
            part, sights = self._acted[rule.id]
            if part == "changes" and self._here and rule.id not in self._here:
                return self._beside(rule, sights)
            return self._acting(rule, part, sights)
        except RuleTimeoutError as error:
            reason = Reason("timeout", f"{error.where} {error.what}", error.remedy)
            return replace(self._plain(rule, "withheld"), reasons=(reason,))

    @cached_property
    def _acted(self) -> dict[str, tuple[Part, list[Sight]]]:
        """Return for each rule that did something on the line what it did."""
        found: dict[str, tuple[Part, list[Sight]]] = {}

        def keep(part: Part, rule: str, sight: Sight) -> None:
            known = found.setdefault(rule, (part, []))
            if known[0] == part:
                known[1].append(sight)

        seen: list[tuple[Part, Sight]] = [("changes", edit) for edit in self.cleaned.edits]
        seen += [("proposes", edit) for edit in self._seen("proposed")]
        seen += [("flags", flag) for flag in self._seen("flags") if flag.rule not in WHY]
        for part, sight in seen:
            if touches(self.cleaned.original, self.line, sight):
                for rule in sight.rules if isinstance(sight, Edit) else (sight.rule,):
                    keep(part, rule, sight)
        return found

    def _seen(self, sight: str) -> Sequence[Any]:
        try:
            found: Sequence[Any] = getattr(self.cleaned, sight)
        except RuleTimeoutError:
            return ()  # the rule is questioned by itself, and then says so
        return found

    def _plain(self, rule: Rule, part: Part) -> RuleAnswer:
        chosen = (*self.choice.applied, *self.choice.held, *self.choice.flagged)
        safety = next((r.safety for r in chosen if r.id == rule.id), rule.safety)
        seen = rule.seen
        evidence = ""
        if seen is not None:
            lines = "1 line" if seen.lines == 1 else f"{seen.lines:,} lines"
            evidence = f"seen on {lines}, {seen.wrong:,} wrongly, in {seen.corpus}"
        return RuleAnswer(rule.id, part, rule.pack, rule.kind, safety, rule.why, evidence=evidence)

    @cached_property
    def _here(self) -> set[str]:
        """The rules that act on the line itself, not only on one that is cut with it."""
        changing = (name for name, (part, _) in self._acted.items() if part == "changes")
        return {name for name in changing if self._acts_on(self._rules[name])}

    def _acts_on(self, rule: Rule) -> bool:
        try:
            return bool(self.probes.find(rule, self.snapshots[0], ()))
        except RuleTimeoutError:
            return False

    def _beside(self, rule: Rule, sights: Sequence[Sight]) -> RuleAnswer:
        text, line = self.cleaned.original, self.line
        does = "; ".join(dict.fromkeys(describe(sight, text, line) for sight in sights))
        told = f"acts beside the line, in the same edit: {does}"
        if rule.id == SCAR:
            told = f"closes what the cuts left, in the same edit: {does}"
        columns = tuple(columns_of(sight, line) for sight in sights)
        return replace(self._plain(rule, "changes"), does=told, columns=columns)

    def _acting(self, rule: Rule, part: Part, sights: Sequence[Sight]) -> RuleAnswer:
        text, line = self.cleaned.original, self.line
        does = "; ".join(dict.fromkeys(describe(sight, text, line) for sight in sights))
        answer = replace(
            self._plain(rule, part),
            why=reasons_of(rule.id, sights) or rule.why,
            does=does,
            columns=tuple(columns_of(sight, line) for sight in sights),
        )
        if part == "changes":
            return replace(answer, keep=tuple(self._ways_to_keep(rule, sights[0])))
        if part == "flags" and not self._would_edit(rule):
            return answer  # it points at something; there is nothing that it would change
        return self._with_obstacles(answer, rule, self._switches(rule))

    def _would_edit(self, rule: Rule) -> bool:
        found = (self.probes.find(rule, s, constraints_of(rule)) for s in self.snapshots)
        return any(isinstance(sight, Edit) for sights in found for sight in sights)

    def _ways_to_keep(self, rule: Rule, sight: Sight) -> Iterator[str]:
        yield f"--ignore {rule.id}"
        entry = Allow(rule.id, allowed_text(self.cleaned, sight, self.line))
        allowing = self.cleaner.allowing((*self.settings.allow, entry))
        if not self._acts_in(allowing.clean(self.cleaned.original), rule):
            quoted = json.dumps(entry.text, ensure_ascii=False)
            yield f'[[allow]] rule = "{entry.rule}", text = {quoted}'

    def _acts_in(self, cleaned: Cleaned, rule: Rule) -> bool:
        return any(
            rule.id in e.rules and touches(self.cleaned.original, self.line, e)
            for e in cleaned.edits
        )

    def _idle(self, rule: Rule) -> RuleAnswer:
        """Return the answer of a rule that was hit and did nothing: withheld, or near."""
        text = self.cleaned.original[self.line.start : self.line.end]
        places = tuple(needle_columns(rule, text))
        near = replace(self._plain(rule, "near"), pattern=_pattern(rule), columns=places)
        if self.cleaned.status == "timeout":  # each question would take as long
            return replace(near, near=f"not asked: {self.cleaned.message}")
        for snapshot in self.snapshots:
            if answer := self._withheld(rule, snapshot):
                return answer
        found = self.probes.find(rule, self._alone, constraints_of(rule))
        if found:
            here = self.snapshots[0]
            is_protected = self.probes.bare_context(here).is_protected(self.line)
            hindrance: Hindrance = "protected" if is_protected else "surroundings"
            obstacles = [*self._switches(rule), obstacle_of(hindrance, rule, self._scene(here))]
            return self._hold(rule, self._alone, found, obstacles)
        offs = tuple(o.reason for o in self._switches(rule) if o.reason.hindrance in OFF)
        return replace(near, near=near_miss(rule, text, places), reasons=offs)

    def _switches(self, rule: Rule) -> list[Obstacle]:
        return list(find_switches(rule, self.settings, self.choice))

    def _withheld(self, rule: Rule, snapshot: Snapshot) -> RuleAnswer | None:
        """Return what withholds ``rule`` in ``snapshot``, or None if it would not act there at all."""
        if rule.id not in self.probes.hits(snapshot) | self.probes.hits_below(snapshot):
            return None
        found = self.probes.find(rule, snapshot, ())
        scene = self._scene(snapshot)
        if found:
            obstacles = self._switches(rule) or [self._beaten(found)]
            return self._hold(rule, snapshot, found, obstacles)
        everything = constraints_of(rule)
        found = self.probes.find(rule, snapshot, everything)
        if not found:
            return None
        obstacles = self._switches(rule)
        stopping = self._stopping(rule, snapshot, everything)
        obstacles += [obstacle_of(hindrance, rule, scene) for hindrance in stopping]
        return self._hold(rule, snapshot, found, obstacles)

    def _scene(self, snapshot: Snapshot) -> Scene:
        return Scene(self.cleaned, self.settings, self.choice, self.probes, snapshot)

    def _stopping(
        self, rule: Rule, snapshot: Snapshot, everything: Sequence[Hindrance]
    ) -> list[Hindrance]:
        """Return the constraints whose return alone stops ``rule``; else the first few that do together."""
        alone = [
            hindrance
            for hindrance in everything
            if not self.probes.find(rule, snapshot, set(everything) - {hindrance})
        ]
        if alone:
            return alone
        together: list[Hindrance] = []
        for hindrance in everything:
            together.append(hindrance)
            if not self.probes.find(rule, snapshot, set(everything) - set(together)):
                break
        return together

    def _beaten(self, found: Sequence[Sight]) -> Obstacle:
        """Return why a rule that acts by itself did not in the run as a whole."""
        if self.cleaned.status not in ("clean", "changed"):
            flip = "--max-removed 1" if self.cleaned.status == "guarded" else ""
            reason = Reason("document", self.cleaned.message, flip)
            return Obstacle(reason, {"max_removed": 1.0} if flip else None)
        here = [e for e in self.cleaned.edits if touches(self.cleaned.original, self.line, e)]
        rival = [e for e in here if any(e.start < s.end and s.start < e.end for s in found)]
        others = [name for name in _names(rival or here) if name != SCAR]
        if not others:
            fact = "after what other rules do elsewhere in the document it finds nothing to do"
            return Obstacle(Reason("document", fact))
        names = ", ".join(others)
        fact = f"the place goes to {names}" if rival else f"after {names} it finds nothing to do"
        change = {"ignore": (*self.settings.ignore, *others)}
        return Obstacle(Reason("other rule", fact, f"--ignore {','.join(others)}"), change)

    def _hold(
        self, rule: Rule, snapshot: Snapshot, found: Sequence[Sight], obstacles: Sequence[Obstacle]
    ) -> RuleAnswer:
        told = dict.fromkeys(describe(sight, snapshot.text, snapshot.line) for sight in found)
        answer = replace(self._plain(rule, "withheld"), does="; ".join(told))
        if snapshot.text == self.cleaned.text != self.cleaned.original:
            answer = replace(answer, does=f"{answer.does}, of the line as it then stands")
        else:
            places = tuple(columns_of(sight, snapshot.line) for sight in found)
            answer = replace(answer, columns=places)
        return self._with_obstacles(answer, rule, obstacles)

    def _with_obstacles(
        self, answer: RuleAnswer, rule: Rule, obstacles: Sequence[Obstacle]
    ) -> RuleAnswer:
        change: dict[str, Any] = {}
        for obstacle in obstacles:
            change |= obstacle.change or {}
        tried = self._try(rule, change) if all(o.change for o in obstacles) and change else ""
        return replace(answer, reasons=tuple(o.reason for o in obstacles), tried=tried)

    def _try(self, rule: Rule, change: Mapping[str, Any]) -> str:
        """Return what becomes of the line when the run is repeated with ``change``."""
        settings = replace(self.settings, **change)
        cleaned = self.probes.run(settings, self.cleaned.original)
        if self._acts_in(cleaned, rule):
            return outcome(cleaned, self.line)
        if cleaned.status not in ("clean", "changed"):
            return f"the document is left alone: {cleaned.message}"
        here = (e for e in cleaned.edits if touches(self.cleaned.original, self.line, e))
        names = ", ".join(_names(here))
        return f"the place goes to {names}" if names else "still nothing"


def _names(edits: Iterable[Edit]) -> list[str]:
    """Return the rules that ``edits`` name, each once."""
    return list(dict.fromkeys(name for edit in edits for name in edit.rules))


def _pattern(rule: Rule) -> str:
    return rule.match or rule.trigger or ""
