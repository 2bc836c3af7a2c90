"""``[[allow]]``: what is right as it stands is not touched, and what nothing needs is reported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import Cleaner, CleanerError, Settings
from cleaner.settings import Allow

Cli = Callable[..., tuple[int, str, str]]

NAMES = "Sergey Lavrov datang. Menurut Lavron, usul itu terlambat. Kata Lavron lagi."
NEWS = "Kabar baik hari ini.\nAkhir berita hari ini.\n[iklan_2]\n"


def _clean(text: str, *allow: tuple[str, str]) -> str:
    return Cleaner(Settings(allow=tuple(Allow(*entry) for entry in allow))).clean(text).text


@pytest.mark.parametrize(
    ("text", "allow", "clean"),
    [
        (NAMES, ("name-lavrov", ""), NAMES),
        (NAMES, ("name-lavroiv", ""), NAMES.replace("Lavron", "Lavrov")),
        (NAMES, ("name-lavrov", "Menurut Lavron,"), NAMES.replace("Kata Lavron", "Kata Lavrov")),
        (NAMES, ("name-lavrov", "Lavron"), NAMES),
        (NAMES, ("name-lavrov", "lavron"), NAMES.replace("Lavron", "Lavrov")),
        (NEWS, ("ad-placeholder", "[iklan_2]"), NEWS),
        (NEWS, ("ad-placeholder", "hari ini.\n[iklan_2]"), NEWS),
        (NEWS, ("ad-placeholder", "[iklan_3]"), NEWS.replace("[iklan_2]\n", "")),
        ("Usai. [iklan_2]", ("ad-placeholder", "[iklan_2]"), "Usai. [iklan_2]"),
        ("kata \u00e2\u20ac\u0153ya\u00e2\u20ac\u009d", ("mojibake", ""), None),
    ],
)
def test_what_is_allowed_stands(text: str, allow: tuple[str, str], clean: str | None) -> None:
    assert _clean(text, allow) == (text if clean is None else clean)


def test_a_line_that_stands_is_no_reason_to_remove_the_one_before_it() -> None:
    """``Sumber`` is furniture only where all that follows is removed."""
    text = "Kabar baik.\nAkhir berita hari ini.\nSumber\n[iklan_2]\n"
    assert _clean(text) == "Kabar baik.\nAkhir berita hari ini.\n"
    assert _clean(text, ("ad-placeholder", "[iklan_2]")) == text


def test_a_line_that_stands_ends_what_a_tail_takes() -> None:
    news = (
        "Kabar baik hari ini dari kota.\nAkhir berita hari ini, kata menteri itu kepada wartawan."
    )
    text = f"{news}\nBERITA TERKAIT:\nHarga cabai naik lagi\nKomentar (0)\n"
    assert "cabai" not in _clean(text)
    kept = _clean(text, ("id-comment-count", "Komentar (0)"))
    assert kept == f"{news}\nHarga cabai naik lagi\nKomentar (0)\n"


def test_a_headline_that_is_allowed_stands_below_its_label() -> None:
    news = "Kabar baik hari ini dari kota kecil itu.\n"
    headline, rest = "Harga Cabai Naik Lagi di Pasar\n", "Warga menunggu kabar lain."
    text = f"{news}Baca juga:\n{headline}{rest}"
    assert _clean(text) == news + rest
    assert _clean(text, ("id-read-also-colon", headline.strip())) == news + headline + rest


def test_line_ends_of_a_checkout_do_not_matter() -> None:
    allow = ("ad-placeholder", "hari ini.\n[iklan_2]")
    text = NEWS.replace("\n", "\r\n")
    assert _clean(text, allow) == text
    assert _clean(NEWS, ("ad-placeholder", "hari ini.\r\n[iklan_2]")) == NEWS


def test_flags_and_held_edits_are_allowed_too() -> None:
    text = "Ini (catatan tanpa penutup.\n"
    flags = {flag.rule for flag in Cleaner().clean(text).flags}
    assert flags
    allow = tuple(Allow(rule) for rule in flags)
    assert Cleaner(Settings(allow=allow)).clean(text).flags == ()


def test_those_of_flags_are_told_when_flags_were_looked_at() -> None:
    text = "Ini (catatan tanpa penutup.\n"
    allow = tuple(Allow(flag.rule) for flag in Cleaner().clean(text).flags)
    cleaned = Cleaner(Settings(allow=allow)).clean(text)
    assert cleaned.allowed == frozenset()
    assert cleaned.observed().allowed == {*allow}


def test_what_is_compiled_is_shared() -> None:
    cleaner = Cleaner()
    other = cleaner.allowing((Allow("name-lavrov"),))
    assert other.choice is cleaner.choice
    assert (other.clean(NAMES).text, cleaner.clean(NAMES).text) == (
        NAMES,
        NAMES.replace("Lavron", "Lavrov"),
    )


def test_entries_that_were_needed_are_told() -> None:
    entries = (Allow("name-lavrov", "Kata Lavron"), Allow("name-lavrov", "Ujar Lavron"))
    assert Cleaner(Settings(allow=entries)).clean(NAMES).allowed == {entries[0]}


def test_a_rule_that_is_none() -> None:
    with pytest.raises(CleanerError, match='allow: no rule "name-lavrof"; did you mean "name-l'):
        Cleaner(Settings(allow=(Allow("name-lavrof"),)))


def _configure(*entries: str) -> None:
    Path("cleaner.toml").write_text("".join(f"[[allow]]\n{entry}\n" for entry in entries))


def test_entries_hold_for_their_paths(run_cli: Cli) -> None:
    _configure('rule = "ad-placeholder"\npath = "arsip/"')
    for folder in ("arsip", "baru"):
        Path(folder).mkdir()
        Path(folder, "a.txt").write_text(NEWS)
    code, out, err = run_cli("check", ".")
    assert code == 1
    assert "baru/a.txt:3:1: ad-placeholder" in out
    assert "arsip" not in out
    assert "warning" not in err
    assert run_cli("fix", ".", "-q")[0] == 1
    assert Path("arsip/a.txt").read_text() == NEWS
    assert run_cli("check", ".", "-q")[:2] == (0, "")


def test_an_entry_that_nothing_needs_is_reported_where_all_its_files_were_seen(
    run_cli: Cli,
) -> None:
    _configure('rule = "ad-placeholder"\ntext = "[iklan_2]"', 'rule = "name-lavrov"\ntext = "X"')
    Path("a.txt").write_text(NEWS)
    Path("sub").mkdir()
    Path("sub/b.txt").write_text("Kabar.\n")
    warning = "warning: cleaner.toml: [[allow]] 2: nothing needs it; remove it\n"
    code, _, err = run_cli("check", ".")
    assert code == 0
    assert warning in err
    assert err.count("warning") == 1
    for paths in (["a.txt"], ["sub"], [".", "--ignore", "name-lavrov"], [".", "--select", "scar"]):
        assert "warning" not in run_cli("check", *paths)[2]


def test_a_rule_that_is_none_is_named_with_its_file(run_cli: Cli) -> None:
    _configure('rule = "ad-placeholdr"\ntext = "x"')
    Path("a.txt").write_text(NEWS)
    code, _, err = run_cli("check", "a.txt")
    assert code == 2
    assert err.startswith(
        'error: cleaner.toml: [[allow]] 1: rule: no rule "ad-placeholdr"; did you mean "ad-'
    )
