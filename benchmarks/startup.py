"""Measure what a start costs: commands in, medians and their ratio to a bare ``import click`` out.

    python benchmarks/startup.py [ROUNDS]

The commands take turns, so that a busy machine slows all of them alike; read the ratios, not the
milliseconds. Exit code 1 when ``cleaner --version`` costs more than the target.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 25
TARGET = 1.5  # times ``import click``
TEXT = "Menteri itu tiba di kota pada Senin pagi.\n\nIa menolak memberi keterangan.\n"


def time_commands(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each command, the first round not counted."""
    root = str(Path(__file__).resolve().parent.parent)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((root, os.environ.get("PYTHONPATH", "")))
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=True)
            if number:
                times[name].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in times.items()}


def main(rounds: int = ROUNDS) -> int:
    """Print the figures and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "clean.txt")
        file.write_text(TEXT, encoding="utf-8")
        python = sys.executable
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "import click": [python, "-c", "import click"],
            "cleaner --version": [python, "-m", "cleaner", "--version"],
            "cleaner check FILE": [python, "-m", "cleaner", "check", str(file)],
        }
        seconds = time_commands(commands, rounds)
    for name, value in seconds.items():
        ratio = value / seconds["import click"]
        print(f"{name:<20} {1000 * value:7.1f} ms  {ratio:6.2f} times import click")
    ratio = seconds["cleaner --version"] / seconds["import click"]
    print(f"cleaner --version: {ratio:.2f} times import click, target {TARGET}, median of {rounds}")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
