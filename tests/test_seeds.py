"""The two documents that started this: cleaned to the byte by every way in."""

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner, clean_bytes

FIXTURES = Path(__file__).parent.parent / "fixtures"
SEEDS = sorted((FIXTURES / "news").glob("*.txt"))
FLAGGED = {
    "(Foto: Sputnik)": "000_a326af07add63971.txt",
    "Kong Anh (Sumber: russian.rt.com)": "000_a326af07add63971.txt",
    "(": "001_90d97840ab66d221.txt",
}


def _gold(seed: Path) -> bytes:
    return (FIXTURES / "gold" / seed.name).read_bytes()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_library(seed: Path) -> None:
    cleaned = clean_bytes(seed.read_bytes())
    assert cleaned.to_bytes() == _gold(seed)
    assert cleaned.revert().encode() == seed.read_bytes()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_gold_stays(seed: Path) -> None:
    assert clean_bytes(_gold(seed)).edits == ()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_stdin(seed: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "clean", "-"]
    done = subprocess.run(command, input=seed.read_bytes(), capture_output=True, check=True)
    assert done.stdout == _gold(seed)


def test_folder(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "cleaner",
        "clean",
        str(FIXTURES / "news"),
        "-o",
        str(tmp_path),
    ]
    subprocess.run(command, capture_output=True, check=True)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [_gold(s) for s in SEEDS]


@pytest.mark.parametrize(("text", "name"), FLAGGED.items())
def test_flags(text: str, name: str) -> None:
    cleaned = Cleaner().clean((FIXTURES / "news" / name).read_text(encoding="utf-8"))
    assert any(cleaned.original[flag.start : flag.end] == text for flag in cleaned.flags)
