"""``--since REV``: only lines that git says changed, asked of real repositories."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.changed_lines import ChangedLines
from cleaner.errors import CleanerError

Git = Callable[..., str]
Cli = Callable[..., tuple[int, str, str]]

OLD = "Harga naik , kata dia.\nKedua.\nKetiga.\n"


@pytest.fixture
def git(run_cli: Cli, run_git: Git) -> Git:
    """A repository in the working folder with one commit of ``a.txt``."""
    run_git("init")
    Path("a.txt").write_text(OLD)
    _commit(run_git)
    return run_git


def _commit(git: Git) -> None:
    git("add", "-A")
    git("commit", "-m", "satu")


@pytest.mark.parametrize(
    ("new", "spans"),
    [
        (OLD, []),
        (OLD + "Keempat.\nKelima.\n", [(4, 6)]),
        ("Baru.\n" + OLD, [(1, 2)]),
        (OLD.replace("Kedua", "2"), [(2, 3)]),
        (OLD.replace("Kedua.\n", ""), []),
        (OLD[:-1], [(3, 4)]),
        # Lines that look like a diff of another file.
        (OLD[:-1] + "\n++ b/lain.txt\n@@ -1 +1 @@\n", [(4, 6)]),
        ("-- a/lain.txt\n" + OLD[:-1], [(1, 2), (4, 5)]),
        ("a\0b\n" + OLD, [(1, 2)]),
    ],
)
def test_spans(git: Git, new: str, spans: list[tuple[int, int]]) -> None:
    Path("a.txt").write_text(new)
    assert list(ChangedLines("HEAD").spans(Path("a.txt")) or ()) == spans


@pytest.mark.parametrize(
    "name", ["dengan spasi.txt", "berita é 新.txt", 'kutip"dan\\.txt', "baris\nbaru.txt", "-x.txt"]
)
def test_names(git: Git, name: str) -> None:
    path = Path(name)
    path.write_text("satu\n")
    assert ChangedLines("HEAD").spans(path) is None
    _commit(git)
    assert ChangedLines("HEAD").spans(path) == ()
    path.write_text("satu\ndua\n")
    assert ChangedLines("HEAD").spans(path) == [(2, 3)]


def test_a_renamed_file_has_only_the_lines_that_changed(git: Git) -> None:
    Path("b.txt").write_text("".join(f"Baris {n}.\n" for n in range(20)))
    _commit(git)
    git("mv", "b.txt", "c.txt")
    Path("c.txt").write_text(Path("c.txt").read_text() + "Baru.\n")
    assert ChangedLines("HEAD").spans(Path("c.txt")) == [(21, 22)]


def test_three_dots_mean_where_the_branch_left(git: Git) -> None:
    git("checkout", "-b", "cabang")
    Path("b.txt").write_text("cabang\n")
    _commit(git)
    git("checkout", "utama")
    Path("a.txt").write_text("Utama.\n" + OLD)
    _commit(git)
    git("checkout", "cabang")
    assert ChangedLines("utama").spans(Path("a.txt")) == []
    git("checkout", "utama", "--", "a.txt")
    Path("a.txt").write_text(OLD + "Baru.\n")
    assert ChangedLines("utama...").spans(Path("a.txt")) == [(4, 5)]


def test_configuration_of_the_user_changes_nothing(git: Git) -> None:
    for key, value in (
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("core.quotePath", "false"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
    ):
        git("config", key, value)
    Path("a.txt").write_text("Baru é.\n" + OLD.replace("Ketiga", "3"))
    assert ChangedLines("HEAD").spans(Path("a.txt")) == [(1, 2), (4, 5)]


def test_only_findings_on_changed_lines_are_reported_and_fixed(git: Git, run_cli: Cli) -> None:
    Path("a.txt").write_text(OLD + "Harga turun , kata dia.\n")
    printed = run_cli("check", ".", "--since", "HEAD", "-q")
    assert [line.split(" ")[0] for line in printed[1].splitlines() if "a.txt" in line] == [
        "a.txt:4:12:"
    ]
    assert run_cli("fix", ".", "--since", "HEAD")[0] == 1
    assert Path("a.txt").read_text() == OLD + "Harga turun, kata dia.\n"
    assert run_cli("check", ".", "--since", "HEAD", "-q")[:2] == (0, "")
    assert run_cli("check", ".", "-q")[0] == 1


def test_a_removal_that_takes_the_line_end_before_it_counts(git: Git, run_cli: Cli) -> None:
    Path("a.txt").write_text("Kabar baik hari ini.\nAkhir berita.\n")
    _commit(git)
    with Path("a.txt").open("a") as file:
        file.write("[iklan_2]\n")
    assert run_cli("fix", "a.txt", "--since", "HEAD", "-q")[0] == 1
    assert Path("a.txt").read_text() == "Kabar baik hari ini.\nAkhir berita.\n"


def test_what_git_tells_its_hooks_is_not_asked(
    git: Git, run_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("dalam").mkdir()
    monkeypatch.chdir("dalam")
    git("init")
    Path("b.txt").write_text(OLD)
    _commit(git)
    monkeypatch.setenv("GIT_DIR", str(Path("../.git").resolve()))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert ChangedLines("HEAD").spans(Path("b.txt")) == ()
    Path("b.txt").write_text("Baru.\n" + OLD)
    assert ChangedLines("HEAD").spans(Path("b.txt")) == [(1, 2)]


def test_before_the_first_commit(run_cli: Cli, run_git: Git) -> None:
    run_git("init")
    Path("a.txt").write_text(OLD)
    code, _, err = run_cli("check", "a.txt", "--since", "HEAD")
    assert (code, err) == (2, "error: --since: there is no commit yet; leave it out\n")


def test_lines_that_go_together_are_kept_each_by_itself(git: Git, run_cli: Cli) -> None:
    old = "Kabar baik hari ini.\nAkhir berita hari ini.\n[iklan_2]\n"
    Path("a.txt").write_text(old)
    _commit(git)
    Path("a.txt").write_text(old + "Sumber\nKomentar (0)\n")
    assert run_cli("fix", "a.txt", "--since", "HEAD", "-q", "--lang", "id")[0] == 1
    assert Path("a.txt").read_text() == old
    assert run_cli("fix", "a.txt", "--since", "HEAD", "-q", "--lang", "id")[0] == 0


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("tidak-ada", '--since: git knows no revision "tidak-ada"; name a commit'),
        ("--output=jahat.txt", '--since: git knows no revision "--output=jahat.txt"; name'),
        ("...", '--since: git knows no revision ""; name a commit'),
        ("HEAD:a.txt", '--since: git knows no revision "HEAD:a.txt"; name a commit'),
    ],
)
def test_a_revision_that_is_none(git: Git, run_cli: Cli, revision: str, message: str) -> None:
    code, out, err = run_cli("fix", ".", f"--since={revision}")
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")
    assert sorted(path.name for path in Path().iterdir()) == [".git", "a.txt"]


def test_a_file_outside_git(run_cli: Cli, tmp_path: Path) -> None:
    Path("a.txt").write_text(OLD)
    with pytest.raises(CleanerError, match="is in no git repository; --since needs one"):
        ChangedLines("HEAD").spans(Path("a.txt"))
    assert run_cli("check", "a.txt", "--since", "HEAD")[0] == 2


def test_without_git(git: Git, run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, _, err = run_cli("check", "a.txt", "--since", "HEAD")
    assert code == 2
    assert err.startswith(
        "error: --since: git cannot be run: No such file or directory; install git"
    )


def test_what_would_show_more_lines_is_not_asked(
    git: Git, run_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u3")
    Path("a.txt").write_text(OLD + "Baru.\n")
    assert ChangedLines("HEAD").spans(Path("a.txt")) == [(4, 5)]


def test_utf16_is_refused_and_the_others_go_on(git: Git, run_cli: Cli) -> None:
    """Every Gujarati letter holds the byte of a line end."""
    Path("g.txt").write_text("\u0aa4\n[iklan_1]\n", "utf-16")
    _commit(git)
    Path("g.txt").write_text("\u0aa5\n[iklan_1]\n", "utf-16")
    before = Path("g.txt").read_bytes()
    Path("a.txt").write_text(OLD + "Akhir berita hari ini.\n[iklan_2]\n")
    code, _, err = run_cli("fix", ".", "--since", "HEAD", "-q")
    assert (code, Path("g.txt").read_bytes()) == (2, before)
    assert err.startswith("error: g.txt: is UTF-16 or UTF-32, of which git cannot tell the lines; ")
    assert Path("a.txt").read_text() == OLD + "Akhir berita hari ini.\n"


def test_many_words_of_git_do_not_stop_the_run(git: Git) -> None:
    git("config", "core.autocrlf", "input")
    git("config", "core.safecrlf", "warn")
    for number in range(600):
        Path(f"{'n' * 100}{number}.txt").write_bytes(b"satu\r\n")
    git("add", "-A")
    git("commit", "-m", "banyak")
    for path in Path().glob("n*.txt"):
        path.write_bytes(b"satu\r\ndua\r\n")
    assert ChangedLines("HEAD").spans(Path("a.txt")) == ()


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["check", ".", "--since", ""], "error: --since: is empty; name a commit, branch or tag\n"),
        (
            ["fix", "-", "--since", "HEAD"],
            "error: --since: cannot be combined with '-': git knows no lines of it; name the file\n",
        ),
        (
            ["check", "a.txt", "--stdin-filename", "b.txt"],
            "error: --stdin-filename: names what comes from stdin, which is not read; give - as the path\n",
        ),
    ],
)
def test_options_that_do_not_go_together(
    git: Git, run_cli: Cli, args: list[str], error: str
) -> None:
    assert run_cli(*args) == (2, "", error)
