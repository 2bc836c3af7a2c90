"""Which rules run: packs and settings in, the chosen rules with their effective safety out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from cleaner.errors import PackError, SettingsError, did_you_mean
from cleaner.pack_search import find_packs
from cleaner.packs import load_packs, shipped_packs
from cleaner.rule import Pack, Rule, Safety
from cleaner.settings import STAGES, Allow, Settings
from cleaner.vetting import vet_pack


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules of one run: applied, held back, flagged; and those that know metadata."""

    packs: tuple[Pack, ...]
    applied: tuple[Rule, ...]
    held: tuple[Rule, ...]
    flagged: tuple[Rule, ...]
    metadata: tuple[Rule, ...]


def choose_rules(settings: Settings) -> Choice:
    """Return the rules that ``settings`` choose. Raises ``PackError`` and ``SettingsError``."""
    shipped = shipped_packs()
    packs = load_packs([*shipped, *find_packs(settings.packs)])
    for pack in packs[len(shipped) :]:
        _refuse_built_ins(pack)
        vet_pack(pack)
    rules = [rule for pack in packs for rule in pack.rules]
    stages = STAGES[settings.profile]
    safety = _safety_by_rule(rules, settings)
    check_allow(settings.allow, rules)
    chosen = [
        _with_safety(rule, settings, safety.get(rule.id, rule.safety))
        for rule in rules
        if stage_of(rule) in stages or (stage_of(rule) == "scars" and "boilerplate" in stages)
    ]
    on = _selected(packs, chosen, settings)
    return Choice(
        packs,
        applied=tuple(rule for rule in on if rule.safety == "safe"),
        held=tuple(rule for rule in on if rule.safety == "unsafe"),
        # A label flags what it leaves, whatever its safety.
        flagged=tuple(rule for rule in on if rule.safety == "flag" or rule.kind == "label"),
        metadata=tuple(rule for rule in rules if rule.metadata),
    )


def _refuse_built_ins(pack: Pack) -> None:
    for rule in pack.rules:
        if rule.kind == "built-in":
            what = "built-in rules are those of this version's code"
            remedy = "match with another kind"
            raise PackError(f'{pack.path}: rule "{rule.id}": kind', what, remedy)


def known_rules(packs: Iterable[str] = ()) -> list[Rule]:
    """Return all rules of the shipped packs and of those that ``packs`` name, in pack order."""
    return [
        rule for pack in load_packs([*shipped_packs(), *find_packs(packs)]) for rule in pack.rules
    ]


def stage_of(rule: Rule) -> str:
    """Return the stage in which ``rule`` runs."""
    if rule.stage is not None:
        return rule.stage
    return "words" if rule.kind == "words" else "boilerplate"


def _safety_by_rule(rules: Sequence[Rule], settings: Settings) -> dict[str, Safety]:
    """Return the safety that settings give to rules; of several names the longest counts."""
    found: dict[str, Safety] = {}
    for name, safety in sorted(settings.safety, key=lambda pair: len(pair[0])):
        found |= dict.fromkeys(named_rules((name,), "safety", rules), cast(Safety, safety))
    return found


def check_allow(entries: Iterable[Allow], rules: Iterable[Rule]) -> None:
    """Raise ``SettingsError`` for the first of ``entries`` that names no rule of ``rules``."""
    known = {rule.id for rule in rules} if entries else set()
    for entry in entries:
        if entry.rule not in known:
            remedy = did_you_mean(entry.rule, known) or "see: cleaner rules list"
            raise SettingsError("allow", f'no rule "{entry.rule}"', remedy)


def _with_safety(rule: Rule, settings: Settings, safety: Safety) -> Rule:
    strips = rule.metadata and "metadata" in settings.strip
    if strips or (settings.unsafe and safety == "unsafe"):
        safety = "safe"
    if safety == rule.safety:
        return rule
    return msgspec.structs.replace(rule, safety=safety, metadata=rule.metadata and safety != "safe")


def _selected(packs: Sequence[Pack], rules: Sequence[Rule], settings: Settings) -> list[Rule]:
    everything = [rule for pack in packs for rule in pack.rules]
    selected, extended, ignored = (
        named_rules(names, key, everything)
        for names, key in (
            (settings.select, "select"),
            (settings.extend_select, "extend-select"),
            (settings.ignore, "ignore"),
        )
    )
    off = {pack.name for pack in packs if not pack.default}
    return [
        rule
        for rule in rules
        if rule.id not in ignored
        and (
            rule.id in extended
            or (rule.id in selected if settings.select else rule.pack not in off)
        )
    ]


def named_rules(names: Iterable[str], key: str, rules: Sequence[Rule]) -> set[str]:
    """Return the ids that rule ids, pack names and id prefixes stand for.

    Raises ``SettingsError`` naming ``key`` and the nearest known name.
    """
    found: set[str] = set()
    for name in names:
        ids = {r.id for r in rules if name in (r.id, r.pack) or r.id.startswith(f"{name}-")}
        if not ids:
            known = {r.id for r in rules} | {r.pack for r in rules}
            remedy = did_you_mean(name, known) or "see: cleaner rules list"
            raise SettingsError(key, f'no rule or pack "{name}"', remedy)
        found |= ids
    return found
