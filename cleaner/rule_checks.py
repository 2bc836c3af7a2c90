"""What a rule must hold beyond its types: a rule in, an error that names the key out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]

import msgspec
import regex

from cleaner.case_forms import scan_forms
from cleaner.errors import PackError
from cleaner.literals import MIN_BYTES, required_literals
from cleaner.pattern_shapes import eats_letters
from cleaner.rule import PATTERN_KINDS, REPLACING_STAGES, WHOLE_LINE_KINDS, Rule
from cleaner.settings import LANGUAGE_CODE

# ``(?:word){e<=1}``: what such braces hold, for all that ``regex`` knows.
_FUZZY = re.compile(r"(?<!\\)\{[\d\s<=,+]*[ides]\s*[<=,:}\d+]")
# A listed word is a word or a phrase of a few.
MAX_WORD = 100  # code points
_TOKEN = re.compile(r"\w+")
# Keys that make sense for some kinds only.
KEYS_OF_KINDS = {
    "match": PATTERN_KINDS,
    "with_": {"replace"},
    "stage": {"replace", "built-in"},
    "trigger": {"built-in"},
    "words": {"words", "built-in"},
    "list": {"words"},
    "position": WHOLE_LINE_KINDS,
    "before": WHOLE_LINE_KINDS,
    "after": WHOLE_LINE_KINDS,
    "below": {"line"},
    "run": WHOLE_LINE_KINDS,
    "apart": {"inline", "label"},
    "ends": {"label"},
    "small_words": {"label"},
    "metadata": PATTERN_KINDS - {"label"},
    "scan": PATTERN_KINDS,
}
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Rule)}
REQUIRED_OF_KINDS = {
    **dict.fromkeys(PATTERN_KINDS, ("match",)),
    "replace": ("match", "with_", "stage"),
    "words": ("words",),
    "built-in": ("stage",),
}


def check_rule(rule: Rule, where: str) -> None:
    """Raise ``PackError`` for the first thing in ``rule`` that cannot work."""
    _check_kind(rule, where)
    if not rule.examples or not rule.keep:
        raise PackError(where, "no examples or no keep", "give at least one of each")
    if rule.metadata and rule.safety != "flag":
        raise PackError(f"{where}: metadata", "is for flags", 'set safety = "flag"')
    if rule.run < 1:
        raise PackError(f"{where}: run", f"{rule.run} lines are no run", "give 2 or more")
    for code in (*rule.languages, *rule.unless_languages):
        if not LANGUAGE_CODE.fullmatch(code):
            remedy = "write ISO 639 codes such as id"
            raise PackError(f"{where}: languages", f'"{code}" is no language code', remedy)
    for key in ("match", "before", "after", "below", "ends"):
        pattern = getattr(rule, key)
        if pattern is not None:
            check_pattern(pattern, f"{where}: {key}")
    if rule.trigger is not None:
        check_pattern(rule.trigger, f"{where}: trigger")
    if rule.kind in PATTERN_KINDS:
        _check_literals(rule, where)
    if rule.kind == "replace":
        _check_replacement(rule, where)
    if rule.kind in ("prefix", "label"):
        _check_label(rule, where)
    if rule.kind == "words":
        _check_words(rule, where)


def _check_kind(rule: Rule, where: str) -> None:
    for key, kinds in KEYS_OF_KINDS.items():
        value = getattr(rule, key)
        if value not in (_DEFAULTS[key], {}) and rule.kind not in kinds:
            name = key.rstrip("_")
            raise PackError(f"{where}: {name}", f"means nothing for kind {rule.kind}", "remove it")
    for key in REQUIRED_OF_KINDS[rule.kind]:
        if getattr(rule, key) in (None, (), {}):
            name = key.rstrip("_")
            raise PackError(where, f'kind {rule.kind} needs the key "{name}"', "add it")


def check_pattern(pattern: str, where: str) -> None:
    """Raise ``PackError`` unless both ``regex`` and the standard library read ``pattern``."""
    remedy = "write what Python's re reads"
    try:
        regex.compile(pattern)
        with warnings.catch_warnings():
            # Sets within sets: ``re`` warns, and reads them otherwise than ``regex`` does.
            warnings.simplefilter("error")
            re.compile(pattern)
    except (regex.error, re.error, OverflowError, RecursionError, Warning) as error:
        raise PackError(where, f"is no pattern: {error}", remedy) from error
    if _FUZZY.search(pattern):
        what = "is read as a fuzzy pattern by regex and as plain text by re"
        raise PackError(where, what, "escape the curly bracket")


def _check_replacement(rule: Rule, where: str) -> None:
    if rule.stage not in REPLACING_STAGES:
        remedy = "choose from " + ", ".join(REPLACING_STAGES)
        raise PackError(f"{where}: stage", f'"{rule.stage}" replaces nothing', remedy)
    try:
        _parser.parse_template(rule.with_, re.compile(rule.match or ""))
    except (re.error, IndexError) as error:
        remedy = "name a group of the pattern, or write a backslash twice"
        raise PackError(f"{where}: with", f"cannot be filled in: {error}", remedy) from error


def _check_literals(rule: Rule, where: str) -> None:
    literals = rule.scan or required_literals(rule.match or "")
    if not literals:
        remedy = 'give scan = ["..."] with a literal out of every match'
        raise PackError(f"{where}: match", "no literal stands in every match", remedy)
    for literal in literals:
        forms = scan_forms(literal)
        if not forms or min(len(form.encode()) for form in forms) < MIN_BYTES:
            remedy = f"give scan = [...] with literals of at least {MIN_BYTES} bytes"
            raise PackError(f"{where}: match", f'"{literal}" is too short to scan for', remedy)


def _check_label(rule: Rule, where: str) -> None:
    if eats_letters(rule.match or ""):
        remedy = "match the label, its separator and blanks alone; look ahead for what follows"
        raise PackError(f"{where}: match", "its last element can eat a letter", remedy)
    for word in rule.small_words:
        if not word.isalpha() or word != word.lower():
            what = f'"{word}" is no word in small letters'
            raise PackError(f"{where}: small_words", what, "write single words as a headline does")


def _check_words(rule: Rule, where: str) -> None:
    if not isinstance(rule.words, dict):
        raise PackError(f"{where}: words", "is no table", 'write {from = "to"}')
    folded = {word.lower() for word in rule.words}
    for wrong, right in rule.words.items():
        key = f'{where}: words: "{wrong}"'
        if not wrong.strip() or wrong != wrong.strip() or len(wrong.encode()) < MIN_BYTES:
            raise PackError(key, "is no word to look for", f"at least {MIN_BYTES} bytes, no blanks")
        if len(wrong) > MAX_WORD or "\n" in wrong:
            raise PackError(
                key, "is no word to look for", f"at most {MAX_WORD} code points, one line"
            )
        if not right.strip():
            raise PackError(key, "is corrected to nothing", "use kind inline to cut it")
        if right != right.strip() or "\n" in right:
            raise PackError(
                key, "its correction has blanks around it", "keep it to one line of words"
            )
        again = next((part for part in _phrases(right.lower()) if part in folded), None)
        if again is not None:
            what = (
                f'"{again}" in its correction "{right}"'
                if again != right.lower()
                else f'its correction "{right}"'
            )
            raise PackError(key, f"{what} is corrected too", "drop one of them")


def _phrases(text: str) -> Iterator[str]:
    """Yield ``text`` and each row of words in it."""
    yield text
    tokens = list(_TOKEN.finditer(text))
    for number, first in enumerate(tokens):
        yield from (text[first.start() : last.end()] for last in tokens[number:])
