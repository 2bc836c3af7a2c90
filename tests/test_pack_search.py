"""Packs by path, by pattern and by the entry point of an installed distribution."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import Cleaner, Settings
from cleaner.errors import PackError
from cleaner.pack_search import find_packs

RULE = {"kind": "line", "match": "satu baris"}


@pytest.fixture
def folder(tmp_path: Path, write_pack: Callable[..., Path]) -> Path:
    """Return a folder, of a name that is a pattern itself, with two packs and a text."""
    folder = tmp_path / "a[1]"
    (folder / "lagi").mkdir(parents=True)
    write_pack(folder / "b.toml", {"b-satu": RULE}, "b")
    write_pack(folder / "lagi" / "a.toml", {"a-satu": RULE}, "a")
    (folder / "baca.txt").write_text("x")
    return folder


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("b.toml", ["b.toml"]),
        ("*.toml", ["b.toml"]),
        ("**/*.toml", ["b.toml", "lagi/a.toml"]),
        ("lagi/?.toml", ["lagi/a.toml"]),
        ("gone.toml", ["gone.toml"]),
    ],
)
def test_patterns(pattern: str, found: list[str], folder: Path) -> None:
    assert find_packs([str(folder / pattern)]) == [folder / name for name in found]


def test_relative_patterns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_packs(["lagi/*.toml", "lagi/a.toml"]) == [Path("lagi/a.toml")]


def test_a_pattern_that_matches_nothing(folder: Path) -> None:
    with pytest.raises(PackError, match="no file matches; check the pattern"):
        find_packs([str(folder / "*.tml")])


def test_a_pattern_in_settings(folder: Path) -> None:
    cleaned = Cleaner(Settings(packs=(f"{folder}/**/*.toml",))).clean("Kata.\nsatu baris\n")
    assert cleaned.edits[0].rules[:2] == ("a-satu", "b-satu")


def test_a_pattern_in_a_configuration(folder: Path, run_cli: Callable[..., Any]) -> None:
    for path in (folder / "b.toml", folder / "lagi" / "a.toml"):
        Path(path.name).write_bytes(path.read_bytes())
    Path("cleaner.toml").write_text('packs = ["?.toml"]\n')
    Path("x.txt").write_text("Kata.\nsatu baris\n")
    assert "a-satu, b-satu" in run_cli("check", "x.txt").out


@pytest.fixture
def site(tmp_path: Path, write_pack: Callable[..., Path]) -> Path:
    """Return a folder of installed distributions, in which one offers packs."""
    package = tmp_path / "site" / "aturan_kami"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('nothing in it is to be run')\n")
    write_pack(package / "kami.toml", {"kami-satu": RULE}, "kami")
    info = tmp_path / "site" / "aturan_kami-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aturan-kami\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[cleaner.packs]\nkami = aturan_kami\nkosong = tidak_ada\n"
    )
    return tmp_path / "site"


def _run(site: Path, *args: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(cleaner.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((root, str(site)))}
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *args],
        env=environment,
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )


def test_packs_of_an_installed_distribution(site: Path) -> None:
    (site / "x.txt").write_text("Kata.\nsatu baris\n")
    done = _run(site, "check", "x.txt", "--pack", "installed:kami")
    assert "x.txt:2:1: kami-satu: " in done.stdout
    (site / "cleaner.toml").write_text('packs = ["installed:kami"]\n')
    assert "kami-satu" in _run(site, "check", "x.txt").stdout
    assert "kami-satu" in _run(site, "rules", "list", "installed:kami").stdout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("kam", 'no distribution offers packs as "kam"; did you mean "kami"?'),
        ("xyz", 'no distribution offers packs as "xyz"; installed are: kami, kosong'),
        ("kosong", "no TOML file stands in the folder of tidak_ada; "),
    ],
)
def test_packs_that_nobody_offers(name: str, message: str, site: Path) -> None:
    done = _run(site, "rules", "list", f"installed:{name}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: installed:{name}: {message}")
