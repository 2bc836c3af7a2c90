"""Measure what a start costs: commands in, medians and their ratio to a bare ``import click`` out.

    python benchmarks/startup.py [ROUNDS]

Ten small files are checked with caches that an earlier run left, with an empty cache each time,
and with homes that hold none. Python keeps its bytecode, as it does for an installed package, in a
folder that is thrown away. The commands take turns, so that a busy machine slows all of them
alike, and the first round is not counted; read the ratios, not the milliseconds. Exit code 1 when
a command costs more than its target.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROUNDS = 25
FILES = 10
REFERENCE = "import click"
TEXT = """\
Pemerintah kabupaten menambah anggaran perbaikan jalan desa tahun ini.

Kepala dinas mengatakan bahwa pekerjaan tahap {number} dimulai pada bulan depan dan selesai sebelum
musim hujan. Warga diminta memakai jalan lain selama perbaikan berlangsung.

“Kami berharap semuanya lancar,” kata dia kepada wartawan di kantornya, Senin.
"""
DIRT = " Warga , katanya, diminta bersabar. [iklan_2]\n\nKomentar (0)\n"
DIRTY = (3, 7)  # of the ten files


class Command(NamedTuple):
    """What is run and timed, where its caches may be, and the most it may cost, if there is one."""

    arguments: Sequence[str]
    home: Path
    fresh: bool = False  # the home is emptied before each run
    target: float | None = None  # times the reference


def write_files(folder: Path, dirty: Sequence[int] = ()) -> Path:
    """Write ten small articles into ``folder``, some of them dirty, and return it."""
    folder.mkdir()
    for number in range(FILES):
        text = TEXT.format(number=number)
        text = text.rstrip("\n") + DIRT if number in dirty else text
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def find_commands(folder: Path) -> dict[str, Command]:
    """Return the commands by name; what they need is written into ``folder``."""
    home, fresh = folder / "home", folder / "fresh"
    home.mkdir()
    clean = ("-m", "cleaner", "check", str(write_files(folder / "clean")))
    dirty = ("-m", "cleaner", "check", str(write_files(folder / "dirty", DIRTY)))
    return {
        "python -c pass": Command(("-c", "pass"), home),
        REFERENCE: Command(("-c", "import click"), home),
        "--version": Command(("-m", "cleaner", "--version"), home, target=1.5),
        "check, all clean": Command(clean, home, target=4),
        "check, two dirty": Command(dirty, home, target=4),
        "two dirty, no caches": Command(dirty, fresh, fresh=True),
        "two dirty, read-only home": Command(dirty, _make_read_only(folder / "read-only")),
        "two dirty, no home": Command(dirty, folder / "clean" / "0.txt"),
    }


def _make_read_only(folder: Path) -> Path:
    folder.mkdir(mode=0o500)
    # Root may write everywhere but there.
    return Path("/proc") if os.access(folder, os.W_OK) else folder


def time_commands(commands: Mapping[str, Command], rounds: int, folder: Path) -> dict[str, float]:
    """Return the median seconds of each command, the first round not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            if command.fresh:
                shutil.rmtree(command.home, ignore_errors=True)
                command.home.mkdir()
            seconds = _time(command, folder)
            if number:
                times[name].append(seconds)
    return {name: median(seconds) for name, seconds in times.items()}


def _time(command: Command, folder: Path) -> float:
    root = str(Path(__file__).resolve().parent.parent)
    unwanted = ("PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME", "CLEANER_CACHE_DIR")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    environment = kept | {
        "HOME": str(command.home),
        "PYTHONPATH": os.pathsep.join((root, os.environ.get("PYTHONPATH", ""))),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command.arguments], env=environment, cwd=folder, capture_output=True
    )
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):  # 1: something would change
        raise SystemExit(done.stderr.decode())
    return seconds


def main(rounds: int = ROUNDS) -> int:
    """Print the figures and return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = find_commands(folder)
        seconds = time_commands(commands, rounds, folder)
    too_slow = False
    for name, command in commands.items():
        ratio = seconds[name] / seconds[REFERENCE]
        target = f"  (at most {command.target:g})" if command.target else ""
        print(f"{name:<26}{1000 * seconds[name]:7.1f} ms  {ratio:5.2f} times {REFERENCE}{target}")
        too_slow |= command.target is not None and ratio > command.target
    print(f"check: {FILES} small files; median of {rounds} runs")
    return int(too_slow)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
