"""Trials of rules: each rule's examples and near-misses run, what does not hold out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleaner.failure import Failure
from cleaner.pipeline import Cleaner
from cleaner.rule import Rule
from cleaner.settings import Settings
from cleaner.stages.scars import RULE as SCAR
from cleaner.vetting import find_blowups


def try_rules(rules: Iterable[Rule], settings: Settings) -> Iterator[Failure]:
    """Yield what does not hold of each rule, alone and through all packs."""
    cleaners: dict[Settings, Cleaner] = {}
    for rule in rules:
        for message in find_blowups(rule):
            yield Failure(rule.id, "pattern", rule.match or "", "few steps", message)
        everything = _settings_for(rule, settings)
        if everything not in cleaners:
            cleaners[everything] = Cleaner(everything)
        if rule.stage != "scars":  # scars follow the cuts of other rules
            alone = Cleaner(replace(everything, select=(rule.id, SCAR)))
            yield from _try_rule(rule, alone, "alone")
        yield from _try_rule(rule, cleaners[everything], "with all rules")


def _settings_for(rule: Rule, settings: Settings) -> Settings:
    return replace(
        settings,
        profile="ftfy" if rule.stage == "ftfy" else settings.profile,
        lang=next(iter(rule.languages), settings.lang),
        unsafe=rule.safety == "unsafe",
        extend_select=(rule.id,),
    )


def _try_rule(rule: Rule, cleaner: Cleaner, how: str) -> Iterator[Failure]:
    for text, wanted in rule.examples:
        cleaned = cleaner.clean(text)
        if cleaned.text != wanted:
            yield Failure(rule.id, f"example, {how}", text, wanted, cleaned.text)
        flagged = {flag.rule for flag in cleaned.flags}
        stays = rule.safety == "flag" or (rule.kind == "label" and wanted == text)
        if stays and rule.id not in flagged:
            yield Failure(rule.id, f"example, {how}", text, "a flag", "none")
    for text in rule.keep:
        cleaned = cleaner.clean(text)
        if cleaned.text != text:
            yield Failure(rule.id, f"keep, {how}", text, text, cleaned.text)
        if rule.id in {flag.rule for flag in cleaned.flags}:
            yield Failure(rule.id, f"keep, {how}", text, "no flag", "a flag")
