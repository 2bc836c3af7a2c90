"""Furniture on labelled real articles: found, missed, and what was done to prose, beside peers.

    python benchmarks/furniture.py FOLDER [--last-look] [--misses] [--unsafe] [--evidence [PATH]]

FOLDER holds ``articles_dev.jsonl.gz`` and ``furniture_dev.jsonl``. The default profile is measured
on the articles that rule writers may look at, with ``--last-look`` on those that they must not:
these are printed as counts and places, never as text. ``--evidence`` runs over a corpus (the
articles of FOLDER unless PATH names others) and prints for each rule the ``seen`` value of its
pack, and how often known phrases of furniture are left. A cut inside a line of prose is *open*
until somebody has read it; ``--accept-cuts`` files those that are listed as right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from furniture_evidence import Survey, read_texts, survey
from furniture_labels import ARTICLES, Article, read_articles
from furniture_outcomes import (
    RIGHT_CUTS,
    Drops,
    Outcome,
    Place,
    furniture_rules_of,
    judge_cleaned,
    judge_drops,
    open_cuts,
)
from furniture_peers import drop_by_c4, drop_by_refinedweb

from cleaner import Cleaner, Settings

Judge = Callable[[Article], Outcome]
HEAD = f"{'':26}{'knowable':>16}{'all':>14}{'prose lost':>13}{'cut':>6}{'open':>6}{'metadata':>10}"
SHOWN = 100  # code points of a line


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables that were asked for."""
    options = _options(argv)
    cleaner = Cleaner(Settings(unsafe=options.unsafe))
    articles = read_articles(options.folder, options.last_look)
    if options.evidence is not None:
        path = options.evidence or options.folder / ARTICLES
        _print_survey(survey_with_wrongs(cleaner, path, articles), options.corpus)
        return 0
    judges = _judges(cleaner)
    _print_size(articles)
    print(HEAD)
    for name, judge in judges.items():
        _print_row(name, _sum(judge, articles))
    ours = judges["cleaner"]
    if options.last_look:
        known = {article.host for article in read_articles(options.folder)}
        strange = [article for article in articles if article.host not in known]
        _print_row(f"cleaner, {len({a.host for a in strange})} unseen sites", _sum(ours, strange))
    for title, key in (("language", "lang"), ("site", "host")):
        print(f"\nby {title}, cleaner\n{HEAD}")
        for value in sorted({getattr(a, key) for a in articles}):
            _print_row(value, _sum(ours, [a for a in articles if getattr(a, key) == value]))
    total = _sum(ours, articles)
    texts = {} if options.last_look else {a.id: a.lines for a in articles}
    for title, places in (
        ("prose lines lost", total.prose_lost),
        ("cuts inside prose lines that nobody has judged", open_cuts(total.prose_cut)),
        ("metadata touched", total.metadata_touched),
        ("missed, knowable", total.misses if options.misses else []),
    ):
        _print_places(title, places, texts)
    if options.accept_cuts:
        _accept(open_cuts(total.prose_cut))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--last-look", action="store_true", help="the articles kept for the end")
    parser.add_argument("--misses", action="store_true", help="list knowable lines that stayed")
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe rules, too")
    parser.add_argument(
        "--accept-cuts", action="store_true", help="file the cuts that are listed as read and right"
    )
    parser.add_argument("--evidence", nargs="?", type=Path, const=Path(), metavar="PATH")
    parser.add_argument("--corpus", default="", help="the name that goes into `seen`")
    options = parser.parse_args(argv)
    if options.last_look and options.misses:
        parser.error("the lines of the last look are not shown: leave out --misses")
    if options.evidence == Path():
        options.evidence = options.folder / ARTICLES
    return options


def _judges(cleaner: Cleaner) -> dict[str, Judge]:
    rules = furniture_rules_of(cleaner)
    peers: dict[str, Drops] = {
        "C4 lines": drop_by_c4,
        "C4 lines and pages": partial(drop_by_c4, pages=True),
        "RefinedWeb lines": drop_by_refinedweb,
        "RefinedWeb lines and pages": partial(drop_by_refinedweb, pages=True),
    }
    judges: dict[str, Judge] = {
        "cleaner": lambda article: judge_cleaned(article, cleaner.clean(article.text), rules)
    }
    for name, drop in peers.items():
        judges[name] = partial(_judge_peer, drop)
    return judges


def _judge_peer(drop: Drops, article: Article) -> Outcome:
    return judge_drops(article, drop(article.text))


def _sum(judge: Judge, articles: Sequence[Article]) -> Outcome:
    total = Outcome()
    for article in articles:
        total.add(judge(article))
    return total


def survey_with_wrongs(cleaner: Cleaner, path: Path, articles: Sequence[Article]) -> Survey:
    """Return the survey of ``path``; wrong are labelled lines of prose that a rule took whole."""
    result = survey(cleaner, read_texts(path))
    rules = furniture_rules_of(cleaner)
    eager = Cleaner(Settings(unsafe=True))
    for article in articles:
        for place in judge_cleaned(article, eager.clean(article.text), rules).prose_lost:
            for rule in rules.intersection(place.rules):
                if rule in result.evidence:
                    result.evidence[rule].wrong += 1
    return result


def _print_size(articles: Sequence[Article]) -> None:
    labels = [label for article in articles for label in article.labels.values()]
    counts = ", ".join(f"{name} {labels.count(name)}" for name in dict.fromkeys(labels))
    sites = len({article.host for article in articles})
    print(f"{len(articles)} articles of {sites} sites, {len(labels)} lines: {counts}\n")


def _print_row(name: str, row: Outcome) -> None:
    knowable = f"{row.found_knowable}/{row.knowable} {_share(row.found_knowable, row.knowable)}"
    every = f"{row.found}/{row.furniture} {_share(row.found, row.furniture)}"
    prose = f"{len(row.prose_lost)}/{row.prose}"
    metadata = f"{len(row.metadata_touched)}/{row.metadata}"
    cuts = f"{len(row.prose_cut):>6}{len(open_cuts(row.prose_cut)):>6}"
    print(f"{name:26}{knowable:>16}{every:>14}{prose:>13}{cuts}{metadata:>10}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:3.0f}%" if whole else "    "


def _print_places(title: str, places: Sequence[Place], texts: dict[str, list[str]]) -> None:
    if places:
        print(f"\n{title}: {len(places)}")
    for place in places:
        shown = ""
        if place.article in texts:
            shown = repr(place.cut or texts[place.article][place.line_no])[:SHOWN]
        print(f"  {place.article}:{place.line_no} {','.join(place.rules)} {shown}".rstrip())


def _accept(places: Sequence[Place]) -> None:
    with RIGHT_CUTS.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(place.key) + "\n" for place in places)


def _print_survey(result: Survey, corpus: str) -> None:
    print(f"{result.texts:,} texts; {dict(result.statuses)}")
    name = corpus or f"{result.texts:,} texts"
    for rule, row in sorted(result.evidence.items()):
        print(f"{rule:36}{row.documents:>7} documents  {row.seen(name)}")
    print(f"\n{'phrase':24}{'before':>8}{'left':>8}{'documents':>11}")
    for phrase, before in result.before.items():
        left, documents = result.after[phrase], result.documents_after[phrase]
        print(f"{phrase:24}{before:>8}{left:>8}{documents:>11}")


if __name__ == "__main__":
    sys.exit(main())
