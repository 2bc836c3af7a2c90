"""The commands for people who write rules: list, explain, test, new, schema, reference."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomlkit

from cleaner.cli import main
from cleaner.pack_schema import pack_schema
from cleaner.packs import load_packs, rules_folder, shipped_packs
from cleaner.reports.rules_page import render_page

FIXTURES = Path(__file__).parent.parent / "fixtures"
REFERENCE = FIXTURES.parent / "docs" / "rules-reference.md"
LINE = {
    "kind": "line",
    "match": "(?i)satu baris",
    "examples": [["satu baris", ""]],
    "keep": ["satu"],
}

# --- list and explain -----------------------------------------------------------------------------


def test_the_table_of_rules(run_cli: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    seen = {"lines": 1_200, "wrong": 2, "corpus": "uji"}
    others = {"uji-dua": LINE | {"languages": ["id", "ms"], "safety": "unsafe"}}
    write_pack(Path("uji.toml"), {"uji-satu": LINE | {"seen": seen}, **others})
    printed = run_cli("rules", "list", "uji.toml")
    assert printed.out == (
        "rule      pack  kind  languages  safety  evidence\n"
        "uji-satu  uji   line  any        safe    1,200 seen, 2 wrong\n"
        "uji-dua   uji   line  id,ms      unsafe  -\n"
    )
    assert (printed.code, printed.err) == (0, "")


def test_the_table_counts_what_rules_find(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    write_pack(Path("uji.toml"), {"uji-satu": LINE, "uji-dua": LINE | {"match": "dua baris"}})
    Path("a.txt").write_text("Kata.\nsatu baris\nKata.\nSatu baris\n")
    Path("b.txt").write_text("satu baris\n")
    printed = run_cli("rules", "list", "uji", "--pack", "uji.toml", "--statistics", ".")
    rows = [line.split() for line in printed.out.splitlines()]
    assert [(row[0], row[-1]) for row in rows] == [
        ("rule", "hits"),
        ("uji-satu", "3"),
        ("uji-dua", "0"),
    ]


def test_what_cannot_be_read_is_said_beside_the_table(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    write_pack(Path("uji.toml"), {"uji-satu": LINE})
    Path("a.txt").write_bytes(b"\xe9")
    printed = run_cli("rules", "list", "uji.toml", "--statistics", "a.txt")
    assert printed.code == 2
    assert printed.err.startswith("error: a.txt: ")
    assert "uji-satu" in printed.out


def test_a_page_about_a_rule_tells_what_its_evidence_allows(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    seen = {"lines": 60, "wrong": 0, "corpus": "berita"}
    checked = {"lines": 3_000_000, "wrong": 0, "corpus": "buku"}
    rule = LINE | {"seen": seen, "checked": checked, "run": 3, "before": "x$"}
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    shown = run_cli("rules", "explain", "uji.toml").out
    assert "60 lines, 0 wrong, in berita: at most 4.9 % of what it finds is wrong" in shown
    assert "0 changed wrongly, in buku: at most 1 in a million lines" in shown
    for line in ("run         3 lines or more", "before      x$", "'satu baris' → ''", "'satu'"):
        assert line in shown


# --- test -----------------------------------------------------------------------------------------


def test_what_does_not_hold_is_shown_as_a_diff(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    rule = LINE | {"examples": [["Kata.\nsatu baris\nAkhir.", "Kata.\nakhir."]]}
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    printed = run_cli("rules", "test", "uji.toml")
    assert printed.code == 1
    assert printed.out.startswith(
        "uji-satu: example, alone\n"
        "  of   Kata.\\n\n       satu baris\\n\n       Akhir.\n"
        "    Kata.\\n\n  - akhir.\n  + Akhir.\n"
    )
    assert "uji-satu: example, with all rules\n" in printed.out
    assert printed.err == "1 rules, 2 cases, 2 failures\n"


def test_a_flag_that_is_missing_is_said(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    rule = LINE | {"safety": "flag", "examples": [["dua baris", "dua baris"]]}
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    printed = run_cli("rules", "test", "uji.toml")
    assert "uji-satu: example, alone\n  of   dua baris\n  - a flag\n  + none\n" in printed.out


def test_a_label_without_a_certain_end_has_to_be_flagged(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    left = "Ia pergi. Simak: Satu dua tiga empat lima enam. Ia pulang."
    cut = ["Ia pergi. Simak: Satu dua tiga empat lima", "Ia pergi."]
    rule = {"kind": "label", "match": r"Simak:\s*", "examples": [cut, [left, left]]}
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    assert run_cli("rules", "test", "uji.toml").code == 0
    rule["examples"] = [cut, ["Ia menyimak.", "Ia menyimak."]]
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    assert "- a flag" in run_cli("rules", "test", "uji.toml").out


def test_a_shipped_pack_may_be_named_by_its_file(run_cli: Callable[..., Any]) -> None:
    path = rules_folder() / "scars.toml"
    assert run_cli("rules", "list", str(path)).out == run_cli("rules", "list", "scars").out


def test_mutants_that_nothing_notices_are_listed(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    write_pack(Path("uji.toml"), {"uji-satu": LINE})
    printed = run_cli("rules", "test", "uji.toml", "--mutate")
    assert printed.code == 1
    lines = printed.out.splitlines()
    assert lines[0].startswith("uji-satu: without (?i) at 1: nothing notices; keep ")
    assert lines[1:] == [
        "uji-satu: without the line's end: nothing notices; keep 'satu baris 7', or an example like it",
        "uji-satu: without the line's start: nothing notices; keep '7 satu baris', or an example like it",
    ]
    assert printed.err == (
        "1 rules, 3 mutants that change something, 0 noticed (0.0%; 95% are wanted)\n"
    )
    added = {"examples": [["Satu baris", ""]], "keep": ["satu baris 7", "7 satu baris"]}
    write_pack(Path("uji.toml"), {"uji-satu": LINE | added})
    printed = run_cli("rules", "test", "uji.toml", "--mutate")
    assert (printed.code, printed.out) == (0, "")


RULES_PAGE = FIXTURES.parent / "docs" / "rules.md"


def test_the_rules_that_the_documentation_shows_hold(run_cli: Callable[..., Any]) -> None:
    blocks = RULES_PAGE.read_text("utf-8").split("```toml\n")[1:]
    shown = [
        block.partition("```")[0] for block in blocks if "[[rule]]" in block.partition("```")[0]
    ]
    assert len(shown) == 3
    for number, block in enumerate(shown):
        head = (
            ""
            if "[pack]" in block
            else '[pack]\nformat = 1\nname = "my"\nsummary = "x"\nlanguages = ["en"]\n'
        )
        Path(f"{number}.toml").write_text(head + block, "utf-8")
        printed = run_cli("rules", "test", f"{number}.toml")
        assert (printed.code, printed.out) == (0, "")


# --- new ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id", "fr", "th"])
def test_a_new_pack_holds_what_it_says(language: str, run_cli: Callable[..., Any]) -> None:
    printed = run_cli("rules", "new", "situs-saya.toml", "--lang", language)
    assert (printed.code, printed.out) == (0, "")
    assert "cleaner rules test situs-saya.toml" in printed.err
    for args in ([], ["--mutate"]):
        printed = run_cli("rules", "test", "situs-saya.toml", *args)
        assert (printed.code, printed.out) == (0, "")
    jsonschema.validate(tomllib.loads(Path("situs-saya.toml").read_text("utf-8")), pack_schema())


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a b.toml"], "error: a b.toml: cannot name a pack; use lower-case words with hyphens"),
        (["situs"], "error: situs: cannot name a pack; "),
        (["situs.toml", "--lang", "x"], 'error: --lang: "x" is no language code; '),
    ],
)
def test_a_new_pack_that_cannot_be(
    args: list[str], message: str, run_cli: Callable[..., Any]
) -> None:
    printed = run_cli("rules", "new", *args)
    assert printed.code == 2
    assert printed.err.startswith(message)
    assert list(Path().iterdir()) == []


def test_a_new_pack_replaces_nothing(run_cli: Callable[..., Any]) -> None:
    Path("situs.toml").write_text("x")
    assert run_cli("rules", "new", "situs.toml").err == (
        "error: situs.toml: is there already; name another file\n"
    )
    assert Path("situs.toml").read_text() == "x"


# --- schema and reference -------------------------------------------------------------------------


@pytest.mark.parametrize("path", shipped_packs(), ids=lambda path: path.stem)
def test_shipped_packs_fit_the_schema(path: Path) -> None:
    jsonschema.validate(tomllib.loads(path.read_text("utf-8")), pack_schema())


CASES = tomllib.loads((FIXTURES / "packs.toml").read_text("utf-8"))
# What no schema can tell: what a pattern, a word or a list is, and what ids and names there are.
UNSAID = (
    *("pattern", "literal", "too short", "eat a letter", "cannot be filled", "is no word"),
    *(
        "corrected",
        "correction",
        "is no run",
        "LIST",
        "is taken",
        "no language code",
        "is for flags",
    ),
    *(
        "no examples or no keep",
        "has both",
        "replaces nothing",
        "needs the key",
        "lower-case-words",
    ),
)


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_the_schema_tells_what_the_loader_tells(case: dict[str, Any]) -> None:
    if {"text", "hex", "holds"} & case.keys():
        return
    head = CASES["pack"] | case.get("pack", {})
    rule = CASES["rule"] | case.get("rule", {})
    for key in case.get("without_pack", ()):
        del head[key]
    for key in case.get("without", ()):
        del rule[key]
    validator = jsonschema.Draft202012Validator(pack_schema())
    fits = validator.is_valid(tomlkit.parse(tomlkit.dumps({"pack": head, "rule": [rule]})).unwrap())
    message = case.get("error", "")
    if not message:
        assert fits
    elif not any(part in message for part in UNSAID):
        assert not fits


def test_the_schema_explains_every_key() -> None:
    properties = pack_schema()["properties"]
    for table in (properties["pack"], properties["rule"]["items"]):
        assert all(each["description"] for each in table["properties"].values())


def test_the_reference_of_shipped_rules_is_up_to_date() -> None:
    """``cleaner rules reference > docs/rules-reference.md`` writes it anew."""
    assert REFERENCE.read_text("utf-8") == render_page(load_packs(shipped_packs()))


def test_a_page_about_rules_of_ones_own(
    run_cli: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    rule = LINE | {"why": "Satu *dua* <b>`tiga`.", "match": "satu `|` baris"}
    write_pack(Path("uji.toml"), {"uji-satu": rule})
    page = run_cli("rules", "reference", "uji.toml").out
    assert "| [uji](#uji) | 1 | For a test. |\n" in page
    assert "### uji-satu\n\nSatu \\*dua\\* \\<b\\>`tiga`.\n" in page
    assert "- pattern: ``satu `|` baris``\n" in page
    assert "- `satu baris` goes\n- leaves `satu`\n" in page


def test_an_unknown_command_about_rules(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "lst"]) == 2
    assert "lst" in capfd.readouterr().err
