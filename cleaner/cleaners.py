"""A cleaner for each settings of a run: settings in, compiled once, the cleaner out."""

from __future__ import annotations

from dataclasses import replace

from cleaner.pipeline import Cleaner
from cleaner.rule import Pack
from cleaner.rule_choice import check_allow
from cleaner.settings import Settings


class Cleaners:
    """Cleaners by settings; those that differ in ``allow`` alone share what is compiled."""

    def __init__(self) -> None:
        self._compiled: dict[Settings, Cleaner] = {}
        self._made: dict[Settings, Cleaner] = {}

    def get(self, settings: Settings) -> Cleaner:
        """Return the cleaner for ``settings``. Raises ``SettingsError`` and ``PackError``."""
        found = self._made.get(settings)
        if found is None:
            found = self._made[settings] = self._make(settings)
        return found

    @property
    def settings(self) -> list[Settings]:
        """The settings asked for so far, in that order."""
        return list(self._made)

    @property
    def packs(self) -> list[Pack]:
        """The packs of these cleaners, each once."""
        packs = (pack for cleaner in self._compiled.values() for pack in cleaner.choice.packs)
        return list({pack.digest: pack for pack in packs}.values())

    def _make(self, settings: Settings) -> Cleaner:
        plain = replace(settings, allow=())
        cleaner = self._compiled.get(plain)
        if cleaner is None:
            cleaner = self._compiled[plain] = Cleaner(plain)
        check_allow(settings.allow, [rule for pack in cleaner.choice.packs for rule in pack.rules])
        return cleaner.allowing(settings.allow)
