"""Reasons: a rule and what withholds it in, the fact behind it and what would flip it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from cleaner.cleaned import Cleaned
from cleaner.pipeline import MARKUPS
from cleaner.rule import Rule
from cleaner.rule_choice import Choice, named_rules, stage_of
from cleaner.scan import Context, Line, Lines
from cleaner.settings import STAGES, Settings
from cleaner.stages.apart import is_quoted
from cleaner.why.answer import Hindrance, Reason
from cleaner.why.facts import columns, find_protected_spans, language_fact, quote
from cleaner.why.probes import Probes, Snapshot, constraints_of

_MAX_WORDS = 6  # of `requires` that a fact names


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason, and the settings that would take it away: None where none would."""

    reason: Reason
    change: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a rule was asked about: the run as it was, and the moment at which it would act."""

    cleaned: Cleaned
    settings: Settings
    choice: Choice
    probes: Probes
    snapshot: Snapshot


def find_switches(rule: Rule, settings: Settings, choice: Choice) -> Iterator[Obstacle]:
    """Yield why ``rule`` (as its pack has it) is not among those that are applied."""
    states = {"safe": choice.applied, "unsafe": choice.held, "flag": choice.flagged}
    state = next((s for s, rules in states.items() if _holds(rules, rule.id)), None)
    if state is None:
        yield from _find_offs(rule, settings, choice)
        state = rule.safety
    if state == "safe":
        return
    change = {"safety": (*settings.safety, (rule.id, "safe"))}
    override = f'safety {rule.id} = "safe" in the configuration'
    if state == "unsafe":
        fact = "unsafe: proposed, not applied"
        yield Obstacle(Reason("safety", fact, f"--unsafe, or {override}"), change)
    elif rule.metadata:
        fact = "metadata: flagged, not removed"
        strip = {"strip": tuple({*settings.strip, "metadata"})}
        yield Obstacle(Reason("safety", fact, "--strip metadata"), strip)
    else:
        yield Obstacle(Reason("safety", "flag: only shown", override), change)


def _holds(rules: tuple[Rule, ...], rule_id: str) -> bool:
    return any(rule.id == rule_id for rule in rules)


def _find_offs(rule: Rule, settings: Settings, choice: Choice) -> Iterator[Obstacle]:
    everything = [other for pack in choice.packs for other in pack.rules]

    def named(names: tuple[str, ...], key: str) -> list[str]:
        return [name for name in names if rule.id in named_rules((name,), key, everything)]

    if stage_of(rule) not in STAGES[settings.profile]:
        fact = f"profile {settings.profile} has no stage {stage_of(rule)}"
        reason = Reason("profile", fact, "--profile default")
        yield Obstacle(reason, {"profile": "default"})
    ignored = named(settings.ignore, "ignore")
    if ignored:
        names = ", ".join(ignored)
        fact = f"ignored as {names}"
        left = tuple(name for name in settings.ignore if name not in ignored)
        yield Obstacle(Reason("off", fact, f"leave {names} out of ignore"), {"ignore": left})
    on = named(settings.extend_select, "extend-select")
    extended = {"extend_select": (*settings.extend_select, rule.id)}
    if settings.select and not on and not named(settings.select, "select"):
        fact = f"select names other rules: {', '.join(settings.select)}"
        yield Obstacle(Reason("off", fact, f"--extend-select {rule.id}"), extended)
    off = {pack.name for pack in choice.packs if not pack.default}
    if rule.pack in off and not settings.select and not on:
        fact = f"pack {rule.pack} is off by default"
        yield Obstacle(Reason("off", fact, f"--extend-select {rule.id}"), extended)


def obstacle_of(hindrance: Hindrance, rule: Rule, scene: Scene) -> Obstacle:
    """Return what stands behind ``hindrance``, which was found to withhold ``rule``."""
    if hindrance == "language":
        return _language(rule, scene)
    fact, flip = _TELLERS[hindrance](rule, scene)
    change = None
    if hindrance == "allow":
        left = tuple(entry for entry in scene.settings.allow if entry.rule != rule.id)
        change = {"allow": left}
    return Obstacle(Reason(hindrance, fact, flip), change)


def _language(rule: Rule, scene: Scene) -> Obstacle:
    language = scene.snapshot.verdicts.language
    told = language_fact(scene.snapshot.text, language, scene.settings.lang)
    verdict = f"the language is {language or 'unknown'} ({told})"
    if rule.languages:
        fact = f"{verdict}; it acts in {', '.join(rule.languages)}"
        code = rule.languages[0]
    else:
        fact = f"{verdict}; it does not act in {', '.join(rule.unless_languages)}"
        code = next(c for c in ("id", "en", "ms") if rule.admits_language(c))
    return Obstacle(Reason("language", fact, f"--lang {code}"), {"lang": code})


def _requires(rule: Rule, _scene: Scene) -> tuple[str, str]:
    shown = ", ".join(map(quote, rule.requires[:_MAX_WORDS]))
    more = len(rule.requires) - _MAX_WORDS
    others = f" and {more} more" if more > 0 else ""
    fact = f"none of {shown}{others} stands in the document"
    return fact, "one of them in the document, or in the rule's requires"


def _unless(rule: Rule, scene: Scene) -> tuple[str, str]:
    found = [word for word in rule.unless if _stands(word, rule, scene)]
    text = scene.snapshot.text.lower()
    places = (text.find(word.lower()) for word in found)
    shown = ", ".join(
        f"{quote(word)} (line {text.count(chr(10), 0, max(0, at)) + 1})"
        for word, at in zip(found, places, strict=True)
    )
    return f"the document holds {shown}", "a document without it"


def _stands(word: str, rule: Rule, scene: Scene) -> bool:
    """Tell whether ``word`` alone would withhold ``rule``."""
    alone = msgspec.structs.replace(
        rule, unless=(word,), requires=(), languages=(), unless_languages=()
    )
    return not scene.probes.context(alone, scene.snapshot, ()).active(rule.id)


def _neighbour(key: str, step: int) -> Callable[[Rule, Scene], tuple[str, str]]:
    def tell(rule: Rule, scene: Scene) -> tuple[str, str]:
        lines = Lines.of(scene.snapshot.text)
        numbers = range(scene.snapshot.line.number + step, len(lines) if step > 0 else -1, step)
        line = next((lines[n] for n in numbers if _text(scene, lines[n])), None)
        pattern = quote(getattr(rule, key))
        flip = f"a line {key} it that {pattern} matches"
        if line is None:
            return f"no line stands {key} it", flip
        return (
            f"line {line.number + 1}, {quote(_text(scene, line))}, is not what it wants {key} it",
            flip,
        )

    return tell


def _text(scene: Scene, line: Line) -> str:
    return scene.snapshot.text[line.start : line.end].strip()


def _position(rule: Rule, scene: Scene) -> tuple[str, str]:
    here, lines = scene.snapshot.line.number, Lines.of(scene.snapshot.text)
    outer = range(here + 1, len(lines)) if rule.position == "tail" else range(here - 1, -1, -1)
    inner = range(here - 1, -1, -1) if rule.position == "tail" else range(here + 1, len(lines))
    stays = next((n for n in outer if _text(scene, lines[n]) and not _goes(n, scene)), None)
    side, other = ("after", "before") if rule.position == "tail" else ("before", "after")
    wanted = rule.position
    if stays is not None:
        fact = f"{wanted}: line {stays + 1} {side} it stays, {quote(_text(scene, lines[stays]))}"
        return fact, f"nothing but furniture {side} it"
    near = next((n for n in inner if _text(scene, lines[n])), None)
    if near is None:
        return f"{wanted}: it stands alone in the document", f"a sentence {other} it"
    fact = (
        f"{wanted}: line {near + 1} {other} it is no sentence, {quote(_text(scene, lines[near]))}"
    )
    return fact, f"a sentence, metadata or furniture {other} it"


def _goes(number: int, scene: Scene) -> bool:
    """Tell whether the run removed line ``number``; what the result holds stays."""
    if scene.snapshot.text != scene.cleaned.original:
        return False
    line = Lines.of(scene.cleaned.original)[number]
    return any(e.start <= line.start and line.end <= e.end for e in scene.cleaned.edits)


def _run(rule: Rule, scene: Scene) -> tuple[str, str]:
    context = scene.probes.context(rule, scene.snapshot, ())
    count = 1 + _furniture(context, scene, 1) + _furniture(context, scene, -1)
    flip = f"{rule.run} such lines in a row"
    if count >= rule.run:
        return f"fewer than {rule.run} lines in a row are furniture that goes", flip
    return f"{count} in a row, {rule.run} are wanted", flip


def _furniture(context: Context, scene: Scene, step: int) -> int:
    number, count = scene.snapshot.line.number + step, 0
    while 0 <= number < len(context.lines):
        line = context.lines[number]
        if _text(scene, line):
            if not context.is_furniture(line):
                break
            count += 1
        number += step
    return count


def _apart(rule: Rule, scene: Scene) -> tuple[str, str]:
    line = scene.snapshot.line
    text = scene.snapshot.text[line.start : line.end]
    sights = scene.probes.find(rule, scene.snapshot, constraints_of(rule))
    quoted = any(is_quoted(text, s.start - line.start, s.end - line.start) for s in sights)
    fact = "it stands in a quotation" if quoted else "it stands in a sentence"
    return f"{fact}, where somebody speaks of it", "it between sentences"


def _markup(rule: Rule, scene: Scene) -> tuple[str, str]:
    stage = stage_of(rule)
    kinds = MARKUPS["words" if rule.kind == "replace" else stage]
    verdict = scene.snapshot.verdicts.markup
    fact = f"the document reads as {verdict}; it acts in {' and '.join(kinds)}"
    if verdict in kinds:
        fact = f"the document reads as {verdict}; it acts in prose"
    return fact, "its prose in a file of its own"


def _protected(_rule: Rule, scene: Scene) -> tuple[str, str]:
    context = scene.probes.bare_context(scene.snapshot)
    line = scene.snapshot.line
    spans = list(find_protected_spans(context, line))
    if context.is_protected(line):
        return f"the line stands in a {spans[0].what}", f"the line outside the {spans[0].what}"
    places = ", ".join(f"{span.what}, {columns(span.first, span.last)}" for span in spans)
    return places or "what stands beside it", "nothing: such text is left alone"


def _allow(rule: Rule, scene: Scene) -> tuple[str, str]:
    entries = [entry for entry in scene.settings.allow if entry.rule == rule.id]
    shown = ", ".join(f"text {quote(e.text)}" if e.text else "everywhere" for e in entries)
    return f"allowed as it stands: {shown}", "without that [[allow]] entry"


def _surroundings(_rule: Rule, _scene: Scene) -> tuple[str, str]:
    return "on this line alone it would act; the rest of the document withholds it", ""


_TELLERS: dict[str, Callable[[Rule, Scene], tuple[str, str]]] = {
    "requires": _requires,
    "unless": _unless,
    "before": _neighbour("before", -1),
    "after": _neighbour("after", 1),
    "position": _position,
    "run": _run,
    "apart": _apart,
    "markup": _markup,
    "protected": _protected,
    "allow": _allow,
    "surroundings": _surroundings,
}
