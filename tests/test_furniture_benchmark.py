"""What measures furniture: labels that name no text, peers as their papers say, outcomes, bounds."""

import gzip
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from cleaner import Cleaner, Settings
from cleaner.rule import Seen

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
LABELS = ("furniture_dev.jsonl", "furniture_last_look.jsonl")
TEXT = (
    "Harga cabai naik di pasar kota.\n"
    "Baca Juga\n"
    "Pedagang mengeluh sejak pekan lalu.\n"
    "Baca juga: Panen Raya Dimulai Pekan Depan di Desa\n"
    "Foto: Rina\n"
    "Hasil panen berikutnya ditunggu.\n"
)


def benchmark(name: str) -> ModuleType:
    """Return a module of the benchmarks, which import each other by their plain names."""
    if str(BENCHMARKS) not in sys.path:
        sys.path.append(str(BENCHMARKS))
    return __import__(name)


def rows(name: str) -> list[dict[str, Any]]:
    lines = (BENCHMARKS / "data" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", LABELS)
def test_labels_name_lines_and_hold_no_text(name: str) -> None:
    keys = {"article", "site", "lang", "line_no", "label"}
    for row in rows(name):
        assert row["label"] in {"prose", "furniture", "metadata", "unsure"}
        assert set(row) == keys | ({"knowable"} if row["label"] == "furniture" else set())
    places = [(row["article"], row["line_no"]) for row in rows(name)]
    assert len(places) == len(set(places))


def test_the_last_look_shares_no_article_with_what_rules_were_written_on() -> None:
    dev, last = ({row["article"] for row in rows(name)} for name in LABELS)
    first = {row["article"] for row in rows("furniture_knowable.jsonl")}
    assert len(dev) >= 40
    assert len(last) >= 70
    assert not last & (dev | first)


def test_every_first_furniture_line_is_knowable_or_not_and_says_why() -> None:
    found = rows("furniture_knowable.jsonl")
    assert len(found) == 78
    assert all(set(row) == {"article", "line_no", "knowable", "why"} for row in found)
    assert all(row["why"] for row in found)


C4 = [
    ("Ia pulang ke rumah di desa.", False),
    ("“Ia pulang ke rumah di desa”", False),
    ("Ia pulang ke rumah di desa", True),
    ("Ia pulang ke desa.", True),
    ("Please turn on JavaScript to go on.", True),
    ("We ask you to read our cookie policy first.", True),
]


@pytest.mark.parametrize(("line", "dropped"), C4)
def test_lines_that_c4_drops(line: str, dropped: bool) -> None:
    assert benchmark("furniture_peers").drop_by_c4(line) == ({0} if dropped else set())


REFINEDWEB = [
    ("Ia pulang", False),
    ("HARGA BERAS NAIK hari ini", True),
    ("HARGA beras di kota naik", False),
    ("12 - 34", True),
    ("1.2k shares", True),
    ("12 orang", False),
    ("Share", True),
    ("Harga beras naik. Read more...", True),
    ("Kita baca dulu, baru read more about it", False),
    ("Sign in to comment", True),
    ("3 items in cart now", True),
    ("Sign in is what the long page at the end of that road asked of them", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "dropped"), REFINEDWEB)
def test_lines_that_refinedweb_drops(line: str, dropped: bool) -> None:
    assert benchmark("furniture_peers").drop_by_refinedweb(line) == ({0} if dropped else set())


def test_refinedweb_drops_a_page_of_which_more_than_a_twentieth_is_flagged() -> None:
    drop = benchmark("furniture_peers").drop_by_refinedweb
    long = " ".join(["kata"] * 30)
    assert drop(f"{long}\nShare", pages=True) == {1}
    assert drop("Ia pulang ke desa.\nShare", pages=True) == {0, 1}


def article(**labels: Any) -> Any:
    named = dict(enumerate(["prose", "furniture", "prose", "furniture", "metadata", "prose"]))
    named |= {int(key.strip("l")): label for key, label in labels.items()}
    return benchmark("furniture_labels").Article(
        "a", "site.example", "id", TEXT, named, frozenset({1})
    )


def judged(**labels: Any) -> Any:
    outcomes = benchmark("furniture_outcomes")
    cleaner = Cleaner(Settings(select=("id-read-also-label", "id-read-also-link")))
    rules = outcomes.furniture_rules_of(cleaner)
    return outcomes.judge_cleaned(article(**labels), cleaner.clean(TEXT), rules)


def test_furniture_that_went_is_found_and_the_rest_left_alone() -> None:
    outcome = judged()
    assert (outcome.furniture, outcome.found) == (2, 2)
    assert (outcome.knowable, outcome.found_knowable) == (1, 1)
    assert (outcome.prose, outcome.prose_lost, outcome.prose_cut) == (3, [], [])
    assert (outcome.metadata, outcome.metadata_touched) == (1, [])


def test_prose_that_went_is_lost_and_names_the_rule() -> None:
    (place,) = judged(l3="prose").prose_lost
    assert (place.line_no, place.rules) == (3, ("id-read-also-link",))


def test_metadata_that_went_is_touched() -> None:
    assert [place.line_no for place in judged(l1="metadata").metadata_touched] == [1]


def test_furniture_that_stayed_is_missed_only_if_it_can_be_known() -> None:
    judge = benchmark("furniture_outcomes").judge_drops
    outcome = judge(article(), {0})
    assert [place.line_no for place in outcome.misses] == [1]
    assert [place.line_no for place in outcome.prose_lost] == [0]


def test_a_line_is_gone_only_if_nothing_but_blanks_is_left() -> None:
    outcomes = benchmark("furniture_outcomes")
    edit = outcomes.Edit
    assert outcomes.is_gone(" Iklan ", 10, [edit(11, 16, "")])
    assert not outcomes.is_gone(" Iklan ", 10, [edit(11, 15, "")])
    assert not outcomes.is_gone(" Iklan ", 10, [edit(11, 16, "x")])
    assert outcomes.is_gone("ab", 10, [edit(0, 11, ""), edit(11, 20, "")])


def test_a_cut_inside_prose_is_open_until_it_is_filed() -> None:
    outcomes = benchmark("furniture_outcomes")
    place = outcomes.Place("nobody", 3, ("x",), "Baca juga")
    assert outcomes.open_cuts([place]) == [place]
    assert "Baca" not in json.dumps(place.key)


def test_the_last_look_refuses_to_show_its_lines(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        benchmark("furniture").main([str(tmp_path), "--last-look", "--misses"])


def test_sections_of_a_site_are_one_host() -> None:
    make = benchmark("furniture_labels").Article
    hosts = [make("a", site, "id", "").host for site in ("a.b.com", "x.co.id", "y.x.co.id", "m")]
    assert hosts == ["b.com", "x.co.id", "x.co.id", "m"]


def test_evidence_prints_what_a_pack_takes_and_counts_what_is_left(tmp_path: Path) -> None:
    evidence = benchmark("furniture_evidence")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"text": TEXT}) + "\n")
    (tmp_path / "b.txt").write_text("Ia pulang.\nHits: 12\n", "utf-8")
    cleaner = Cleaner(Settings(select=("id-read-also-label",)))
    found = evidence.survey(cleaner, evidence.read_texts(tmp_path))
    row = found.evidence["id-read-also-label"]
    assert (found.texts, row.lines, row.documents) == (2, 1, 1)
    value = tomllib.loads(row.seen("two texts"))["seen"]
    assert msgspec.convert(value, Seen) == Seen(1, 0, "two texts")
    assert (found.before["read-also-line"], found.after["read-also-line"]) == (1, 0)
    assert (found.before["share-counter"], found.after["share-counter"]) == (1, 1)


def test_removals_are_whole_lines_or_cuts_inside_one() -> None:
    sample = benchmark("furniture_sample")
    chosen = ("id-read-also-label", "id-follow-republika", "scar")
    cleaner = Cleaner(Settings(select=chosen, lang="id"))
    text = (
        "Ia pulang.\nBaca Juga\nIa pergi lagi ke pasar pagi itu juga."
        "Ikuti Whatsapp Channel Republika\nIa tidur.\nBaca Juga"
    )
    rules = benchmark("furniture_outcomes").furniture_rules_of(cleaner)
    found = list(sample.find_removals("a", cleaner.clean(text), rules))
    assert [(r.rules[0], r.whole) for r in found] == [
        ("id-read-also-label", True),
        ("id-follow-republika", False),
    ]


def test_the_bound_of_no_hits_is_three_over_the_trials() -> None:
    bound = benchmark("bounds").upper_bound
    assert bound(0, 1_000_000) == pytest.approx(2.9957e-6, rel=1e-3)
    # From tables of the exact binomial bound, one-sided.
    assert bound(1, 20) == pytest.approx(0.2161, abs=1e-4)
    assert bound(5, 100) == pytest.approx(0.1023, abs=1e-4)
    assert (bound(3, 3), bound(0, 0)) == (1.0, 1.0)
