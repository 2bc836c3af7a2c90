"""``--baseline``: known findings are left out; the file churns with nothing but findings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Settings
from cleaner.findings import find_findings

Cli = Callable[..., tuple[int, str, str]]

RULES = {name: {"kind": "inline", "match": name[4:].upper()} for name in ("uji-slot", "uji-tanda")}
HEAD = '{"cleaner-baseline": 1}\n'
ROW = '{"path": "a", "rule": "b", "fingerprint": "c", "count": %s}'
DIRTY = "Satu SLOT dua.\n\nTiga TANDA empat.\n"
RECORD = ("--baseline", "kenal.json", "--update-baseline")


@pytest.fixture
def run(run_cli: Cli, write_pack: Callable[..., Path]) -> Cli:
    """The command line in a folder where two rules count."""
    write_pack(Path("uji.toml"), RULES)
    Path("cleaner.toml").write_text('packs = ["uji.toml"]\nselect = ["uji", "scar"]\n')
    return run_cli


@pytest.fixture
def recorded(run: Cli) -> Cli:
    """A folder whose two findings are recorded in ``kenal.json``."""
    run_cli = run
    Path("a.txt").write_text(DIRTY)
    code, out, err = run_cli("check", "a.txt", *RECORD)
    assert (code, out) == (0, "")
    assert "kenal.json: holds 2 findings\n" in err
    return run_cli


def _rows(path: str = "kenal.json") -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_bytes().splitlines()][1:]


def test_the_file_is_made_to_be_merged_and_read(recorded: Cli) -> None:
    lines = Path("kenal.json").read_text().splitlines()
    assert lines[0] == '{"cleaner-baseline": 1}'
    assert lines[1:] == sorted(lines[1:])
    assert len(lines) == 3
    assert set(_rows()[0]) == {"path", "rule", "fingerprint", "count", "text"}
    before = Path("kenal.json").read_bytes()
    assert recorded("check", ".", *RECORD)[0] == 0
    assert Path("kenal.json").read_bytes() == before


def test_known_findings_are_left_out_of_check_and_fix(recorded: Cli) -> None:
    code, out, err = recorded("check", ".", "--baseline", "kenal.json")
    assert (code, out) == (0, "")
    assert "2 findings of the baseline left out\n" in err
    assert recorded("fix", ".", "--baseline", "kenal.json")[0] == 0
    assert Path("a.txt").read_text() == DIRTY


def test_only_the_new_one_is_reported_and_fixed(recorded: Cli) -> None:
    Path("a.txt").write_text("Baris baru di atas.\nEnam SLOT tujuh.\n" + DIRTY)
    code, out, _ = recorded("check", ".", "--baseline", "kenal.json")
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("a.txt")] == [
        "a.txt:2:6: uji-slot: Made for the suite."
    ]
    assert recorded("fix", ".", "--baseline", "kenal.json")[0] == 1
    wanted = "Baris baru di atas.\nEnam tujuh.\n" + DIRTY
    assert Path("a.txt").read_text() == wanted


def test_an_entry_answers_for_as_many_as_there_were(recorded: Cli) -> None:
    Path("a.txt").write_text(DIRTY.replace("\n\n", "\nSatu SLOT dua.\n\n"))
    code, out, _ = recorded("check", ".", "--baseline", "kenal.json")
    assert code == 1
    assert out.count("uji-slot") == 1


def test_the_same_finding_in_another_file_is_new(recorded: Cli) -> None:
    Path("b.txt").write_text(DIRTY)
    assert recorded("check", ".", "--baseline", "kenal.json")[0] == 1


def test_findings_that_are_gone_are_told_and_dropped(recorded: Cli) -> None:
    Path("a.txt").write_text("Satu SLOT dua.\n")
    err = recorded("check", ".", "--baseline", "kenal.json")[2]
    assert "kenal.json: 1 finding less than recorded; --update-baseline drops what is gone\n" in err
    recorded("check", ".", *RECORD)
    assert [row["rule"] for row in _rows()] == ["uji-slot"]


def test_entries_of_files_that_were_not_looked_at_stay(recorded: Cli) -> None:
    Path("b.txt").write_text("Satu SLOT dua.\n")
    recorded("check", "b.txt", *RECORD)
    assert [row["path"] for row in _rows()] == ["a.txt", "a.txt", "b.txt"]
    Path("a.txt").unlink()
    recorded("check", "b.txt", *RECORD)
    assert [row["path"] for row in _rows()] == ["b.txt"]


def test_paths_are_those_seen_from_the_file(run: Cli) -> None:
    Path("sub").mkdir()
    Path("a.txt").write_text(DIRTY)
    run("check", "a.txt", "--baseline", "sub/k.json", "--update-baseline")
    assert {row["path"] for row in _rows("sub/k.json")} == {"../a.txt"}
    whole = str(Path("a.txt").resolve())
    assert run("check", whole, "--baseline", "sub/k.json")[0] == 0


def test_it_does_not_flag_itself(recorded: Cli) -> None:
    Path("kenal.json").rename("kenal.txt")
    err = recorded("check", "kenal.txt")[2]
    assert err.startswith("kenal.txt: skipped: baseline\n1 document: 1 skipped; 0 edits\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is not there; record today's findings with --update-baseline"),
        ("", "is no baseline; name another file"),
        ("{", "is no baseline; name another file"),
        ("[]", "is no baseline; name another file"),
        ("{}", "is no baseline; name another file"),
        ("Catatan saya.\n", "is no baseline; name another file"),
        ("[" * 100_000, "is no baseline; name another file"),
        ('{"cleaner-baseline": 2}', "format 2 is unknown; this version reads 1"),
        (HEAD + "x", "is no finding of a baseline: Expecting value"),
        (HEAD + "{}", "is no finding of a baseline: Object missing required field `path`"),
        (HEAD + ROW % '"x"', "is no finding of a baseline: Expected `int`, got `str`"),
        (HEAD + ROW % -1, "is no finding of a baseline: Expected `int` >= 1 - at `$.count`"),
    ],
)
def test_a_baseline_that_is_none(run: Cli, content: str | None, message: str) -> None:
    Path("a.txt").write_text(DIRTY)
    if content is not None:
        Path("k.json").write_text(content)
    code, out, err = run("fix", "a.txt", "--baseline", "k.json")
    assert (code, out) == (2, "")
    assert err.startswith(("error: k.json: " + message, "error: k.json:2: " + message))
    assert err.count("\n") == 1
    assert Path("a.txt").read_text() == DIRTY
    if content is not None:
        assert run("check", "a.txt", "--baseline", "k.json", "--update-baseline")[0] == 2
        assert Path("k.json").read_text() == content


def test_a_merge_may_leave_two_lines_of_one_finding(recorded: Cli) -> None:
    lines = Path("kenal.json").read_text().splitlines(keepends=True)
    Path("kenal.json").write_text("".join([*lines, lines[1]]))
    Path("a.txt").write_text(DIRTY + DIRTY)
    code, out, _ = recorded("check", ".", "--baseline", "kenal.json")
    assert (code, out.count("uji-slot"), out.count("uji-tanda")) == (1, 0, 1)


def test_rules_that_did_not_run_keep_their_entries(recorded: Cli) -> None:
    before = Path("kenal.json").read_bytes()
    narrow = ("check", ".", "--ignore", "uji-slot", "--baseline", "kenal.json")
    assert "recorded" not in recorded(*narrow)[2]
    recorded(*narrow, "--update-baseline")
    assert Path("kenal.json").read_bytes() == before


def test_lines_that_go_together_are_recorded_each_by_itself(run_cli: Cli) -> None:
    old = "Kabar baik hari ini.\nAkhir berita hari ini.\n[iklan_2]\n"
    Path("a.txt").write_text(old)
    run_cli("check", ".", *RECORD)
    Path("a.txt").write_text(old + "Sumber\nKomentar (0)\n")
    assert run_cli("fix", ".", "--baseline", "kenal.json", "--lang", "id", "-q")[0] == 1
    assert Path("a.txt").read_text() == old


def test_there_is_no_baseline_to_update(run_cli: Cli) -> None:
    Path("a.txt").write_text(DIRTY)
    code, _, err = run_cli("check", ".", "--update-baseline")
    assert code == 2
    assert err.startswith(
        "error: --update-baseline: there is no baseline to update; give --baseline"
    )


@pytest.mark.parametrize("other", [["--since", "HEAD"], ["--sample", "1"]])
def test_only_a_whole_run_can_be_recorded(run: Cli, other: list[str]) -> None:
    Path("a.txt").write_text(DIRTY)
    code, _, err = run("check", ".", *RECORD, *other)
    assert code == 2
    assert err.startswith("error: --update-baseline: cannot be combined with --since or --sample")
    assert not Path("kenal.json").exists()


LINES = st.sampled_from(["Satu SLOT dua.", "TANDA", "Kalimat biasa.", "", "x" * 200 + " SLOT"])
LINE = "Ini SLOT yang rusak, kata dia, dan TANDA tetap rusak."


def _fingerprints(text: str, cleaner: Cleaner) -> list[str]:
    return [finding.fingerprint for finding in find_findings("a", cleaner.clean(text))]


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory, write_pack: Callable[..., Path]) -> Cleaner:
    """A cleaner with those two rules alone."""
    pack = write_pack(tmp_path_factory.mktemp("pack") / "uji.toml", RULES)
    return Cleaner(Settings(packs=(str(pack),), select=("uji", "scar")))


@given(above=st.lists(LINES, max_size=5), below=st.lists(LINES, max_size=5))
def test_a_fingerprint_does_not_move_with_what_stands_above_or_below(
    above: list[str], below: list[str], cleaner: Cleaner
) -> None:
    alone = _fingerprints(LINE, cleaner)
    assert len(set(alone)) == 2
    assert set(alone) <= set(_fingerprints("\n".join([*above, LINE, *below]), cleaner))


def test_a_fingerprint_does_not_move_when_the_one_beside_it_is_fixed(cleaner: Cleaner) -> None:
    first, second = _fingerprints(LINE, cleaner)
    assert _fingerprints(LINE.replace("SLOT ", ""), cleaner) == [second] != [first]


def test_files_that_could_not_be_looked_at_keep_their_entries(recorded: Cli) -> None:
    before = Path("kenal.json").read_bytes()
    for data in (b"\xe9", b"\0", b"version https://git-lfs.github.com/spec/v1\n"):
        Path("a.txt").write_bytes(data)
        recorded("check", ".", *RECORD)
        assert Path("kenal.json").read_bytes() == before


def test_a_link_to_a_baseline_stays_a_link(recorded: Cli) -> None:
    Path("nyata.json").symlink_to("kenal.json")
    Path("a.txt").write_text("")
    recorded("check", ".", "--baseline", "nyata.json", "--update-baseline")
    assert Path("nyata.json").is_symlink()
    assert _rows() == []


def test_two_branches_that_record_findings_merge(
    recorded: Cli, run_git: Callable[..., str]
) -> None:
    Path(".gitattributes").write_text("kenal.json merge=union\n")
    run_git("init")
    run_git("add", "-A")
    run_git("commit", "-m", "satu")
    for branch, names in (("kiri", "cg"), ("kanan", "eh")):
        run_git("checkout", "-b", branch, "utama")
        for name in names:
            Path(f"{name}.txt").write_text(DIRTY)
        recorded("check", ".", *RECORD)
        run_git("add", "-A")
        run_git("commit", "-m", branch)
    run_git("merge", "kiri", "-m", "kedua")
    assert recorded("check", ".", "--baseline", "kenal.json")[0] == 0
    recorded("check", ".", *RECORD)
    assert run_git("status", "--short") in ("", " M kenal.json\n")  # sorted again
    assert {row["path"] for row in _rows()} == {f"{name}.txt" for name in "acegh"}
