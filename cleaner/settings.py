"""Settings: everything that decides what a text becomes, as one frozen, picklable value."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias, get_args

from cleaner.codec import check_codec
from cleaner.errors import SettingsError, did_you_mean

Profile: TypeAlias = Literal["default", "minimal", "ftfy"]
SafetyName: TypeAlias = Literal["safe", "unsafe", "flag"]
PROFILES: tuple[str, ...] = get_args(Profile)
# What each profile runs, in order; see docs/design.md.
STAGES: dict[str, tuple[str, ...]] = {
    "default": ("encoding", "characters", "boilerplate", "structure", "words"),
    "minimal": ("encoding", "characters"),
    "ftfy": ("ftfy",),
}
# ISO 639-1, or 639-3 for a language that has no shorter code.
LANGUAGE_CODE = re.compile("[a-z]{2,3}")
STRIPPABLE: tuple[str, ...] = ("metadata",)


@dataclass(frozen=True, slots=True, order=True)
class Allow:
    """What ``rule`` finds is right as it stands: wherever ``text`` is, or everywhere without it.

    ``text`` is compared as it is; it has to cover the place where the finding starts, blanks
    passed over.
    """

    rule: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What to clean with.

    ``packs`` name packs beside the shipped ones: paths of files, patterns of paths, and
    ``installed:NAME`` for those of an installed distribution. ``select``, ``ignore`` and
    ``extend_select`` take rule ids, pack names and id prefixes: ``select`` replaces the rules
    that are on by default, ``extend_select`` adds to them, ``ignore`` takes away. ``unsafe``
    applies what is otherwise proposed. ``lang`` replaces the verdict on the language.
    ``strip`` names what is otherwise flagged and kept. ``max_removed`` is the share of a
    document's prose that line rules may remove before it is left alone. ``safety`` overrides
    that of rules: pairs of a rule id, pack or id prefix and ``safe``, ``unsafe`` or ``flag``, of
    which the longest name that means a rule counts, of equal ones the last. ``allow`` says which findings are right as they stand.
    ``encoding`` is the codec of whole texts, instead of what their bytes tell; ``keep_encoding``
    writes what was read in another than UTF-8 as it was read.
    """

    profile: Profile = "default"
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    unsafe: bool = False
    lang: str | None = None
    strip: tuple[str, ...] = ()
    max_removed: float = 0.3
    safety: tuple[tuple[str, str], ...] = ()
    allow: tuple[Allow, ...] = ()
    encoding: str | None = None
    keep_encoding: bool = False

    def __post_init__(self) -> None:
        _check_choice("profile", self.profile, PROFILES)
        for name in self.strip:
            _check_choice("strip", name, STRIPPABLE)
        if self.lang is not None and not LANGUAGE_CODE.fullmatch(self.lang):
            raise SettingsError("lang", f'"{self.lang}" is no language code', 'write "id" or "ban"')
        if self.encoding is not None:
            check_codec(self.encoding)
        for _, safety in self.safety:
            _check_choice("safety", safety, get_args(SafetyName))
        if not 0 <= self.max_removed <= 1:
            raise SettingsError("max_removed", f"{self.max_removed} is no share", "give 0 to 1")

    @property
    def digest(self) -> str:
        """The sha256 of all fields, the same on every machine."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def _check_choice(key: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        remedy = did_you_mean(value, choices) or "choose from " + ", ".join(choices)
        raise SettingsError(key, f'unknown value "{value}"', remedy)
