"""The language of a text: text in, an ISO 639-1 code or None for *unknown* out.

The script is asked first; where languages share it, function words and endings decide. All of
it is data in ``rules/languages.toml``, read on first use. Only a clear winner is named: a wrong
language would let the wrong rules run, an unknown one holds them back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.language_data import Languages, Vocabulary, code_of, fold, load_languages
from cleaner.packs import rules_folder
from cleaner.patterns import lazy_pattern

# A long text is judged by its beginning and a stretch from its middle, in code points.
HEAD, MIDDLE = 1500, 500
LEAST_LETTERS = 80
LEAST_SCRIPT_SHARE = 0.6
LEAST_ADMITTED = 0.1
# Weights are whole numbers. A word weighs its letters up to four: short ones occur in any
# language by chance. More than three of one word add nothing, and a stem has three letters.
FULL_WEIGHT = 4
AFFIX_WEIGHT = 2
MOST_REPEATS = 3
LEAST_STEM = 3
# Code is full of English words. The share of such marks in code points that are no blanks is
# above the bound in one of a thousand beginnings of news articles and in most source files.
CODE_MARKS = "(){}[]<>=;_|\\"
MOST_CODE_MARKS = 0.06
# What a winner needs; set with one half of the articles of `benchmarks/languages.py`.
LEAST_SHARE = 0.15
LEAST_CLUES = 4
LEAST_WORDS = 2
LEAST_LEAD = 4
LEAST_ODDS = 2

# ASCII runs that are no words: numbers, addresses, paths, handles, markup, code.
NOISE = lazy_pattern(r"(?<![!-~])[!-~]*[0-9@_/\\={}<>|][!-~]*")


class Clue(NamedTuple):
    """A word or an affix of the text that some languages have."""

    names: frozenset[str]
    weight: int
    is_word: bool


def find_language(text: str) -> str | None:
    """Return the language of ``text``, or None under 80 letters or without a clear winner.

    The code is ISO 639-1, or ISO 639-3 for the few languages without a shorter one. Only the
    beginning and the middle of a long text are looked at. Any string is accepted.

    >>> find_language("Pemerintah mengatakan bahwa harga beras akan turun pada bulan depan, "
    ...               "karena panen di beberapa daerah sudah dimulai.")
    'id'
    >>> find_language("Harga beras akan turun.") is None
    True
    """
    sample = _sample(text)
    languages = load_languages(_data_path())
    vocabulary = languages.vocabularies.get(_main_script(sample, languages))
    if vocabulary is None:
        return None
    if len(vocabulary.names) == 1:
        return code_of(vocabulary.names[0])
    words = _count_words(sample, languages)
    clues = list(_find_clues(words, vocabulary))
    best = _best(clues, words, vocabulary)
    return code_of(best) if best and _leads(best, clues, languages.friends[best]) else None


def language_scores(text: str) -> dict[str, float]:
    """Return for each language in question its share of the words of ``text``, best first.

    A language that its script alone decides has 1. The dictionary is empty where the text is too
    short or in no known script; the best of it may still be no clear winner. Keys are those of
    the data file, so a language written in two scripts shows which (``sr-Latn``).
    """
    sample = _sample(text)
    languages = load_languages(_data_path())
    vocabulary = languages.vocabularies.get(_main_script(sample, languages))
    if vocabulary is None:
        return {}
    if len(vocabulary.names) == 1:
        return {vocabulary.names[0]: 1.0}
    words = _count_words(sample, languages)
    scores = _add_up(_find_clues(words, vocabulary))
    ranked = sorted(scores, key=lambda name: (-scores[name], vocabulary.names.index(name)))
    return {name: scores[name] / (FULL_WEIGHT * words.total()) for name in ranked}


def _data_path() -> Path:
    return rules_folder() / "languages.toml"


def _sample(text: str) -> str:
    """Return the part of ``text`` that is looked at, folded and without noise; none of code."""
    if len(text) > HEAD + MIDDLE:
        middle = max(HEAD, len(text) // 2)
        text = text[:HEAD] + "\n" + text[middle : middle + MIDDLE]
    marks = sum(map(text.count, CODE_MARKS))
    if marks > MOST_CODE_MARKS * (len(text) - text.count(" ") - text.count("\n")):
        return ""
    return NOISE.sub(" ", fold(text))


def _main_script(sample: str, languages: Languages) -> str:
    """Return the script of most letters; nothing where letters are few or no script leads."""
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
        if counts[script] > LEAST_ADMITTED * (counts[script] + admitted):
            counts[script] += admitted
            counts.subtract({other: counts[other] for other in others})
    script, count = counts.most_common(1)[0]
    return script if count >= LEAST_SCRIPT_SHARE * letters else ""


def _count_words(sample: str, languages: Languages) -> Counter[str]:
    counts = Counter(languages.word.findall(sample))
    return Counter({word: min(count, MOST_REPEATS) for word, count in counts.items()})


def _find_clues(words: Counter[str], vocabulary: Vocabulary) -> Iterator[Clue]:
    """Yield what each word tells: as a function word, or else by its affixes."""
    for word, count in words.items():
        names = vocabulary.words.get(word, frozenset())
        if names:
            yield Clue(names, min(len(word), FULL_WEIGHT) * count, is_word=True)
        elif names := _affix_names(word, vocabulary):
            yield Clue(names, AFFIX_WEIGHT * count, is_word=False)


def _affix_names(word: str, vocabulary: Vocabulary) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for length in range(1, min(vocabulary.longest_affix, len(word) - LEAST_STEM) + 1):
        for affix in (word[:length] + "-", "-" + word[-length:]):
            if affix in vocabulary.affixes:
                names |= vocabulary.affixes[affix]
    return names


def _add_up(clues: Iterator[Clue] | list[Clue]) -> Counter[str]:
    scores: Counter[str] = Counter()
    for clue in clues:
        for name in clue.names:
            scores[name] += clue.weight
    return scores


def _best(clues: list[Clue], words: Counter[str], vocabulary: Vocabulary) -> str | None:
    """Return the language with the highest score, the first in the file of equals, if it will do."""
    scores = _add_up(clues)
    best = max(vocabulary.names, key=lambda name: scores[name])
    support = [clue for clue in clues if best in clue.names]
    will_do = (
        len(support) >= LEAST_CLUES
        and sum(clue.is_word for clue in support) >= LEAST_WORDS
        and scores[best] >= LEAST_SHARE * FULL_WEIGHT * words.total()
    )
    return best if will_do else None


def _leads(best: str, clues: list[Clue], friends: frozenset[str]) -> bool:
    """Tell whether ``best`` beats every rival by what only one of the two has."""
    scores = _add_up(clues)
    against = _add_up([clue for clue in clues if best not in clue.names])
    for rival in scores.keys() - friends:
        lead = scores[best] - scores[rival]
        if lead < LEAST_LEAD or lead + against[rival] < LEAST_ODDS * against[rival]:
            return False
    return scores[best] >= LEAST_LEAD
