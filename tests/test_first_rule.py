"""docs/first-rule.md, done to the letter in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import cleaner

PAGE = Path(__file__).parent.parent / "docs" / "first-rule.md"
ROOT = Path(cleaner.__file__).parents[1]


def _steps() -> list[tuple[str, str]]:
    """Return each command of the page, a here-document with it, and what it should print."""
    steps: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1:]:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            if "<<'END'" in command:
                body, _, printed = printed.partition("END\n")
                command = f"{command}\n{body}END"
            steps.append((command, printed))
    return steps


def test_the_page_says_what_happens(tmp_path: Path) -> None:
    steps = _steps()
    assert len(steps) > 10
    environment = os.environ | {
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    folder = tmp_path / "kosong"
    folder.mkdir()
    define = f'cleaner() {{ "{sys.executable}" -m cleaner "$@"; }}\n'
    for command, wanted in steps:
        done = subprocess.run(
            ["sh", "-c", define + command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stdout
        # Where the page shows nothing it does not say what is printed.
        assert wanted in ("", done.stdout), command
