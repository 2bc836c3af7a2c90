"""Near-misses put to the test: a rule in, what its mutants do that none of its texts notices out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from cleaner.edits import Edit
from cleaner.errors import RuleTimeoutError
from cleaner.matching import Matcher, Place, word_forms
from cleaner.mutants import Mutant, make_mutants
from cleaner.pipeline import find_stage_edits
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.rule_choice import stage_of
from cleaner.samples import sample_matches
from cleaner.scan import Context, Lines, Matchers
from cleaner.verdicts import Verdicts

# The share of mutants that near-misses and examples must tell from their rule.
WANTED = 0.95
SAMPLES = 24  # texts that are made up for a mutant of a pattern
_SENTENCE = "Ia pulang kemarin sore."
_OTHER = "Besok mereka kembali lagi."


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no text of its rule tells from it, and a text that does: the near-miss to add."""

    rule: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many mutants of a rule behave otherwise, how many its own texts notice, and the rest."""

    changed: int
    killed: int
    survivors: tuple[Survivor, ...]


def judge_rule(rule: Rule) -> Verdict:
    """Return what becomes of the mutants of ``rule``; code and word lists have none of a pattern."""
    if rule.kind == "built-in":
        return Verdict(0, 0, ())
    judge = _Judge(rule)
    own = [*(before for before, _ in rule.examples), *rule.keep]
    killed, survivors = 0, []
    for mutant in make_mutants(rule):
        if any(judge.tell_apart(mutant, own)):
            killed += 1
            continue
        # A person wrote the first kind; of what is made up the shortest is the plainest.
        written = (text for before, _ in rule.examples for text in _vary(before, rule))
        witness = next(judge.tell_apart(mutant, written), None)
        if witness is None:
            made_up = judge.tell_apart(mutant, _make_up(rule, mutant))
            witness = min(made_up, key=len, default=None)
        if witness is not None:
            survivors.append(Survivor(rule.id, mutant.what, witness))
    return Verdict(killed + len(survivors), killed, tuple(survivors))


class _Judge:
    """Runs a rule and its mutants alone, in the rule's language."""

    def __init__(self, rule: Rule) -> None:
        self._rule = _as_safe(rule)
        self._known: dict[str, Sequence[Edit] | None] = {}
        self._matcher = _Everywhere([self._rule])

    def tell_apart(self, mutant: Mutant, texts: Iterable[str]) -> Iterator[str]:
        """Yield those of ``texts`` of which the mutant makes something else."""
        other = _as_safe(mutant.rule)
        matcher = _Everywhere([other])
        for text in texts:
            if text not in self._known:
                self._known[text] = _find_edits(self._rule, self._matcher, text)
            if _find_edits(other, matcher, text) != self._known[text]:
                yield text


class _Everywhere(Matcher):
    """A matcher that looks at every line, as if a needle stood there; of words, at each that does."""

    def find_places(self, text: str) -> Mapping[str, Sequence[Place]]:
        lines = [Place(line.start + 1, "") for line in Lines.of(text) if line.end > line.start]
        found = {
            rule.id: sorted(_find_words(rule, text)) if rule.kind == "words" else lines
            for rule in self.rules.values()
        }
        return {rule: places for rule, places in found.items() if places}


def _find_words(rule: Rule, text: str) -> Iterator[Place]:
    for form in {form for word in rule.words for form in word_forms(word)}:
        for match in re.finditer(re.escape(form), text):
            yield Place(match.end(), form)


def _as_safe(rule: Rule) -> Rule:
    return msgspec.structs.replace(rule, safety="safe", metadata=False)


def _find_edits(rule: Rule, matcher: Matcher, text: str) -> Sequence[Edit] | None:
    verdicts = Verdicts(text, next(iter(rule.languages), None))
    context = Context(text, Matchers(matcher, Matcher(())), verdicts)
    try:
        return sorted(find_stage_edits(stage_of(rule), text, context))
    except RuleTimeoutError:
        return None


def _make_up(rule: Rule, mutant: Mutant) -> Iterator[str]:
    """Yield texts that the mutant's pattern matches, if it is not the rule's."""
    if mutant.rule.match is not None and mutant.rule.match != rule.match:
        for text in sample_matches(mutant.rule.match, SAMPLES):
            yield from _place(text, rule)


def _vary(example: str, rule: Rule) -> Iterator[str]:
    """Yield an example of ``rule`` in other shapes and surroundings."""
    yield from (example.lower(), example.upper(), example.title())
    yield from (f"{example} 7", f"7 {example}", f"{example}\n{_OTHER}", f"{_OTHER}\n{example}")
    yield from (f"{example} {word}" for word in rule.unless)
    lines = example.split("\n")
    for number, line in enumerate(lines):
        yield line
        yield f"{line} 7"
        yield f"Ia melihat {line} di sana"
        yield "\n".join([*lines[:number], _OTHER, line, _OTHER, *lines[number + 1 :]])
        yield "\n".join([*lines[:number], "Kota Lama", line, "Kota Baru", *lines[number + 1 :]])
    without = example
    for word in rule.requires:
        without = re.sub(re.escape(word), "Raya", without, flags=re.IGNORECASE)
    yield without


def _place(sample: str, rule: Rule) -> Iterator[str]:
    if "\n" in sample:
        return
    if rule.kind in WHOLE_LINE_KINDS:
        yield sample
        yield f"{_SENTENCE}\n{sample}\n{_OTHER}"
        yield f"{_SENTENCE}\n{sample}"
        yield f"{sample}\n{_SENTENCE}"
    else:
        yield f"{_SENTENCE} {sample} {_OTHER}"
        yield f"kata {sample} lagi"
        yield sample
    yield from (f"{sample} {word}" for word in rule.requires[:1])
