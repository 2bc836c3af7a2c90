"""The pipeline: a text in, a ``Cleaned`` out. Read this first: stages, rounds, the fixed point."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, get_args

from cleaner.allowance import Allowance
from cleaner.cleaned import Cleaned, Status
from cleaner.composition import compose
from cleaner.decode import decode
from cleaner.edits import Edit, Flag, apply_edits, resolve_overlaps
from cleaner.errors import RuleTimeoutError
from cleaner.guard import removed_share
from cleaner.markup import Markup
from cleaner.matching import Matcher
from cleaner.rule import REPLACING_STAGES
from cleaner.rule_choice import Choice, choose_rules
from cleaner.scan import Context, Matchers
from cleaner.settings import STAGES, Allow, Settings
from cleaner.stages import (
    boilerplate,
    characters,
    encoding,
    ftfy_library,
    replacements,
    scars,
    structure,
    words,
)
from cleaner.stages.scars import Cut
from cleaner.verdicts import Verdicts

MAX_ROUNDS = 5  # rounds with edits; the one that confirms is not counted
MAX_GROWTH = 4  # times the original's length: more is a rule that feeds on its own output
MODULES: dict[str, Any] = {
    "encoding": encoding,
    "characters": characters,
    "boilerplate": boilerplate,
    "structure": structure,
    "words": words,
    "ftfy": ftfy_library,
}

# The kinds of text in which a stage edits; entities look closer by themselves.
MARKUPS: dict[str, tuple[Markup, ...]] = {
    "encoding": ("prose", "markup", "table"),  # programs and code show mojibake on purpose
    "characters": get_args(Markup),
    "boilerplate": ("prose", "markup"),
    "structure": ("prose",),
    "words": ("prose", "markup"),
    "ftfy": get_args(Markup),
}


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round made of a text: its edits of the text before it, and the text after it.

    ``context`` is what is known of that text, if a stage was already told of it.
    """

    text: str
    edits: tuple[Edit, ...]
    context: Context | None


class _UnstableError(Exception):
    """The text still moves after the last round."""


class Cleaner:
    """Rules compiled once, for any number of texts; safe to share between threads, to pickle.

    Raises ``SettingsError`` and ``PackError`` when it is made, never while it cleans.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.choice: Choice = choose_rules(self.settings)
        self._metadata = Matcher(self.choice.metadata)
        self._applied = Matchers(Matcher(self.choice.applied), self._metadata)
        self._held = Matchers(Matcher(self.choice.held), self._metadata)
        self._flagged = Matchers(Matcher(self.choice.flagged), self._metadata)

    def __reduce__(self) -> tuple[type[Cleaner], tuple[Settings]]:
        return Cleaner, (self.settings,)

    def allowing(self, allow: tuple[Allow, ...]) -> Cleaner:
        """Return a cleaner that allows other findings and shares all that is compiled."""
        # Not copy(): it would go the way of pickling, and compile again.
        other = object.__new__(Cleaner)
        other.__dict__ |= self.__dict__
        other.settings = replace(self.settings, allow=allow)
        return other

    def clean(self, text: str) -> Cleaned:
        """Return ``text`` cleaned; a text that cannot be cleaned comes back unchanged."""
        allowance = Allowance(self.settings.allow) if self.settings.allow else None
        if self.settings.profile == "ftfy":
            return self._clean_once(text, allowance)
        try:
            clean, edits, verdicts = self._settle(text, allowance)
        except _UnstableError:
            message = f"still moving after {MAX_ROUNDS} rounds; please report the rule"
            return Cleaned(text, text, status="unstable", message=message)
        except RuleTimeoutError as error:
            return Cleaned(text, text, status="timeout", message=str(error))
        share = removed_share(text, edits, self._applied.active.rules)
        if share > self.settings.max_removed:
            message = f"line rules would remove {share:.0%} of its sentences"
            return Cleaned(text, text, status="guarded", message=message)
        return Cleaned(
            text,
            clean,
            edits,
            status="changed" if edits else "clean",
            allowance=allowance,
            verdicts=verdicts,
            observer=_Observer(self, Cleaned(text, clean, edits), verdicts, allowance),
        )

    def _clean_once(self, text: str, allowance: Allowance | None) -> Cleaned:
        """Return what another library makes of ``text`` in one pass; its fixed point is its own."""
        verdicts = Verdicts(text, self.settings.lang)
        context = Context(text, self._applied, verdicts, allowance)
        found = tuple(resolve_overlaps(text, find_stage_edits("ftfy", text, context)))
        status: Status = "changed" if found else "clean"
        clean = apply_edits(text, found)
        return Cleaned(text, clean, found, status, verdicts=verdicts, allowance=allowance)

    def clean_bytes(self, data: bytes, where: str = "") -> Cleaned:
        """Return the text in ``data`` cleaned; ``Cleaned.to_bytes()`` gives the clean bytes.

        What was read in more than one codec is ``changed`` also without an edit: it becomes UTF-8.

        Raises ``DecodeError`` for bytes that are no text; ``where`` names them in the message.
        """
        keep = self.settings.keep_encoding
        decoded = decode(data, where, self.settings.encoding, even_utf8=keep)
        cleaned = self.clean(decoded.text)
        recoded = cleaned.status == "clean" and bool(decoded.segments) and not keep
        return replace(
            cleaned,
            status="changed" if recoded else cleaned.status,
            encoding=decoded.encoding,
            bom=decoded.bom,
            segments=decoded.segments,
            reason=decoded.reason,
            keep_encoding=keep,
        )

    def _settle(
        self, text: str, allowance: Allowance | None
    ) -> tuple[str, tuple[Edit, ...], Verdicts]:
        """Run rounds until nothing changes under verdicts that hold for the result."""
        original, rounds = text, 0
        edits: tuple[Edit, ...] = ()
        verdicts = Verdicts(text, self.settings.lang)
        context: Context | None = None
        while True:
            context = context or Context(text, self._applied, verdicts, allowance)
            done = self._round(context, verdicts, allowance)
            context = done.context
            if done.edits:
                rounds += 1
                text = done.text
                if rounds > MAX_ROUNDS or len(text) > MAX_GROWTH * (len(original) + 1_000):
                    raise _UnstableError
                edits = compose(original, edits, done.edits) if edits else done.edits
                continue
            moved = verdicts.move(text)
            if moved.agrees(verdicts):
                return text, edits, moved
            verdicts, context = moved, None

    def _round(self, context: Context, verdicts: Verdicts, allowance: Allowance | None) -> _Round:
        start = text = context.text
        edits: tuple[Edit, ...] = ()
        cuts: list[Cut] = []
        for stage in STAGES[self.settings.profile]:
            if not context.places:
                continue
            found = resolve_overlaps(text, find_stage_edits(stage, text, context))
            if found:
                edits = compose(start, edits, found)
                if scars.RULE in self._applied.active.rules:
                    cuts = scars.carry_cuts(text, cuts, found)
                text = apply_edits(text, found)
                context = Context(text, self._applied, verdicts, allowance)
        if cuts:
            found = resolve_overlaps(text, scars.find_edits(text, cuts))
            edits = compose(start, edits, found)
            text = apply_edits(text, found)
        return _Round(text, edits, context if text is context.text else None)

    def find_proposed(
        self, text: str, verdicts: Verdicts, allowance: Allowance | None = None
    ) -> list[Edit]:
        """Return the edits of held-back rules in a settled ``text``, in its code points."""
        context = Context(text, self._held, verdicts, allowance)
        found = (find_stage_edits(stage, text, context) for stage in STAGES[self.settings.profile])
        return resolve_overlaps(text, chain.from_iterable(found))

    def find_flags(
        self, text: str, verdicts: Verdicts, allowance: Allowance | None = None
    ) -> list[Flag]:
        """Return what flagging rules see in a settled ``text``, in its code points."""
        context = Context(text, self._flagged, verdicts, allowance)
        found = (_find_flags(stage, text, context) for stage in STAGES[self.settings.profile])
        return sorted(set(chain.from_iterable(found)))


@dataclass(frozen=True, slots=True)
class _Observer:
    """Carries what is seen in the clean text back to the original's code points."""

    cleaner: Cleaner
    cleaned: Cleaned
    verdicts: Verdicts
    allowance: Allowance | None

    def proposed(self) -> tuple[Edit, ...]:
        found = self.cleaner.find_proposed(self.cleaned.text, self.verdicts, self.allowance)
        held = sorted(map(self.cleaned.edit_in_original, found))
        original = self.cleaned.original
        # What would only bring the original back is no proposal.
        return tuple(edit for edit in held if original[edit.start : edit.end] != edit.text)

    def flags(self) -> tuple[Flag, ...]:
        found = self.cleaner.find_flags(self.cleaned.text, self.verdicts, self.allowance)
        return tuple(sorted(_flag_in_original(self.cleaned, flag) for flag in found))


def _flag_in_original(cleaned: Cleaned, flag: Flag) -> Flag:
    start, end = cleaned.span_in_original(flag.start, flag.end)
    return Flag(start, end, flag.rule, flag.message)


def find_stage_edits(stage: str, text: str, context: Context) -> Iterator[Edit]:
    """Yield what a stage finds, gates asked: the dear verdicts only when there is an edit."""
    yield from _admitted(MODULES[stage].find_edits(text, context), context, MARKUPS[stage])
    if stage in REPLACING_STAGES:
        found = replacements.find_edits(text, context, stage)
        yield from _admitted(found, context, MARKUPS["words"])


def _admitted(edits: Iterable[Edit], context: Context, markups: Container[str]) -> Iterator[Edit]:
    active: dict[tuple[str, ...], bool] = {}
    fits: bool | None = None  # the verdict on the text is dear, so it waits for an edit
    for edit in edits:
        if fits is None:
            fits = context.markup in markups
        if not fits:
            return
        if edit.rules not in active:
            active[edit.rules] = all(map(context.active, edit.rules))
        if active[edit.rules] and not context.allows(edit.start, edit.end, edit.rules):
            yield edit


def _find_flags(stage: str, text: str, context: Context) -> Iterable[Flag]:
    """Yield what flagging rules see: what their edits would be, and what a stage flags itself."""
    find = getattr(MODULES[stage], "find_flags", None)
    if find is not None:
        for flag in find(text, context):
            if not context.allows(flag.start, flag.end, (flag.rule,)):
                yield flag
    for edit in find_stage_edits(stage, text, context):
        if not all(map(context.flags, edit.rules)):
            continue
        seen = text[edit.start : edit.end].rstrip("\r\n")
        for rule, reason in zip(edit.rules, edit.reasons, strict=True):
            yield Flag(edit.start, edit.start + len(seen), rule, reason)
