"""The hooks as their users meet them: the real pre-commit in real repositories of git."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import __version__
from cleaner.formats.skips import DATA_SUFFIXES, TEXT_SUFFIXES

ROOT = Path(__file__).parents[1]
SNIPPET_FILE = ROOT / "README.md"  # its first snippet is what most users copy
GUIDE = ROOT / "docs" / "pre-commit.md"
ADDRESS = "https://example.org/cleaner"  # no server: git finds the clone in its place
TAG = f"v{__version__}"
DIRTY = "Akhir berita. [iklan_2]\n"
CLEAN = "Akhir berita.\n"
FIXED = "1 edit: ad-placeholder, scar"
# What a user's shell, a hook that runs this suite, or a checkout's own paths would bring in.
FOREIGN = ("GIT_", "PRE_COMMIT", "PYTHONPATH", "PYTHONHOME", "SKIP", "CLEANER_CACHE_DIR")
DEAD = "http://127.0.0.1:9"

pytestmark = pytest.mark.skipif(
    not (ROOT / "cleaner").is_dir(),
    reason="pre-commit installs from a checkout, and builds a wheel of its own from it",
)


class Printed(NamedTuple):
    """What a command gave, with stdout and stderr as they come on a terminal."""

    code: int
    text: str


@dataclass(frozen=True)
class Hooks:
    """Where the hooks come from, and what the first run printed."""

    environment: Mapping[str, str]
    first_run: str


@dataclass(frozen=True)
class Repository:
    """A data repository; ``prefix`` comes before each command."""

    folder: Path
    environment: Mapping[str, str]
    prefix: tuple[str, ...] = ()

    def run(self, *command: str) -> Printed:
        done = subprocess.run(
            (*self.prefix, *command),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        return Printed(done.returncode, done.stdout.decode("utf-8", "backslashreplace"))

    def git(self, *command: str) -> str:
        printed = self.run("git", *command)
        assert printed.code == 0, printed.text
        return printed.text

    def pre_commit(self, *command: str) -> Printed:
        return self.run(sys.executable, "-m", "pre_commit", *command)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def commit(self) -> Printed:
        """Stage everything and commit it; the hooks may refuse."""
        self.git("add", "--all")
        return self.run("git", "commit", "--message", "Data")

    def committed(self, name: str) -> str:
        return self.git("show", f"HEAD:{name}")


def snippet(file: Path, heading: str) -> str:
    """Return the first block of YAML below the first heading of ``file`` that says ``heading``."""
    text = file.read_text("utf-8")
    found = re.search(
        rf"^#+ [^\n]*{heading}.*?^```yaml\n(.*?)^```",
        text,
        re.MULTILINE | re.DOTALL | re.IGNORECASE,
    )
    assert found, f"{file}: no snippet below a heading on {heading}"
    return found[1]


def start(folder: Path, environment: Mapping[str, str], config: str) -> Repository:
    """Return a new repository that holds ``config`` and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    repository = Repository(folder, environment)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.write(".pre-commit-config.yaml", config)
    return repository


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """The hooks, installed once for all processes of a run of the suite."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    environment = _environment(base)
    first_run = base / "pre-commit-first-run.txt"
    with (base / "pre-commit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not first_run.exists():
            first_run.write_text(_install(base, environment), "utf-8")
    return Hooks(environment, first_run.read_text("utf-8"))


def _environment(base: Path) -> dict[str, str]:
    person = {f"GIT_{who}_NAME": "Tester" for who in ("AUTHOR", "COMMITTER")}
    address = {f"GIT_{who}_EMAIL": "tester@example.org" for who in ("AUTHOR", "COMMITTER")}
    own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {
        **own,
        **person,
        **address,
        "CLEANER_CACHE_DIR": str(base / "pre-commit-cache"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_KEY_0": f"url.{base / 'pre-commit-source'}.insteadOf",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "LC_ALL": "C",
        "PRE_COMMIT_COLOR": "never",
        "PRE_COMMIT_HOME": str(base / "pre-commit-home"),
        "PYTHONUTF8": "1",
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
    }


def _install(base: Path, environment: Mapping[str, str]) -> str:
    """Commit this checkout as it stands to a new repository, install its hooks from there."""
    for name in ("pre-commit-source", "pre-commit-first"):
        shutil.rmtree(base / name, ignore_errors=True)  # of a worker whose attempt failed
    source = start(base / "pre-commit-source", environment, "")
    checkout = (f"--git-dir={source.folder / '.git'}", f"--work-tree={ROOT}")
    source.git(*checkout, "add", "--all")
    source.git(*checkout, "commit", "--quiet", "--message", "The checkout")
    source.git("tag", TAG)
    user = start(base / "pre-commit-first", environment, snippet(SNIPPET_FILE, "pre-commit"))
    user.git("add", "--all")
    installed = user.pre_commit("run")
    assert installed.code == 0, installed.text
    return installed.text


@pytest.fixture
def repository(tmp_path: Path, hooks: Hooks) -> Repository:
    """A repository with the snippet as it is printed, and a first commit."""
    return _with_hooks(tmp_path / "data", hooks, snippet(SNIPPET_FILE, "pre-commit"))


def _with_hooks(folder: Path, hooks: Hooks, config: str, names: Iterable[str] = ()) -> Repository:
    """Return a repository that held dirty files of these ``names`` before it had the hooks."""
    repository = start(folder, hooks.environment, config)
    for name in names:
        repository.write(name, DIRTY)
    repository.commit()
    assert repository.pre_commit("install").code == 0
    return repository


def test_snippet_installs_this_version(hooks: Hooks) -> None:
    assert f"repo: {ADDRESS}\n    rev: {TAG}\n" in snippet(SNIPPET_FILE, "pre-commit")
    assert f"[INFO] Installing environment for {ADDRESS}." in hooks.first_run


def test_hooks_take_what_the_cleaner_reads() -> None:
    from pre_commit.clientlib import load_manifest

    manifest = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in manifest] == ["cleaner-fix", "cleaner-check"]
    for hook in manifest:
        takes = re.compile(hook["files"]).search
        assert [suffix for suffix in TEXT_SUFFIXES - {""} if not takes(f"a{suffix}")] == []
        assert [suffix for suffix in DATA_SUFFIXES if takes(f"a{suffix}")] == []
        assert takes("BERITA.TXT")


def test_fix_then_stage_then_commit(repository: Repository) -> None:
    repository.write("a.txt", DIRTY)
    refused = repository.commit()
    assert refused.code == 1
    assert re.search(r"^clean text\.+Failed$", refused.text, re.MULTILINE)
    assert "- exit code: 1\n- files were modified by this hook\n" in refused.text
    assert f"a.txt: {FIXED}\n1 document: 1 changed; 1 edit\n" in refused.text
    assert refused.text.strip() in GUIDE.read_text("utf-8")
    assert repository.git("diff", "--name-only") == "a.txt\n"

    accepted = repository.commit()
    assert accepted.code == 0
    assert re.search(r"^clean text\.+Passed$", accepted.text, re.MULTILINE)
    assert repository.committed("a.txt") == CLEAN


def test_check_refuses_and_writes_nothing(tmp_path: Path, hooks: Hooks) -> None:
    config = snippet(SNIPPET_FILE, "pre-commit").replace("cleaner-fix", "cleaner-check")
    repository = _with_hooks(tmp_path / "data", hooks, config)
    path = repository.write("berita/a.txt", DIRTY)
    refused = repository.commit()
    assert refused.code == 1
    assert re.search(r"^check text\.+Failed$", refused.text, re.MULTILINE)
    assert "- exit code: 1\n\n" in refused.text  # and not that it modified files
    assert "berita/a.txt:1:14: ad-placeholder" in refused.text
    assert path.read_text() == DIRTY

    path.write_text(CLEAN)
    accepted = repository.commit()
    assert accepted.code == 0
    assert re.search(r"^check text\.+Passed$", accepted.text, re.MULTILINE)


def test_clean_files_are_not_touched(repository: Repository) -> None:
    clean = [repository.write(f"bersih-{n}.txt", CLEAN) for n in range(3)]
    before = [_state(path) for path in clean]
    repository.write("kotor.txt", DIRTY)
    assert "4 documents: 1 changed, 3 clean" in repository.commit().text
    assert repository.commit().code == 0
    assert [_state(path) for path in clean] == before


def _state(path: Path) -> tuple[int, ...]:
    state = path.stat()
    return (state.st_ino, state.st_mtime_ns, state.st_ctime_ns)


def _long_names(count: int) -> list[str]:
    """Return names that need more than one command line: pre-commit takes 128 KiB at most."""
    folder = "/".join(["d" * 200] * 3)
    return [f"{folder}/{number:03}-{'n' * 200}.txt" for number in range(count)]


def test_large_commit_in_several_batches(repository: Repository) -> None:
    names = _long_names(180)
    for name in names:
        repository.write(name, DIRTY)
    refused = repository.commit()
    assert refused.code == 1
    runs = re.findall(r"^\d+ documents?: (\d+) changed", refused.text, re.MULTILINE)
    assert len(runs) > 1
    assert sum(map(int, runs)) == refused.text.count(FIXED) == len(names)
    assert repository.commit().code == 0
    assert repository.committed(names[-1]) == CLEAN


def test_what_the_configuration_excludes_is_left_out(repository: Repository) -> None:
    repository.write("cleaner.toml", 'exclude = ["arsip/"]\n')
    excluded = repository.write("arsip/a.txt", DIRTY)
    assert repository.commit().code == 0
    repository.write("arsip/b.txt", DIRTY)
    repository.write("c.txt", DIRTY)
    refused = repository.commit()
    assert refused.code == 1
    assert f"\nc.txt: {FIXED}\n1 document: 1 changed" in refused.text
    assert "arsip" not in refused.text
    assert excluded.read_text() == DIRTY


NAMES = {
    "dua kata.txt": "dua kata.txt",
    "berita-é-日本.txt": "berita-é-日本.txt",
    "baris\nbaru.txt": r"baris\nbaru.txt",
    "merah\x1b[31m.txt": r"merah\x1b[31m.txt",
    "'kutip\".txt": "'kutip\".txt",
    "--config=x.txt": "--config=x.txt",
    "-q.txt": "-q.txt",
    "BERITA.TXT": "BERITA.TXT",
}


def test_names_of_all_kinds(repository: Repository) -> None:
    for name in NAMES:
        repository.write(name, DIRTY)
    refused = repository.commit()
    assert refused.code == 1
    assert sorted(re.findall(rf"^(.+): {FIXED}$", refused.text, re.MULTILINE)) == sorted(
        NAMES.values()
    )
    assert "\x1b" not in refused.text
    assert repository.commit().code == 0
    assert {name: repository.committed(name) for name in NAMES} == dict.fromkeys(NAMES, CLEAN)


def test_link_is_not_passed_on(repository: Repository) -> None:
    target = repository.write("../luar.txt", DIRTY)
    (repository.folder / "tautan.txt").symlink_to(target)
    accepted = repository.commit()
    assert accepted.code == 0
    assert re.search(r"^clean text\.+\(no files to check\)Skipped$", accepted.text, re.MULTILINE)
    assert target.read_text() == DIRTY


def test_lfs_pointer_is_passed_over_with_a_word(repository: Repository) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12\n"
    path = repository.write("besar.txt", pointer)
    repository.write("a.txt", DIRTY)
    assert "besar.txt: skipped: Git LFS pointer\n" in repository.commit().text
    assert repository.commit().code == 0
    assert path.read_text() == pointer


def test_undecodable_file_refuses_the_commit(repository: Repository) -> None:
    path = repository.write("latin.txt", b"Caf\xe9 [iklan_2]\n")
    refused = repository.commit()
    assert refused.code == 1
    assert "- hook id: cleaner-fix\n- exit code: 2\n\n" in refused.text
    assert "error: latin.txt: byte 3 (0xe9) is no UTF-8" in refused.text
    assert path.read_bytes() == b"Caf\xe9 [iklan_2]\n"


def test_unstaged_changes_are_neither_cleaned_nor_lost(repository: Repository) -> None:
    path = repository.write("a.txt", CLEAN)
    repository.git("add", "a.txt")
    path.write_text(CLEAN + DIRTY)
    accepted = repository.run("git", "commit", "--message", "Data")
    assert accepted.code == 0
    assert "[WARNING] Unstaged files detected." in accepted.text
    assert path.read_text() == CLEAN + DIRTY
    assert repository.committed("a.txt") == CLEAN


@pytest.mark.parametrize("kind", ["missing", "read-only", "a file"])
def test_home_that_cannot_be_used(kind: str, repository: Repository, tmp_path: Path) -> None:
    home = tmp_path / "home"
    if kind == "a file":
        home.touch()
    elif kind == "read-only":
        home.mkdir(mode=0o500)
        home = Path("/proc") if os.access(home, os.W_OK) else home  # root may write all but there
    keep = {
        name: value
        for name, value in repository.environment.items()
        if not name.startswith(("XDG_", "CLEANER_CACHE_DIR"))
    }
    repository = replace(repository, environment=keep | {"HOME": str(home)})
    repository.write("a.txt", DIRTY)
    refused = repository.commit()
    assert f"a.txt: {FIXED}\n1 document: 1 changed; 1 edit\n" in refused.text
    assert repository.commit().code == 0


def test_later_runs_need_no_network(repository: Repository, tmp_path: Path) -> None:
    offline = _offline(repository)
    repository.write("a.txt", DIRTY)
    anew = offline.environment | {"PRE_COMMIT_HOME": str(tmp_path / "new-home")}
    assert "unable to access" in replace(offline, environment=anew).commit().text

    assert f"a.txt: {FIXED}\n" in offline.commit().text
    assert offline.commit().code == 0


def _offline(repository: Repository) -> Repository:
    """Return ``repository`` where nothing can be fetched, by git and by pip, from anywhere."""
    gone = {
        name: value
        for name, value in repository.environment.items()
        if not name.startswith(("GIT_CONFIG_", "PIP_", "UV_")) and "proxy" not in name.lower()
    }
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), DEAD)
    pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": DEAD, "PIP_RETRIES": "0"}
    # A network of its own that holds nothing, where the machine lets users have one.
    alone = Repository(repository.folder, repository.environment, ("unshare", "-rn"))
    cut = shutil.which("unshare") is not None and alone.run("true").code == 0
    return Repository(repository.folder, gone | proxies | pip, alone.prefix if cut else ())


def test_changed_lines_only(tmp_path: Path, hooks: Hooks) -> None:
    config = snippet(GUIDE, "Changed lines only")
    repository = _with_hooks(tmp_path / "data", hooks, config, ["a.txt"])
    repository.write("a.txt", DIRTY + CLEAN + DIRTY)
    assert f"a.txt: {FIXED}\n1 document: 1 changed; 1 edit\n" in repository.commit().text
    assert repository.commit().code == 0
    assert repository.committed("a.txt") == DIRTY + CLEAN + CLEAN


def test_old_repository_with_a_baseline(tmp_path: Path, hooks: Hooks) -> None:
    names = [*_long_names(180), "a.txt"]
    repository = _with_hooks(tmp_path / "data", hooks, snippet(GUIDE, "An old repository"), names)
    record = ("run", "--hook-stage", "manual", "cleaner-baseline", "--all-files", "--verbose")
    recorded = repository.pre_commit(*record)
    assert recorded.code == 0
    assert f"cleaner-baseline.jsonl: holds {len(names)} findings" in recorded.text
    repository.write("cleaner.toml", 'baseline = "cleaner-baseline.jsonl"\n')
    assert repository.commit().code == 0

    assert repository.pre_commit("run", "--all-files").code == 0
    repository.write("a.txt", DIRTY + CLEAN + "Selesai. [iklan_3]\n")
    refused = repository.commit()
    assert f"a.txt: {FIXED}\n1 finding of the baseline left out\n" in refused.text
    assert repository.commit().code == 0
    assert repository.committed("a.txt") == DIRTY + CLEAN + "Selesai.\n"
