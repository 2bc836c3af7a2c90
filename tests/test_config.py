"""Configuration: which file counts for which text, what layers come to, every message."""

import dataclasses
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import cleaner
from cleaner import cli
from cleaner.config.configuration import Configuration, FileConfig
from cleaner.config.keys import KEYS
from cleaner.config.search import ConfigSearch
from cleaner.config.template import SHARED_PREFIX, render_template
from cleaner.config.view import render_config
from cleaner.errors import SettingsError
from cleaner.rule_choice import choose_rules
from cleaner.settings import Allow, Settings

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "fixtures" / "config.toml").read_text("utf-8"))["case"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the working folder ``repo`` and the user's ``home``."""
    place = Path(os.path.realpath(tmp_path))
    for name in ("repo", "home"):
        (place / name).mkdir()
    monkeypatch.setenv("HOME", str(place / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(place / "repo")
    return place


def _write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _prepare(case: dict[str, Any], place: Path) -> None:
    for name in case.get("folders", ()):
        (place / name).mkdir(parents=True)
    for name, text in case.get("files", {}).items():
        _write(place / name, text)
    for name, digits in case.get("hex", {}).items():
        _write(place / name, bytes.fromhex(digits))
    for name, (head, text, count) in case.get("repeated", {}).items():
        _write(place / name, head + text * count)
    for name, target in case.get("links", {}).items():
        (place / name).symlink_to(target)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _prepare(case, place)
    for name, value in case.get("environment", {}).items():
        monkeypatch.setenv(name, value.replace("TMP", str(place)))
    if "folder" in case:
        monkeypatch.chdir(place / case["folder"])

    def find() -> FileConfig:
        given = {key: _tuples(value) for key, value in case.get("given", {}).items()}
        file = Path(case["config"]) if "config" in case else None
        configuration = Configuration(given, file=file, isolated=case.get("isolated", False))
        return configuration.for_file(Path(case.get("path", "a.txt")))

    if "error" in case:
        with pytest.raises(SettingsError) as caught:
            find()
        _assert_message(case["error"], str(caught.value).replace(str(place), "TMP"))
    else:
        _assert_config(case, find(), str(place))


def _assert_message(wanted: str, message: str) -> None:
    wanted = wanted.replace("VERSION", cleaner.__version__)
    assert message.startswith(wanted[:-3]) if wanted.endswith("...") else message == wanted


def _assert_config(case: dict[str, Any], found: FileConfig, place: str) -> None:
    wanted = {key: _tuples(value, place) for key, value in case["settings"].items()}
    wanted["allow"] = tuple(Allow(*entry) for entry in case.get("allow", ()))
    assert found.settings == Settings(**wanted)
    for name in ("exclude", "force_exclude", "respect_gitignore"):
        if name in case:
            assert getattr(found, name) == _tuples(case[name])
    if "sources" in case:
        assert [str(path).replace(place, "TMP") for path in found.sources] == case["sources"]
    if "baseline" in case:
        assert str(found.baseline).replace(place, "TMP") == case["baseline"]
    if "origins" in case:
        said = {key: origin for key, origin in found.origins.items() if origin != "default"}
        assert {k: origin.replace(place, "TMP") for k, origin in said.items()} == case["origins"]


def _tuples(value: Any, place: str = "") -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item, place) for item in value)
    return value.replace("TMP", place) if isinstance(value, str) else value


# --- what is asked of the disk --------------------------------------------------------------------


def test_each_folder_is_looked_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(place / "repo/pyproject.toml", "[tool.cleaner]\nunsafe = true")
    looked: list[str] = []
    in_folder = ConfigSearch._in_folder

    def look(search: ConfigSearch, folder: str) -> Any:
        looked.append(folder)
        return in_folder(search, folder)

    monkeypatch.setattr(ConfigSearch, "_in_folder", look)
    configuration = Configuration()
    for name in ("a/b/1.txt", "a/b/2.txt", "a/3.txt", "a/c/4.txt", "5.txt"):
        assert configuration.for_file(Path(name)).settings.unsafe
        assert not configuration.excludes(Path(name))
    repo = place / "repo"
    assert looked == [str(repo / "a/b"), str(repo / "a"), str(repo), str(repo / "a/c")]


def test_a_very_deep_folder(place: Path) -> None:
    _write(place / "repo/cleaner.toml", "unsafe = true")
    path = Path(*["d"] * 1_500, "a.txt")
    assert Configuration().for_file(path).settings.unsafe


def test_nothing_is_parsed_where_there_is_no_configuration(place: Path) -> None:
    _write(place / "repo/pyproject.toml", "[project]\nname = 'x'")
    code = (
        "import sys\nfrom pathlib import Path\nfrom cleaner.config.configuration import Configuration\n"
        "Configuration().for_file(Path('a.txt'))\n"
        "print({'tomllib', 'packaging', 'pathspec', 'msgspec', 'click'} & set(sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_without_a_home(place: Path) -> None:
    code = (
        "import os\nfrom unittest.mock import patch\nfrom pathlib import Path\n"
        "from cleaner.config.configuration import Configuration\n"
        "with patch.object(Path, 'home', side_effect=RuntimeError):\n"
        "    print(Configuration().for_file(Path('a.txt')).sources)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "()\n"


def test_a_pipe_is_not_opened(place: Path) -> None:
    os.mkfifo(place / "repo/cleaner.toml")
    with pytest.raises(SettingsError, match=r"^cleaner.toml: is no regular file; make it one"):
        Configuration().for_file(Path("a.txt"))


AS_SOMEBODY = """
import os, tomllib
from pathlib import Path
from cleaner.config.configuration import Configuration
from cleaner.errors import SettingsError
if os.getuid() == 0:  # root may read everything
    os.setgid(65534)
    os.setuid(65534)
for name in ("buka/a.txt", "tutup/a.txt"):
    try:
        print(Configuration().for_file(Path(name)).settings.unsafe)
    except SettingsError as error:
        print(error)
"""


def test_without_permission() -> None:
    """A configuration that may not be read is an error; what may not be seen is not there."""
    environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        _write(folder / "cleaner.toml", "unsafe = true")
        _write(folder / "buka/cleaner.toml", "").chmod(0)
        _write(folder / "tutup/cleaner.toml", "")
        (folder / "tutup").chmod(0)
        done = subprocess.run(
            [sys.executable, "-c", AS_SOMEBODY],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
        )
        (folder / "tutup").chmod(0o700)
    refused = "buka/cleaner.toml: cannot be read: Permission denied; check its permissions"
    assert (done.stdout, done.stderr) == (f"{refused}\nTrue\n", "")


# --- globs, sharing, what is right as it stands ---------------------------------------------------


def test_exclude(place: Path) -> None:
    _write(place / "repo/cleaner.toml", "exclude = ['arsip/', '*.log']")
    _write(place / "repo/data/cleaner.toml", "extend = '../cleaner.toml'\nexclude = ['/lama/']")
    _write(place / "repo/lain/cleaner.toml", "")
    configuration = Configuration()
    assert configuration.excludes(Path("arsip"), is_folder=True)
    assert configuration.excludes(Path("arsip/a.txt"))
    assert not configuration.excludes(Path("arsip"))
    assert configuration.excludes(Path("data/a.log"))
    assert configuration.excludes(Path("data/lama/a.txt"))
    assert configuration.excludes(place / "repo/data/lama/a.txt")
    assert not configuration.excludes(Path("lama/a.txt"))
    assert not configuration.excludes(Path("lain/a.log"))
    assert not configuration.excludes(Path("-"))


def test_a_folder_is_left_out_by_what_stands_above_it(place: Path) -> None:
    _write(place / "repo/cleaner.toml", "exclude = ['lain/']")
    _write(place / "repo/lain/cleaner.toml", "")
    assert Configuration().excludes(Path("lain"), is_folder=True)


def test_exclude_counts_also_for_a_named_configuration(place: Path) -> None:
    _write(place / "lain/cleaner.toml", "exclude = ['/arsip/']")
    configuration = Configuration(file=place / "lain/cleaner.toml")
    assert configuration.excludes(Path("arsip/a.txt"))
    assert not Configuration(isolated=True).excludes(Path("arsip/a.txt"))


def test_equal_settings_are_one_object(place: Path) -> None:
    _write(place / "repo/cleaner.toml", "[[overrides]]\nfiles = ['en/']\nlang = 'en'")
    _write(place / "repo/lain/cleaner.toml", "lang = 'en'")
    configuration = Configuration()
    here, there, beside = (configuration.for_file(Path(n)) for n in ("a", "b", "en/a"))
    assert here is there
    assert here.settings is not beside.settings
    assert configuration.for_file(Path("lain/a")).settings is beside.settings
    assert configuration.for_file(Path("en/x/y/z")) is beside


def test_allow_entries(place: Path) -> None:
    text = "[[allow]]\nrule = 'r'\ntext = 'x'\nreason = 'A name.'\n"
    _write(place / "repo/cleaner.toml", text + "[[allow]]\nrule = 's'\npath = 'daftar/'\n")
    for name in ("satu", "dua"):
        _write(place / f"repo/{name}/cleaner.toml", "extend = '../cleaner.toml'")
    _write(place / "repo/lain/cleaner.toml", text)
    configuration = Configuration()
    assert configuration.allow_entries() == []
    for name in ("satu", "dua"):
        configuration.for_file(Path(name, "a.txt"))
    entries = configuration.allow_entries()
    assert [entry.where for entry in entries] == [
        "cleaner.toml: [[allow]] 1",
        "cleaner.toml: [[allow]] 2",
    ]
    assert [entry.allow for entry in entries] == [Allow("r", "x"), Allow("s")]
    assert entries[0].reason == "A name."
    assert entries[0].applies_to(Path("satu/a.txt"))
    assert not entries[1].applies_to(Path("satu/a.txt"))
    assert entries[1].applies_to(Path("satu/daftar/a.txt"))


def test_an_error_about_rules_says_where_they_are_named(place: Path) -> None:
    text = "ignore = ['newsid']\n[[allow]]\nrule = 'id-source-lable'\ntext = 'x'"
    _write(place / "repo/pyproject.toml", text.replace("ignore", "[tool.cleaner]\nignore").replace("[[", "[[tool.cleaner."))  # fmt: skip
    config = Configuration({"extend_select": ("cores",)}).for_file(Path("a.txt"))
    messages = []
    for fields in (
        {"ignore": ()},
        {"ignore": (), "allow": ()},
        {"ignore": config.settings.ignore, "allow": (), "extend_select": ()},
    ):
        with pytest.raises(SettingsError) as caught:
            choose_rules(dataclasses.replace(config.settings, **fields))
        messages.append(str(config.located(caught.value)))
    wanted = [
        'pyproject.toml: [[tool.cleaner.allow]] 1: rule: no rule "id-source-lable"; did you mean ',
        '--extend-select: no rule or pack "cores"; did you mean ',
        'pyproject.toml [tool.cleaner]: ignore: no rule or pack "newsid"; did you mean ',
    ]
    assert [m[: len(w)] for m, w in zip(messages, wanted, strict=True)] == wanted


def test_keys_are_settings_and_what_belongs_to_files() -> None:
    of_files = {"exclude", "force-exclude", "respect-gitignore", "baseline"}
    of_the_file = {"required-version", "extend", "overrides"}
    settings = {field.name.replace("_", "-") for field in dataclasses.fields(Settings)}
    assert {key.name for key in KEYS} == settings | of_files | of_the_file
    assert {key.name for key in KEYS if key.in_overrides} == settings - {"allow"}


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    documented = re.findall(r"^\| `([a-z-]+)` \|.*\|.*\|.*\|$", text, re.MULTILINE)
    assert [key.name for key in KEYS] == documented


# --- init and config ------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", SHARED_PREFIX])
def test_the_template_says_every_key_and_changes_nothing(place: Path, prefix: str) -> None:
    path = Path("pyproject.toml" if prefix else "cleaner.toml")
    nothing = Configuration().for_file(Path("en/a.txt"))
    text = render_template(prefix)
    _write(path, text)
    found = Configuration().for_file(Path("en/a.txt"))
    assert found == dataclasses.replace(nothing, sources=(path,))
    for key in KEYS:
        assert re.search(rf"^#(\[*{re.escape(prefix)})?{key.name}(\]+| = )", text, re.MULTILINE)


@pytest.mark.parametrize("prefix", ["", SHARED_PREFIX])
def test_the_template_is_valid_where_all_is_set(place: Path, prefix: str) -> None:
    text = re.sub("^#(?! )", "", render_template(prefix), flags=re.MULTILINE)
    _write(Path("pyproject.toml" if prefix else "cleaner.toml"), text)
    found = Configuration().for_file(Path("daftar/a.txt"))
    default = Settings(
        safety=(("id-related-news", "flag"),), allow=(Allow("id-source-label", "Sumber"),)
    )
    assert found.settings == default
    assert Configuration().for_file(Path("en/a.txt")).settings.lang == "en"
    assert (found.baseline, found.exclude, found.force_exclude) == (None, (), False)
    assert found.respect_gitignore
    choose_rules(found.settings)


def _init(*args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.main(["init", *args])
    out, err = capsys.readouterr()
    assert out == ""
    return code, err


HINTS = """next:
  cleaner config .  the settings that hold, and where each came from
  cleaner check .   what would change; nothing is written
  for a hook see "pre-commit" in the README of cleaner
"""


def test_init(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _init(capsys=capsys) == (0, "written: cleaner.toml\n" + HINTS)
    assert Path("cleaner.toml").read_text("utf-8") == render_template()
    _write(Path("cleaner.toml"), "unsafe = true")
    wanted = "error: cleaner.toml: is there already; give --force to replace it\n"
    assert _init(capsys=capsys) == (2, wanted)
    assert Path("cleaner.toml").read_text("utf-8") == "unsafe = true"
    assert _init("--force", capsys=capsys)[0] == 0
    assert Path("cleaner.toml").read_text("utf-8") == render_template()


def test_init_below_another(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(Path("cleaner.toml"), "unsafe = true")
    Path("dua tiga").mkdir()
    code, err = _init("dua tiga", capsys=capsys)
    assert code == 0
    assert err.splitlines() == [
        "written: dua tiga/cleaner.toml",
        'note: ../cleaner.toml no longer counts here; to build on it write extend = "../cleaner.toml"',
        "next:",
        "  cleaner config 'dua tiga'  the settings that hold, and where each came from",
        "  cleaner check 'dua tiga'   what would change; nothing is written",
        '  for a hook see "pre-commit" in the README of cleaner',
    ]
    _write(Path("dua tiga/cleaner.toml"), 'extend = "../cleaner.toml"')
    assert Configuration().for_file(Path("dua tiga/a.txt")).settings.unsafe


@pytest.mark.parametrize(
    ("args", "files", "message"),
    [
        (["hilang"], {}, "hilang: is not there; name a folder that is"),
        (["a.txt"], {"a.txt": ""}, "a.txt: is no folder; name a folder that is"),
        (
            [],
            {"pyproject.toml": "[tool.cleaner]"},
            "cleaner.toml: pyproject.toml has [tool.cleaner], which would no longer count; edit that table, or give --force",
        ),
        (
            ["--pyproject"],
            {},
            "pyproject.toml: is not there; leave --pyproject out to write a cleaner.toml",
        ),
        (
            ["--pyproject"],
            {"pyproject.toml": "[tool.cleaner]"},
            "pyproject.toml: has a [tool.cleaner] table already; edit it",
        ),
        (
            ["--pyproject"],
            {"pyproject.toml": "", "cleaner.toml": ""},
            "pyproject.toml: cleaner.toml beside it would count, not the table; edit cleaner.toml",
        ),
        (
            ["--pyproject"],
            {"pyproject.toml": "tool = { ruff = {} }"},
            "pyproject.toml: cannot take a table at its end; add it by hand",
        ),
        (
            ["--pyproject", "--force"],
            {},
            "--force: means nothing for a table; edit the table that is there",
        ),
    ],
)
def test_init_refuses(
    args: list[str],
    files: dict[str, str],
    message: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in files.items():
        _write(Path(name), text)
    assert _init(*args, capsys=capsys) == (2, f"error: {message}\n")
    assert {path.name: path.read_text() for path in Path().iterdir()} == files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[project]\nname = 'x'\n",
        b"[project]\nname = 'x'",
        b"[project]\r\nname = 'x'\r\n",
        b"[tool.ruff]\nline-length = 100\n\n[[tool.mypy.overrides]]\nmodule = 'x'\n",
    ],
)
def test_init_pyproject_keeps_every_byte(
    data: bytes, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(Path("pyproject.toml"), data)
    path.chmod(0o640)
    assert _init("--pyproject", capsys=capsys)[0] == 0
    written = path.read_bytes()
    assert written.startswith(data)
    added = written[len(data) :]
    assert (b"\r\n" in added) == (b"\r\n" in data)
    assert added.replace(b"\r\n", b"\n").lstrip(b"\n").decode() == render_template(SHARED_PREFIX)
    assert path.stat().st_mode & 0o777 == 0o640
    assert Configuration().for_file(Path("a.txt")).source == Path("pyproject.toml")


def test_config_shows_settings_and_origins(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(
        Path("cleaner.toml"),
        "extend = '../dasar.toml'\nlang = 'id'\nbaseline = 'temuan.json'\n"
        "exclude = ['arsip/']\nignore = ['names', 'news-en']\n"
        "[safety]\ncore = 'flag'\n"
        "[[overrides]]\nfiles = ['en/']\nlang = 'en'\n"
        '[[allow]]\nrule = "id-source-label"\ntext = "Sumber\\u001b[31m"\n',
    )
    _write(place / "dasar.toml", "unsafe = true\nignore = ['encoding']")
    _write(Path("en/a.txt"), "")
    assert cli.main(["config", "en/a.txt"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert (
        out.replace(str(place), "TMP")
        == """\
# en/a.txt: configuration cleaner.toml
# which extends ../dasar.toml
profile           = "default"                         # default
packs             = []                                # default
select            = []                                # default
ignore            = ["encoding", "names", "news-en"]  # ../dasar.toml, cleaner.toml
extend-select     = []                                # default
unsafe            = true                              # ../dasar.toml
lang              = "en"                              # cleaner.toml [[overrides]] 1
encoding          = ""                                # default
keep-encoding     = false                             # default
strip             = []                                # default
max-removed       = 0.3                               # default
exclude           = ["arsip/"]                        # cleaner.toml
force-exclude     = false                             # default
respect-gitignore = true                              # default
baseline          = "temuan.json"                     # cleaner.toml
safety.core       = "flag"                            # cleaner.toml
allow             = [{ rule = "id-source-label", text = "Sumber\\u001b[31m" }]  # cleaner.toml [[allow]] 1
"""
    )


def test_config_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(Path("cleaner.toml"), "unsafe = true\nsafety = { core = 'flag' }\nbaseline = 'b.json'")
    assert cli.main(["config", "--output-format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["path"] == "."
    assert shown["sources"] == ["cleaner.toml"]
    assert shown["settings"]["unsafe"] == {"value": True, "origin": "cleaner.toml"}
    assert shown["settings"]["safety"] == {"value": {"core": "flag"}, "origin": "cleaner.toml"}
    assert shown["settings"]["baseline"] == {"value": "b.json", "origin": "cleaner.toml"}
    assert shown["settings"]["lang"] == {"value": None, "origin": "default"}


def test_config_of_what_is_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "hilang.txt"]) == 2
    assert capsys.readouterr().err == "error: hilang.txt: is not there; check the path\n"


def test_what_config_shows_is_a_configuration(place: Path) -> None:
    text = "ignore = ['a']\nlang = 'id'\nsafety = { a = 'flag', 'b c' = 'safe' }\n[[allow]]\nrule = 'r'\ntext = '\"'"
    _write(Path("cleaner.toml"), text)
    found = Configuration().for_file(Path("a.txt"))
    _write(Path("cleaner.toml"), "\n".join(render_config(Path("a.txt"), found)))
    assert Configuration().for_file(Path("a.txt")).settings == found.settings


@pytest.mark.parametrize("name", ["init", "config"])
def test_help_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    assert "Example" in capsys.readouterr().out
