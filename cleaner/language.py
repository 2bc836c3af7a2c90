"""The language of a text: text in, an ISO 639-1 code or None for *unknown* out.

The script is asked first; where languages share it, function words decide. Both come from
``rules/languages.toml``, read on first use. Only what can be told with a clear lead is told.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.packs import rules_folder

# A text is judged by its beginning and by a stretch from its middle, in code points.
HEAD, MIDDLE = 3000, 1000
LEAST_LETTERS = 80
# The bounds below were set on one half of the real articles of `benchmarks/languages.py`.
LEAST_SCRIPT_SHARE = 0.6
LEAST_ADMITTED = 0.1
LEAST_HITS = 4
LEAST_SHARE = 0.12
LEAST_LEAD = 0.15

# ASCII runs that are no words: numbers, addresses, paths, handles, markup, code.
NOISE = re.compile(r"(?<![!-~])[!-~]*[0-9@_/\\={}<>|][!-~]*")


@dataclass(frozen=True, slots=True)
class Languages:
    """The data file, ready for look-ups."""

    starts: tuple[int, ...]  # first code points of the ranges of all scripts, sorted
    ranges: tuple[tuple[int, str], ...]  # for each, the last code point and the script
    admits: Mapping[str, tuple[str, ...]]
    word: re.Pattern[str]
    speakers: Mapping[str, tuple[str, ...]]  # languages by script, in the order of the file
    owners: Mapping[str, tuple[str, ...]]  # languages by function word
    siblings: Mapping[str, frozenset[str]]


def find_language(text: str) -> str | None:
    """Return the language of ``text``, or None under 80 letters or without a clear winner.

    The code is ISO 639-1, or ISO 639-3 for the few languages that have no shorter one. Only the
    beginning and the middle of a long text are looked at. Any string is accepted.

    >>> find_language("Pemerintah mengatakan bahwa harga beras akan turun pada bulan depan, "
    ...               "karena panen di beberapa daerah sudah dimulai.")
    'id'
    >>> find_language("Harga beras akan turun.") is None
    True
    """
    sample = _sample(text)
    languages = load_languages(_data_path())
    script = _main_script(sample, languages)
    speakers = languages.speakers.get(script, ())
    if len(speakers) == 1:
        return _code(speakers[0])
    return _winner(_count_hits(sample, speakers, languages), languages)


def language_scores(text: str) -> dict[str, float]:
    """Return for each language in question the share of words that are its own, best first.

    A language that its script alone decides has 1. The dictionary is empty where no script leads
    or the text is too short; a single best score need not be enough for ``find_language``.
    """
    sample = _sample(text)
    languages = load_languages(_data_path())
    speakers = languages.speakers.get(_main_script(sample, languages), ())
    if len(speakers) == 1:
        return {speakers[0]: 1.0}
    hits, total = _count_hits(sample, speakers, languages)
    return {name: count / total for name, count in hits.most_common() if count}


@cache
def load_languages(path: Path) -> Languages:
    """Return what the TOML file ``path`` says about languages; each file is read once."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    ranges = sorted(
        (int(span.split("-")[0], 16), int(span.split("-")[-1], 16), script)
        for script, spans in data["scripts"].items()
        for span in spans.split()
    )
    letters = "".join(f"{chr(first)}-{chr(last)}" for first, last, _ in ranges)
    speakers: dict[str, list[str]] = {}
    owners: dict[str, list[str]] = {}
    for name, entry in data["languages"].items():
        speakers.setdefault(entry["script"], []).append(name)
        for word in set(_fold(entry.get("words", "")).split()):
            owners.setdefault(word, []).append(name)
    return Languages(
        starts=tuple(first for first, _, _ in ranges),
        ranges=tuple((last, script) for _, last, script in ranges),
        admits={script: tuple(others) for script, others in data["admits"].items()},
        word=re.compile(f"[{letters}\u0300-\u036f]+"),
        speakers={script: tuple(names) for script, names in speakers.items()},
        owners={word: tuple(names) for word, names in owners.items()},
        siblings={
            name: frozenset(entry.get("siblings", ())) for name, entry in data["languages"].items()
        },
    )


def _data_path() -> Path:
    return rules_folder() / "languages.toml"


def _sample(text: str) -> str:
    if len(text) > HEAD + MIDDLE:
        middle = max(HEAD, len(text) // 2)
        text = text[:HEAD] + "\n" + text[middle : middle + MIDDLE]
    return NOISE.sub(" ", _fold(text))


def _fold(text: str) -> str:
    """Return ``text`` composed and in lower case; the dot that ``İ`` leaves on its ``i`` goes."""
    return unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i"))


def _main_script(sample: str, languages: Languages) -> str:
    """Return the script of most letters, or nothing where there are few or none leads."""
    counts: Counter[str] = Counter()
    for char, count in Counter(sample).items():
        place = bisect_right(languages.starts, ord(char)) - 1
        if place >= 0 and ord(char) <= languages.ranges[place][0]:
            counts[languages.ranges[place][1]] += count
    letters = counts.total()
    if letters < LEAST_LETTERS:
        return ""
    for script, others in languages.admits.items():
        admitted = sum(counts[other] for other in others)
        if counts[script] >= LEAST_ADMITTED * (counts[script] + admitted):
            counts[script] += admitted
            counts.subtract({other: counts[other] for other in others})
    script, count = counts.most_common(1)[0]
    return script if count >= LEAST_SCRIPT_SHARE * letters else ""


def _count_hits(
    sample: str, speakers: tuple[str, ...], languages: Languages
) -> tuple[Counter[str], int]:
    """Return how many words of ``sample`` each of ``speakers`` owns, and how many words it has."""
    words = Counter(languages.word.findall(sample))
    hits: Counter[str] = Counter(dict.fromkeys(speakers, 0))
    for word, count in words.items():
        for name in languages.owners.get(word, ()):
            if name in hits:
                hits[name] += count
    return hits, words.total()


def _winner(scored: tuple[Counter[str], int], languages: Languages) -> str | None:
    hits, total = scored
    best = max(hits, key=hits.__getitem__, default=None)
    if best is None or hits[best] < max(LEAST_HITS, LEAST_SHARE * total):
        return None
    friends = languages.siblings[best] | {best}
    rival = max((n for name, n in hits.items() if name not in friends), default=0)
    return _code(best) if hits[best] - rival >= LEAST_LEAD * hits[best] else None


def _code(name: str) -> str:
    return name.partition("-")[0]
