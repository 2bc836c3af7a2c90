"""The command line as a user meets it: what is printed, what is written, what is left alone."""

import io
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cleaner
from cleaner import cli, matching, rule_choice
from cleaner.cli import rules as rule_commands

CASES = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "cli.toml").read_text("utf-8"))
PACK = ["--pack", "uji.toml", "--select", "uji"]
# The package under test, also where it is not installed and the working folder is another.
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(cleaner.__file__).parents[1]),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "LC_ALL": "C",
}
COMMAND = [sys.executable, "-m", "cleaner"]


# These cases run as a process of their own as well.
AS_PROCESS = (
    "check-changed",
    "clean-folder",
    "clean-stdin-to-stdout",
    "diff-in-colour-shows-control-characters",
    "missing-path",
    "undecodable-latin-1",
    "unknown-command",
    "utf-8-byte-order-mark",
    "version",
)


class Printed(NamedTuple):
    """What a run of the command line gave."""

    code: int | None
    stdout: bytes
    stderr: bytes


Run = Callable[[list[str], bytes], Printed]


def _run(*args: str | bytes, folder: Path, stdin: bytes = b"") -> Printed:
    done = subprocess.run(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT, input=stdin, capture_output=True, timeout=60
    )
    return Printed(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setitem(ENVIRONMENT, "XDG_CACHE_HOME", os.environ["XDG_CACHE_HOME"])
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder that holds the pack of the cases."""
    (tmp_path / "uji.toml").write_text(CASES["pack"], "utf-8")
    return tmp_path


def _write(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def _tree(folder: Path) -> dict[str, bytes]:
    """Return all that stands in ``folder``: files with their bytes, links with their targets."""
    return {
        path.relative_to(folder).as_posix(): os.fsencode(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def _bytes(case: dict[str, Any], key: str) -> dict[str, bytes]:
    texts = {name: text.encode() for name, text in case.get(key, {}).items()}
    coded = case.get("hex" if key == "files" else f"{key}_hex", {})
    return texts | {name: bytes.fromhex(digits) for name, digits in coded.items()}


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_case(
    case: dict[str, Any],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    def run(args: list[str], stdin: bytes) -> Printed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(args)
        return Printed(code, *capfdbinary.readouterr())

    monkeypatch.chdir(folder)
    _assert_case(case, folder, run)


@pytest.mark.parametrize("name", AS_PROCESS)
def test_case_as_a_process(name: str, folder: Path) -> None:
    case = next(case for case in CASES["case"] if case["id"] == name)
    _assert_case(case, folder, lambda args, stdin: _run(*args, folder=folder, stdin=stdin))


def _assert_case(case: dict[str, Any], folder: Path, run: Run) -> None:
    for name, data in _bytes(case, "files").items():
        _write(folder / name, data)
    for name in case.get("folders", ()):
        (folder / name).mkdir(parents=True)
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)
    before = _tree(folder)
    for name in case.get("replaced", {}):
        _write(folder / name, "of an earlier run")

    stdin = bytes.fromhex(case.get("stdin_hex", "")) or case.get("stdin", "").encode()
    printed = run(shlex.split(case["run"]), stdin)

    _assert_printed(case, printed)
    assert printed.code == case["exit"]
    assert _tree(folder) == before | _bytes(case, "written") | _bytes(case, "replaced") | _bytes(
        case, "fixed"
    )


def _assert_printed(case: dict[str, Any], done: Printed) -> None:
    stdout, stderr = done.stdout.decode(errors="replace"), done.stderr.decode()
    assert "Traceback" not in stderr
    for part in case.get("stderr_holds", ()):
        assert part in stderr
    for part in case.get("stdout_holds", ()):
        assert part in stdout
    lines = stderr.split("\n")[:-1]
    for wanted in case.get("stderr", ()):
        assert any(_fits(line, wanted) for line in lines), stderr
    if case.get("quiet"):
        assert len(lines) == len(case.get("stderr", ())), stderr
    if "stdout_begins" in case:
        assert stdout.startswith(case["stdout_begins"])
    elif "stdout_hex" in case:
        assert done.stdout.hex() == case["stdout_hex"]
    elif "stdout_holds" not in case:
        assert stdout == case.get("stdout", "")


def _fits(line: str, wanted: str) -> bool:
    return line.startswith(wanted[:-3]) if wanted.endswith("...") else line == wanted


@pytest.mark.parametrize(
    "command",
    ["", *cli.COMMANDS, *(f"rules {name}" for name in rule_commands.COMMANDS)],
)
def test_help_has_an_example(command: str, tmp_path: Path) -> None:
    done = _run(*command.split(), "--help", folder=tmp_path)
    assert done.code == 0
    assert b"Example" in done.stdout
    assert done.stderr == b""


def test_reports_of_one_run(folder: Path) -> None:
    _write(folder / "masuk/a.txt", "DuaSLOTUJI tiga.\n")
    _write(folder / "masuk/b.txt", b"\xe9")
    reports = ["--report", "lapor/r.jsonl", "--report", "lapor/r.diff"]
    done = _run("clean", "masuk", "-o", "hasil", *reports, *PACK, folder=folder)
    assert done.code == 2
    assert "written: lapor/r.jsonl\nwritten: lapor/r.diff\n" in done.stderr.decode()
    rows = [json.loads(line) for line in (folder / "lapor/r.jsonl").read_bytes().splitlines()]
    kinds = [row["kind"] for row in rows]
    assert kinds[0] == "header"
    assert kinds.count("edit") == kinds.count("error") == 1
    shown = _run("clean", "masuk", "--diff", "-q", *PACK, folder=folder).stdout
    assert (folder / "lapor/r.diff").read_bytes() == shown != b""
    assert sorted(path.name for path in (folder / "lapor").iterdir()) == ["r.diff", "r.jsonl"]


def test_reports_and_outputs_get_the_same_permissions(folder: Path) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    args = ["clean", "a.txt", "-o", "hasil", "--report", "r.diff", *PACK]
    subprocess.run(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT, capture_output=True, umask=0o077, check=True
    )
    modes = {(folder / name).stat().st_mode & 0o777 for name in ("hasil/a.txt", "r.diff")}
    assert modes == {0o600}


@pytest.mark.parametrize("extra", [["--diff"], ["--report", "r.jsonl"], ["--report", "r.diff"]])
def test_a_file_name_that_is_no_utf8(folder: Path, extra: list[str]) -> None:
    name = b"caf\xe9.txt"
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("DuaSLOTUJI tiga.\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    done = _run("check", name, "-q", *extra, *PACK, folder=folder)
    assert done.stderr == b""
    assert done.code == 1


# --- files that cannot be read or written ---------------------------------------------------------


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs a file that opens unreadable"
)
def test_a_file_that_opens_and_cannot_be_read(folder: Path) -> None:
    _write(folder / "a.txt", "aSLOTUJI\n")
    done = _run("clean", "/proc/self/mem", "a.txt", "-o", "hasil", "-q", *PACK, folder=folder)
    assert (
        done.stderr
        == b"error: /proc/self/mem: cannot be read: Input/output error; check the file\n"
    )
    assert done.code == 2
    assert _tree(folder / "hasil") == {"a.txt": b"a\n"}


def test_a_file_without_permission(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        _write(folder / f"masuk/{name}.txt", f"{name}SLOTUJI\n")
    open_file = os.open

    def refuse(path: Any, *args: Any, **options: Any) -> int:
        if Path(path).name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, *args, **options)

    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "open", refuse)
    assert cli.main(["clean", "masuk", "-o", "hasil", "-q", *PACK]) == 2
    monkeypatch.undo()
    assert _tree(folder / "hasil") == {"a.txt": b"a\n", "c.txt": b"c\n"}
    wanted = "error: masuk/b.txt: cannot be read: Permission denied; check the file\n"
    assert capfd.readouterr().err == wanted


def test_a_folder_without_permission_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("masuk/a.txt", "masuk/tutup/b.txt"):
        _write(folder / name, "SLOTUJI\n")
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if Path(path).name == "tutup":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "scandir", refuse)
    assert cli.main(["clean", "masuk", "-o", "hasil", "-q", *PACK]) == 2
    assert "masuk/tutup" in capfd.readouterr().err


def test_an_interrupted_run_leaves_no_temporary_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        _write(folder / f"masuk/{name}.txt", f"{name}SLOTUJI\n")
    replace, done = Path.replace, []

    def interrupt(path: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == 2:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "replace", interrupt)
    assert cli.main(["clean", "masuk", "-o", "hasil", "--report", "r.jsonl", *PACK]) == 130
    assert capfd.readouterr().err.split() == ["interrupted"]
    assert _tree(folder / "hasil") == {"a.txt": b"a\n"}
    assert sorted(path.name for path in folder.iterdir()) == ["hasil", "masuk", "uji.toml"]


LIMIT = 100_000  # bytes that a file may have in the next two tests
LIMITED = """
import resource, runpy, signal, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
signal.signal(signal.SIGXFSZ, signal.{handler})
sys.argv[0] = "cleaner"
runpy.run_module("cleaner", run_name="__main__", alter_sys=False)
"""


def _run_limited(folder: Path, handler: str) -> Printed:
    for name, size in (("a", 10), ("b", 2 * LIMIT), ("c", 10)):
        _write(folder / f"masuk/{name}.txt", f"SLOTUJI{name * size}\n")
    script = LIMITED.format(limit=LIMIT, handler=handler)
    args = ["clean", "masuk", "-o", "hasil", "-q", *PACK]
    done = subprocess.run(
        [sys.executable, "-c", script, *args], cwd=folder, env=ENVIRONMENT, capture_output=True
    )
    return Printed(done.returncode, done.stdout, done.stderr)


def test_a_full_disk_leaves_no_half_file(folder: Path) -> None:
    done = _run_limited(folder, "SIG_IGN")
    assert (
        done.stderr == b"error: hasil/b.txt: cannot be written: File too large; check the folder\n"
    )
    assert done.code == 2
    assert _tree(folder / "hasil") == {"a.txt": b"a" * 10 + b"\n", "c.txt": b"c" * 10 + b"\n"}


def test_killed_in_the_middle_of_a_write_leaves_no_half_file(folder: Path) -> None:
    done = _run_limited(folder, "SIG_DFL")
    assert done.code == -signal.SIGXFSZ
    written = _tree(folder / "hasil")
    assert written.pop("a.txt") == b"a" * 10 + b"\n"
    assert all(name.startswith(".") and name.endswith(".tmp") for name in written), list(written)


def test_killed_at_any_time_leaves_whole_files(folder: Path) -> None:
    lines = [f"SLOTUJIBaris ke-{number} dari berkas ini." for number in range(2_000)]
    original = "\n".join(lines)
    whole = original.replace("SLOTUJI", "").encode()
    for number in range(300):
        _write(folder / f"masuk/{number:03}.txt", original)
    args = ["clean", "masuk", "-o", "hasil", "--report", "r.jsonl", *PACK]
    started = subprocess.Popen(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT, stderr=subprocess.DEVNULL
    )
    out = folder / "hasil"
    for _ in range(3_000):
        if out.is_dir() and len(list(out.iterdir())) > 3:
            break
        time.sleep(0.01)
    started.kill()
    assert started.wait() == -signal.SIGKILL
    written = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix == ".txt"}
    assert 3 <= len(written) < 300
    assert set(written.values()) == {whole}
    assert not (folder / "r.jsonl").exists()
    assert {path.read_bytes() for path in (folder / "masuk").iterdir()} == {original.encode()}


# --- rules that take too long, readers that go away, terminals --------------------------------------

SLOW = r"""
[pack]
format = 1
name = "lambat"
summary = "A pattern that blows up."
[[rule]]
id = "lambat-satu"
kind = "inline"
match = '(?:x|xx|xxx)+(?:x|xx)+lambat[^j]*jahit'
scan = ["xxxx"]
safety = "safe"
why = "A choice inside a repeat."
source = "made for the suite"
examples = [["xxxlambatjahit", ""]]
keep = ["jahit"]
"""


def test_a_pattern_that_takes_too_long_is_named_and_the_text_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "x" * 60 + " lambat\n"
    for name, data in (("lambat.toml", SLOW), ("masuk/a.txt", text), ("masuk/b.txt", "b\n")):
        _write(folder / name, data)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(matching, "TIMEOUT", 0.1)
    monkeypatch.setattr(rule_choice, "vet_pack", lambda pack: None)  # it would refuse the pattern
    args = ["clean", "masuk", "-o", "hasil", "-q", "--pack", "lambat.toml", "--select", "lambat"]
    assert cli.main(args) == 2
    error = capfd.readouterr().err
    assert error.startswith("error: masuk/a.txt: left as it was: ")
    assert '"lambat-satu"' in error
    assert _tree(folder / "hasil") == {"a.txt": text.encode(), "b.txt": b"b\n"}


def test_rules_whose_examples_do_not_hold(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    args = ["rules", "test", "uji", "--pack", "uji.toml"]
    assert cli.main(args) == 0
    assert capfd.readouterr() == ("", "3 rules, 6 cases, 0 failures\n")
    wrong = CASES["pack"].replace('["aSLOTUJIb", "ab"]', '["aSLOTUJIb", "ba"]')
    _write(folder / "uji.toml", wrong)
    assert cli.main(args) == 1
    printed = capfd.readouterr()
    assert "uji-iklan: example, alone\n  of   aSLOTUJIb\n  - ba\n  + ab\n" in printed.out
    assert printed.err == "3 rules, 6 cases, 2 failures\n"


@pytest.mark.parametrize(
    "args", [["clean", "a.txt"], ["clean", "a.txt", "--diff"], ["check", "a.txt"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away(folder: Path, args: list[str], unbuffered: str) -> None:
    _write(
        folder / "a.txt", "SatuSLOTUJI dua tiga. Empat lima enam tujuh delapan sembilan.\n" * 3_000
    )
    process = subprocess.Popen(
        [*COMMAND, *args, *PACK, "-q"],
        cwd=folder,
        env=ENVIRONMENT | {"PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.parametrize("color", ["auto", "always", "never"])
@pytest.mark.parametrize("args", [["clean", "--diff"], ["check"], ["check", "--diff"]])
def test_a_terminal_gets_no_control_character_of_the_data(
    folder: Path, args: list[str], color: str
) -> None:
    _write(folder / "a\x07.txt", "\x1b]0;judul\x07\x9b2J\u202eSLOTUJI\x08\x08\n")
    shown = _run_on_terminal([*args, "a\x07.txt", "--color", color, *PACK], folder)
    assert "uji-iklan" in shown
    for raw in ("\x1b]", "\x07", "\x08", "\x9b", "\u202e"):
        assert raw not in shown
    if color == "never":
        assert "\x1b" not in shown


def test_a_terminal_gets_no_control_character_of_an_error(folder: Path) -> None:
    shown = _run_on_terminal(["check", "a\x1b[31m\x07.txt"], folder)
    assert "error: a\\x1b[31m\\x07.txt: is not there" in shown


def _run_on_terminal(args: list[str], folder: Path) -> str:
    """Return all that the command shows with stdout and stderr on one terminal."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT, stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    shown = b""
    try:
        while part := os.read(main, 4096):
            shown += part
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(main)
    process.wait()
    return shown.decode()


@pytest.mark.parametrize(
    ("variables", "args", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": ""}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
@pytest.mark.parametrize("command", ["check", "fix --diff"])
def test_colour(
    variables: dict[str, str],
    args: list[str],
    coloured: bool,
    command: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cli.main([*command.split(), "a.txt", *args, *PACK]) == 1
    assert ("\x1b[" in capfd.readouterr().out) is coloured


def test_no_colour_on_a_terminal_that_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    assert "\x1b[" in _run_on_terminal(["check", "a.txt", *PACK], folder)
    monkeypatch.setitem(ENVIRONMENT, "NO_COLOR", "1")
    assert "\x1b[" not in _run_on_terminal(["check", "a.txt", *PACK], folder)


def test_a_polite_kill_leaves_no_temporary_file(folder: Path) -> None:
    for number in range(200):
        _write(folder / f"masuk/{number:03}.txt", "DuaSLOTUJI tiga.\n" * 2_000)
    process = subprocess.Popen(
        [*COMMAND, "fix", "masuk", *PACK], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()  # it is at work
    process.terminate()
    process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert {path.suffix for path in (folder / "masuk").iterdir()} == {".txt"}
    sizes = {path.stat().st_size for path in (folder / "masuk").iterdir()}
    assert sizes == {len("DuaSLOTUJI tiga.\n") * 2_000, len("Dua tiga.\n") * 2_000}


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("cleaner che", "plain,check"),
        ("cleaner fix --unsa", "plain,--unsafe"),
        ("cleaner check --select news-id,name-lavro", "plain,news-id,name-lavroiv"),
        ("cleaner check --output-format s", "plain,sarif"),
        ("cleaner rules sch", "plain,schema"),
        ("cleaner rules test name-lavro", "plain,name-lavroiv"),
        ("cleaner rules test uji.to", "file,uji.to"),
    ],
)
def test_completion(typed: str, completed: str, folder: Path) -> None:
    environment = ENVIRONMENT | {
        "_CLEANER_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }
    done = subprocess.run(COMMAND, cwd=folder, env=environment, capture_output=True, check=False)
    assert completed in done.stdout.decode().splitlines()
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("redirection", "args", "code", "error"),
    [
        ("> /dev/full", "check a.txt", 2, "error: output: No space left on device\n"),
        ("> /dev/full", "clean a.txt", 2, "error: output: No space left on device\n"),
        ("> /dev/full", "--version", 2, "error: output: No space left on device\n"),
        (">&-", "check a.txt", 1, ""),
        (">&- 2>&-", "fix a.txt", 1, ""),
        (
            "<&-",
            "check -",
            2,
            "error: -: standard input is closed; name a file, or pipe a text in\n",
        ),
    ],
)
def test_streams_that_are_full_or_closed(
    redirection: str, args: str, code: int, error: str, folder: Path
) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    options = "" if args == "--version" else f"-q {shlex.join(PACK)}"
    command = f"{shlex.join(COMMAND)} {args} {options} {redirection}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=ENVIRONMENT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (code, error)
    fixed = "Dua tiga.\n" if args.startswith("fix") else "DuaSLOTUJI tiga.\n"
    assert (folder / "a.txt").read_text() == fixed


def test_a_working_folder_that_is_gone(folder: Path) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    command = f"mkdir x; cd x; rmdir ../x; {shlex.join(COMMAND)} check {folder}/a.txt"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=ENVIRONMENT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, b"error: output: No such file or directory\n")


@pytest.mark.parametrize(
    "args",
    [
        ["check", "nope\n::error::x.txt"],
        ["check", "a.txt", "--select", "x\n::error::y"],
        ["check", "a.txt", "--sample", "\n::error::y"],
        ["check", "a.txt", "--baseline", "\n::error::y"],
        ["check", "a.txt", "--report", "\n::error::y"],
        ["check", "a.txt", "--since", "\n::error::y"],
        ["check", "a.txt", "--color", "\n::error::y"],
        ["config", "\n::error::y"],
        ["x\n::error::y"],
        ["check", "::error::b.txt", "##[error]c.txt"],
        ["fix", "::error::b.txt", "##[error]c.txt"],
        ["check", ".", "--statistics", "--pack", "jahat.toml"],
        ["check", ".", "--statistics", "--output-format", "json", "--pack", "jahat.toml"],
        ["rules", "list", "--pack", "jahat.toml"],
        ["rules", "explain", "jahat-satu", "--pack", "jahat.toml"],
    ],
    ids=lambda args: args[-1].strip(),
)
def test_no_name_or_value_is_a_command_for_a_build_host(args: list[str], folder: Path) -> None:
    why = "\\n::error::why\\u001b[31m##[error]"
    pack = CASES["pack"].replace("uji", "jahat").replace('"Slot jahat."', f'"{why}"')
    _write(folder / "jahat.toml", pack.replace("jahat-iklan", "jahat-satu"))
    for name in ("a.txt", "::error::b.txt", "##[error]c.txt"):
        _write(folder / name, "DuaSLOTUJI SLOTjahat.\n")
    _write(folder / "::warning::d.txt", b"\0")
    done = _run(*args, folder=folder)
    shown = done.stdout + done.stderr
    assert not any(line.lstrip().startswith(b"::") for line in shown.splitlines())
    assert b"##[" not in shown
    assert b"\x1b" not in shown
    assert b"Traceback" not in shown


def test_a_report_replaces_only_reports(folder: Path) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    _write(folder / "korpus.jsonl", '{"text": "satu"}\n')
    _write(folder / "known.jsonl", '{"cleaner-baseline": 1}\n')
    for name in ("korpus.jsonl", "known.jsonl"):
        before = (folder / name).read_bytes()
        done = _run("check", "a.txt", "--report", name, *PACK, folder=folder)
        assert done.code == 2
        wanted = f"error: {name}: is there, and is no report; give the report another place\n"
        assert done.stderr.decode() == wanted
        assert (folder / name).read_bytes() == before
    for name in ("r.jsonl", "r.diff", "r.sarif"):
        for _ in range(2):
            assert _run("check", "a.txt", "--report", name, *PACK, folder=folder).code == 1


def test_what_was_fixed_is_in_the_log_when_the_run_ends_early(folder: Path) -> None:
    for number in range(200):
        _write(folder / f"masuk/{number:03}.txt", "DuaSLOTUJI tiga.\n" * 500)
    process = subprocess.Popen(
        [*COMMAND, "fix", "masuk", "--report", "r.jsonl", *PACK],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()  # it is at work
    process.terminate()
    process.communicate()
    rows = [json.loads(line) for line in (folder / "r.jsonl").read_bytes().splitlines()]
    told = {row["output"] for row in rows if row["kind"] == "document"}
    fixed = {
        path.relative_to(folder).as_posix()
        for path in (folder / "masuk").iterdir()
        if b"SLOT" not in path.read_bytes()
    }
    assert 0 < len(told) < 200
    assert len(fixed - told) <= 1  # the one that was in hand
    assert told <= fixed


def test_one_file_named_in_two_ways_is_one(folder: Path) -> None:
    _write(folder / "a.txt", "DuaSLOTUJI tiga.\n")
    done = _run("check", "a.txt", f"../{folder.name}/a.txt", "./a.txt", *PACK, folder=folder)
    assert b"1 document: 1 would change; 1 edit\n" in done.stderr


@pytest.mark.parametrize("name", ["pipa", "/dev/zero"])
def test_a_pack_that_is_no_file(name: str, folder: Path) -> None:
    _write(folder / "a.txt", "Kabar.\n")
    os.mkfifo(folder / "pipa")
    done = _run("check", "a.txt", "--pack", name, folder=folder)
    assert done.stderr.decode() == f"error: {name}: is no regular file; name a file\n"
    assert done.code == 2
