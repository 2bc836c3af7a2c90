"""What a start costs: ``--version`` and ``import cleaner`` load nothing that they do not need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner

# Each costs milliseconds and is needed only where text is cleaned.
HEAVY = {
    *("ftfy", "hyperscan", "msgspec", "regex", "tomllib", "charset_normalizer", "wcwidth"),
    *("asyncio", "concurrent", "dataclasses", "hashlib", "importlib.metadata", "json", "tempfile"),
}


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=True
    )


def _loaded(code: str) -> set[str]:
    """Return the modules that ``code`` loads on top of a bare interpreter."""
    script = f"import sys; before = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    return set(_run("-c", script).stdout.splitlines()[-1].split())


def _roots(modules: set[str]) -> set[str]:
    return modules | {module.split(".")[0] for module in modules}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_asking_for_nothing_loads_nothing_heavy(option: str) -> None:
    loaded = _loaded(f"from cleaner.cli import main; main(['{option}'])")
    assert "click" in loaded
    assert _roots(loaded) & HEAVY <= _roots(_loaded("import click")) & HEAVY
    ours = {module for module in loaded if module.split(".")[0] == "cleaner"}
    assert ours == {"cleaner", "cleaner.cli"}


def test_as_a_module_too() -> None:
    times = _run("-X", "importtime", "-m", "cleaner", "--version").stderr
    loaded = {line.rpartition("|")[2].strip() for line in times.splitlines()}
    assert "cleaner.cli" in loaded
    assert not {"cleaner.errors", "cleaner.pipeline", "msgspec", "regex", "tomllib"} & loaded


def test_importing_the_package_loads_nothing_but_itself() -> None:
    loaded = _loaded("import cleaner")
    assert {module for module in loaded if module.split(".")[0] == "cleaner"} == {"cleaner"}
    assert not _roots(loaded) & HEAVY


def test_a_value_loads_no_rules() -> None:
    loaded = _loaded("import cleaner; cleaner.Edit, cleaner.apply_edits, cleaner.CleanerError")
    ours = {module for module in loaded if module.split(".")[0] == "cleaner"}
    assert ours == {"cleaner", "cleaner.edits", "cleaner.errors"}


def test_a_wrong_command_loads_no_rules() -> None:
    loaded = _loaded("from cleaner.cli import main; main(['chek'])")
    assert "cleaner.errors" in loaded
    assert not {"cleaner.pipeline", "cleaner.packs", "regex"} & loaded


CHECK = "from cleaner.cli import main; main(['check', '.'])"
# What only a run without caches needs, what only packs of users need, and only a text with a hit.
FIRST = {"tomllib", "cleaner.pack_files", "cleaner.rule_checks", "cleaner.literals"}
VETTING = {"cleaner.pumping", "cleaner.pumps", "cleaner.programs", "cleaner.steps"}
HIT = {"regex", "html.entities"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder to work in, with caches that a run on other texts left."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = tmp_path / "texts"
    texts.mkdir()
    monkeypatch.chdir(texts)
    (texts / "a.txt").write_text("Harga naik , kata dia. [iklan_2]\n\nKomentar (0)\n", "utf-8")
    assert _loaded(CHECK) >= FIRST
    (texts / "a.txt").unlink()
    return texts


def test_a_clean_text_loads_what_a_scan_needs(folder: Path) -> None:
    (folder / "a.txt").write_text("Harga beras turun di pasar.\n", "utf-8")
    loaded = _loaded(CHECK)
    assert {"cleaner.pipeline", "cleaner.scanner"} <= loaded
    assert not loaded & (FIRST | VETTING | HIT)


def test_a_dirty_text_loads_no_more_than_what_it_needs(folder: Path) -> None:
    (folder / "a.txt").write_text("Harga naik , kata dia. [iklan_3]\n\nKomentar (1)\n", "utf-8")
    loaded = _loaded(CHECK)
    assert "regex" in loaded
    assert not loaded & (FIRST | VETTING)


@pytest.mark.parametrize("name", cleaner.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(cleaner, name) is not None


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'klean'"):
        cleaner.klean  # noqa: B018
