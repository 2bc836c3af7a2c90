"""How hypothesis runs here, and packs for tests.

The suite repeats itself to the letter, ``make fuzz`` never does.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomlkit
from hypothesis import settings

from cleaner import cli

# No deadline: tests assert behaviour, benchmarks measure time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True, scope="session")
def _cache_of_the_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the suite out of the developer's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


FILLED = {
    "safety": "safe",
    "why": "Made for the suite.",
    "source": "the suite",
    "examples": [["satu", "satu"]],
    "keep": ["dua"],
}


def _write_pack(path: Path, rules: dict[str, dict[str, Any]], name: str = "uji") -> Path:
    """Write the pack ``name`` with ``rules`` (keys are ids, what is missing is filled in)."""
    head = {"format": 1, "name": name, "summary": "For a test."}
    filled = [{"id": i, **FILLED, **rule} for i, rule in rules.items()]
    path.write_text(tomlkit.dumps({"pack": head, "rule": filled}), "utf-8")
    return path


@pytest.fixture(scope="session")
def write_pack() -> Callable[..., Path]:
    """Return what writes a pack file: ``write_pack(path, rules)``."""
    return _write_pack


class Printed(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def run_cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Printed]:
    """Return what runs the command line in an empty folder, with a cache and a home of its own."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*args: str) -> Printed:
        code = cli.main(args)
        return Printed(code, *capfd.readouterr())

    return run


@pytest.fixture
def run_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what runs git in the working folder, with nobody's configuration."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = Uji\nemail = uji@example.org\n[init]\ndefaultBranch = utama\n"
    )

    def run(*args: str) -> str:
        done = subprocess.run(("git", *args), check=True, capture_output=True)
        return done.stdout.decode(errors="surrogateescape")

    return run
