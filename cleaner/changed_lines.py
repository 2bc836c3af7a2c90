"""Changed lines: a revision in, for each file the lines that git says changed since then out."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeAlias

from cleaner.errors import InputError, SettingsError
from cleaner.formats.text import read_head

Span: TypeAlias = tuple[int, int]  # half-open, lines from 1

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abfnrtv"\\])')
_LETTERS = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}  # fmt: skip
# Nothing that a user's configuration or attributes say about showing diffs may change them.
_DIFF = (
    *(
        "diff",
        "--unified=0",
        "--inter-hunk-context=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--text",
    ),
    *("--find-renames", "--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules"),
)

# What git tells its hooks of the repository it is in; files may lie in others.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_NAMESPACE", "GIT_INTERNAL_SUPER_PREFIX")  # fmt: skip
_OF_A_USER = ("GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF")  # what would show more lines, or others
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


class ChangedLines:
    """What changed between a revision and the files as they stand; every repository asked once.

    ``revision`` is anything that git takes; one that ends in ``...`` stands for the place where
    this branch left it (``main...``).
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._repositories: dict[Path, _Repository] = {}

    def spans(self, path: Path) -> Sequence[Span] | None:
        """Return the spans of lines of ``path`` that changed, sorted; None where all are new.

        Raises ``InputError`` also for UTF-16 and UTF-32: git finds line ends inside of letters.
        """
        whole = path.parent.resolve() / path.name
        spans = self._repository(whole.parent).spans(whole)
        if spans and read_head(path).startswith(_WIDE):
            what = "is UTF-16 or UTF-32, of which git cannot tell the lines"
            raise InputError(str(path), what, "leave --since out, or save it as UTF-8")
        return spans

    def check(self, path: Path) -> None:
        """Raise ``InputError`` for a path outside git, ``SettingsError`` for an unknown revision."""
        self._repository(path.parent.resolve())

    def touches(self, path: Path, first: int, last: int) -> bool:
        """Tell whether one of the lines ``first`` to ``last`` (inclusive) of ``path`` changed."""
        spans = self.spans(path)
        if spans is None:
            return True
        after = bisect_left(spans, (last + 1, 0))
        return after > 0 and spans[after - 1][1] > first

    def _repository(self, folder: Path) -> _Repository:
        top = next((f for f in (folder, *folder.parents) if (f / ".git").exists()), None)
        if top is None:
            raise InputError(str(folder), "is in no git repository", "--since needs one")
        if top not in self._repositories:
            self._repositories[top] = _Repository(top, self._revision)
        return self._repositories[top]


class _Repository:
    def __init__(self, top: Path, revision: str) -> None:
        self._top = top
        name = revision.removesuffix("...")
        check = ("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
        known = _git(top, *check)
        if not name or known.returncode:
            what = f'git knows no revision "{name}"'
            remedy = "name a commit, branch or tag, such as HEAD~1"
            if known.stderr:  # about the repository, not the name
                what = f"git says: {known.stderr.decode(errors='replace').splitlines()[0]}"
                remedy = "try git log by hand"
            elif name == "HEAD":
                what, remedy = "there is no commit yet", "leave it out"
            raise SettingsError("--since", what, remedy)
        commit = known.stdout.decode().strip()
        self._base = ("--merge-base", commit) if name != revision else (commit,)

    def spans(self, path: Path) -> Sequence[Span] | None:
        name = os.fsencode(path.relative_to(self._top))
        if name in self._changed:
            return self._changed[name]
        return () if name in self._tracked else None

    @cached_property
    def _tracked(self) -> frozenset[bytes]:
        return frozenset(_git(self._top, "ls-files", "-z").stdout.split(b"\0"))

    @cached_property
    def _changed(self) -> Mapping[bytes, Sequence[Span]]:
        command = ("git", "-C", str(self._top), *_DIFF, *self._base, "--")
        # A file for what git says: a second pipe would fill while the first is read.
        with (
            TemporaryFile() as said,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=said, env=_environment()
            ) as process,
        ):
            assert process.stdout is not None
            found: dict[bytes, list[Span]] = {}
            for name, span in _read_hunks(process.stdout):
                found.setdefault(name, []).append(span)
            process.wait()
            said.seek(0)
            error = said.read()
        if process.returncode:
            what = f"git cannot say what changed: {error.decode(errors='replace').strip()}"
            raise InputError(str(self._top), what, "try git diff by hand")
        return {name: sorted(s for s in spans if s[0] < s[1]) for name, spans in found.items()}


def _environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name not in (*_OF_A_HOOK, *_OF_A_USER)
    }


def _git(top: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    try:
        command = ("git", "-C", str(top), *command)
        return subprocess.run(command, capture_output=True, check=False, env=_environment())
    except OSError as error:
        what = f"git cannot be run: {error.strerror}"
        raise SettingsError("--since", what, "install git, or leave --since out") from error


def _read_hunks(diff: IO[bytes]) -> Iterator[tuple[bytes, Span]]:
    """Yield for each hunk of a unified diff without context the file and its span of new lines."""
    name = b""
    for line in diff:
        if line.startswith(b"+++ "):
            name = _file_name(line[4:])
            yield name, (0, 0)  # a file of which lines were only deleted is known too
        elif match := _HUNK.match(line):
            old, start, new = (1 if number is None else int(number) for number in match.groups())
            yield name, (start, start + new)
            _skip(diff, old + new)


def _skip(diff: IO[bytes], lines: int) -> None:
    """Read on over the lines of a hunk, which may look like anything."""
    while lines and (line := diff.readline()):
        lines -= not line.startswith(b"\\")  # "\\ No newline at end of file" is none of them


def _file_name(field: bytes) -> bytes:
    r"""Return the path that git wrote behind ``+++``.

    >>> _file_name(b'"b/caf\\303\\251 \\"x\\".txt"\n')
    b'caf\xc3\xa9 "x".txt'
    """
    name = field.removesuffix(b"\n").removesuffix(b"\t")
    if name.startswith(b'"'):
        name = _ESCAPE.sub(_unescape, name[1:-1])
    return name.removeprefix(b"b/")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _LETTERS.get(code, code)
