"""ftfy's own public cases: its source distribution in, what each profile makes of them out.

    python benchmarks/ftfy_cases.py [FILE]

FILE is ``tests/test_cases.json`` of a source distribution of ftfy; without it pip downloads one.
Profile ``ftfy`` has to give what ``ftfy.fix_text`` gives; of profile ``minimal``, which keeps
quotes, each case that differs from what ftfy expects of its encoding step is listed. Exit code 1
when profile ``ftfy`` differs from ftfy.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import ftfy

from cleaner import Cleaner, Settings

CASES = "tests/test_cases.json"


def load_cases(file: str | None) -> list[dict[str, Any]]:
    """Return the cases in ``file``, or those of the source distribution of the installed ftfy."""
    if file is not None:
        cases: list[dict[str, Any]] = json.loads(Path(file).read_text("utf-8"))
        return cases
    with tempfile.TemporaryDirectory() as folder:
        wanted = [
            f"ftfy=={ftfy.__version__}",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--dest",
            folder,
        ]
        command = [sys.executable, "-m", "pip", "download", "--quiet", *wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as archive:
            name = next(n for n in archive.getnames() if n.endswith(CASES))
            member = archive.extractfile(name)
            assert member is not None
            loaded: list[dict[str, Any]] = json.load(io.TextIOWrapper(member, "utf-8"))
            return loaded


def main(file: str | None = None) -> int:
    """Print both comparisons and return the exit code."""
    cases = load_cases(file)
    theirs, ours = Cleaner(Settings(profile="ftfy")), Cleaner(Settings(profile="minimal"))
    texts = [case["original"] for case in cases]
    other = [text for text in texts if theirs.clean(text).text != ftfy.fix_text(text)]
    print(f"{len(cases)} cases of ftfy {ftfy.__version__}")
    print(f"profile ftfy: {len(cases) - len(other)} as ftfy.fix_text gives them")
    for text in other:
        print(f"  {text!r}")
    wanted = {case["original"]: case.get("fixed-encoding", case["fixed"]) for case in cases}
    differ = [
        case for case in cases if ours.clean(case["original"]).text != wanted[case["original"]]
    ]
    print(
        f"profile minimal: {len(cases) - len(differ)} as ftfy expects of its encoding step; others:"
    )
    for case in differ:
        print(f"  {case['label']} ({case['expect']})")
        print(f"    from {case['original']!r}")
        print(f"    ftfy {ftfy.fix_encoding(case['original'])!r}")
        print(f"    ours {ours.clean(case['original']).text!r}")
        if wanted[case["original"]] != ftfy.fix_encoding(case["original"]):
            print(f"    aim  {wanted[case['original']]!r}")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
