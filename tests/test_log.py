"""The edit log: its columns say what they promise, and originals come back from it to the byte."""

import ast
import codecs
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from runpy import run_path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.batch import clean_data
from cleaner.cleaned import Cleaned
from cleaner.document import ByteMap, Document, Segment
from cleaner.edits import Edit, Flag, apply_edits, resolve_overlaps
from cleaner.log import Place, document_rows, encode_rows, error_row, header_row
from cleaner.pipeline import Cleaner
from cleaner.settings import Settings

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "docs" / "rebuild.py"
NEWS = sorted((ROOT / "fixtures" / "news").glob("*.txt"))
REBUILD: Callable[..., bytes] = run_path(str(SCRIPT))["rebuild"]
COLUMNS = {
    *("source", "row", "field", "doc", "start", "end", "byte_start", "byte_end", "clean_start"),
    *("original", "text", "raw_before", "rules", "reasons", "kind", "message", "line", "column"),
}
ENCODINGS = {
    "utf-8": (b"", codecs.BOM_UTF8),
    "utf-16-le": (codecs.BOM_UTF16_LE,),
    "utf-16-be": (codecs.BOM_UTF16_BE,),
    "utf-32-le": (codecs.BOM_UTF32_LE,),
    "utf-32-be": (codecs.BOM_UTF32_BE,),
}
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(
    st.sampled_from(["a", " ", "\n", "\r\n", "\r", "\u2028", "é", "日本", "\U0001f600", "\ufeff"])
    | CHARACTERS,
    max_size=30,
).map("".join)
DIRT = st.sampled_from(
    [
        "Akhir berita. [iklan_2]",
        "militer , sebuah",
        "lainnya,â€ kata",
        "CafÃ© itu tutup.",
        "Komentar (0)",
        "dikutip dari\nKantor berita itu.",
        "\r\n",
        "\n",
        "Presiden\U0001f600 berkata, \u201cya\u201d.",
    ]
)
DIRTY = st.lists(DIRT | TEXTS, max_size=8).map("".join)
CLEANER = Cleaner(Settings(unsafe=True, lang="id"))


@st.composite
def encodings(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(ENCODINGS)))
    return name, draw(st.sampled_from(ENCODINGS[name]))


class Seen(NamedTuple):
    """What an observer saw."""

    seen: tuple[Flag, ...]

    def proposed(self) -> tuple[Edit, ...]:
        return ()

    def flags(self) -> tuple[Flag, ...]:
        return self.seen


@st.composite
def changed(draw: st.DrawFn) -> Cleaned:
    """Draw a text with edits and flags of it, and the way in which it was read."""
    original = draw(TEXTS)
    place = st.integers(0, len(original))
    spans = draw(st.lists(st.tuples(place, st.integers(0, 5), TEXTS), max_size=6))
    edits = [
        Edit(start, min(len(original), start + size), new[:4], (f"r{n}",), (f"why {n}",))
        for n, (start, size, new) in enumerate(spans)
    ]
    kept = tuple(resolve_overlaps(original, edits))
    ends = sorted((draw(place), draw(place)))
    seen = Seen((Flag(ends[0], ends[1], "tanda", "seen"),))
    encoding, bom = draw(encodings())
    text = apply_edits(original, kept)
    return Cleaned(original, text, kept, "changed", "", encoding, bom, observer=seen)


def _rows(cleaned: Cleaned, document: Document | None = None) -> list[dict[str, Any]]:
    """Return the rows of one document as a reader of the file meets them."""
    if document is None:
        start = ByteMap((Segment(0, len(cleaned.bom), cleaned.encoding),))
        document = Document("a.txt", cleaned.original, start, cleaned.encoding, cleaned.bom)
    data = cleaned.bom + cleaned.original.encode(cleaned.encoding)
    rows = document_rows(document, Place("a.txt", "out/a.txt"), data, cleaned)
    return [json.loads(line) for line in encode_rows(rows)]


@given(changed())
def test_columns_mean_what_they_say(cleaned: Cleaned) -> None:
    data = cleaned.bom + cleaned.original.encode(cleaned.encoding)
    document, *rows = _rows(cleaned)
    assert document["edits"] == len(cleaned.edits)
    assert [row["kind"] for row in rows] == ["edit"] * len(cleaned.edits) + ["flag"]
    for row in rows:
        assert set(row) == COLUMNS
        span = slice(row["start"], row["end"])
        assert cleaned.original[span] == row["original"]
        raw = data[row["byte_start"] : row["byte_end"]]
        assert raw.decode(cleaned.encoding) == row["original"]
        assert row["raw_before"] is None
        before = cleaned.original[: row["start"]]
        assert row["line"] == before.count("\n") + 1
        assert row["column"] == len(before) - (before.rfind("\n") + 1) + 1
        assert (row["source"], row["doc"]) == ("a.txt", "a.txt")
        assert row["row"] is row["field"] is None
    for row, edit in zip(rows, cleaned.edits, strict=False):
        new = slice(row["clean_start"], row["clean_start"] + len(row["text"]))
        assert cleaned.text[new] == row["text"] == edit.text
        assert (row["rules"], row["reasons"]) == (list(edit.rules), list(edit.reasons))
    assert (rows[-1]["rules"], rows[-1]["message"]) == (["tanda"], "seen")


@given(changed())
def test_random_edits_are_taken_back_to_the_byte(cleaned: Cleaned) -> None:
    document, *rows = _rows(cleaned)
    edits = [row for row in rows if row["kind"] == "edit"]
    data = cleaned.bom + cleaned.original.encode(cleaned.encoding)
    assert REBUILD(document, edits, cleaned.to_bytes()) == data


@given(DIRTY, encodings())
def test_cleaned_documents_come_back_to_the_byte(text: str, encoding: tuple[str, bytes]) -> None:
    data = encoding[1] + text.encode(encoding[0])
    outcome = clean_data(CLEANER, data, "a.txt")
    if outcome.cleaned is None:  # a NUL near its start: binary, never cleaned
        assert b"\0" in data
        return
    document, *rows = _rows(outcome.cleaned, outcome.document)
    edits = [row for row in rows if row["kind"] == "edit"]
    assert REBUILD(document, edits, outcome.cleaned.to_bytes()) == data
    for row in rows:
        raw = data[row["byte_start"] : row["byte_end"]]
        assert raw.decode(encoding[0]) == row["original"]


def test_the_header_says_what_made_the_log() -> None:
    settings = Settings(select=("scars",), lang="id")
    header = header_row([settings], Cleaner(settings).choice.packs)
    row = json.loads(b"".join(encode_rows([header])))
    assert (row["kind"], row["schema"], row["version"]) == ("header", 1, cleaner.__version__)
    [(digest, told)] = row["settings"].items()
    assert (digest, told["select"], told["lang"]) == (settings.digest, ["scars"], "id")
    assert all(
        set(pack) == {"name", "sha256"} and len(pack["sha256"]) == 64 for pack in row["packs"]
    )


def test_an_error_has_the_columns_of_an_edit() -> None:
    assert set(json.loads(b"".join(encode_rows([error_row("a.txt", "no UTF-8")])))) == COLUMNS


# --- the script ---------------------------------------------------------------------------------------


def test_the_script_is_short_and_needs_nothing_of_ours() -> None:
    source = SCRIPT.read_text("utf-8")
    assert len(source.splitlines()) <= 70
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
        if name
    }
    assert imported <= sys.stdlib_module_names


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs Python in an empty folder: ours with ``-m``, or the script."""

    def run_python(*args: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
        command = [sys.executable, *args]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == code, done.stderr
        return done

    return run_python


Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_news_come_back(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures" / "news", tmp_path / "news")
    run("-m", "cleaner", "clean", "news", "-o", "bersih", "--report", "log.jsonl", "-q")
    assert any((tmp_path / "bersih" / path.name).read_bytes() != path.read_bytes() for path in NEWS)
    shutil.rmtree(tmp_path / "news")
    run("-I", str(SCRIPT), "log.jsonl", "asal")
    rebuilt = {path.name: path.read_bytes() for path in (tmp_path / "asal" / "news").iterdir()}
    assert rebuilt == {path.name: path.read_bytes() for path in NEWS}


def test_everything_that_a_run_wrote_comes_back(run: Run, tmp_path: Path) -> None:
    originals = {
        "masuk/a.txt": b"Akhir berita. [iklan_2]\r\n",
        "masuk/sub dir/é.md": b"\xef\xbb\xbfAkhir berita. [iklan_2]",
        "masuk/u16.txt": "\ufeffmiliter , sebuah \U0001f600\n".encode("utf-16-le"),
        "masuk/sama.txt": b"Tidak berubah.\n",
        "masuk/kosong.txt": b"",
        "masuk/lama.txt": b"Ia berkata, \x93ya\x94 , lalu pergi. [iklan_2]\r\n",
        "masuk/lama-bersih.txt": b"Ia berkata, \x93ya\x94.\r\n",
        "masuk/rusak.txt": b"caf\xe9 , ya\n",
        "masuk/biner.txt": b"\x00\x01 , ya",
        "masuk/data.csv": b"a , b\n",
    }
    for name, data in originals.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    run("-m", "cleaner", "clean", "masuk", "-o", "bersih", "--report", "log.jsonl", "-q", code=2)
    run("-I", str(SCRIPT), "log.jsonl", "asal")
    out = tmp_path / "asal"
    rebuilt = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert rebuilt == originals


def test_a_file_whose_name_is_no_utf8_comes_back(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text("Akhir berita. [iklan_2]\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    run("-m", "cleaner", "clean", name, "-o", "bersih", "--report", "log.jsonl", "-q")
    run("-I", str(SCRIPT), "log.jsonl", "asal")
    assert (tmp_path / "asal" / name).read_bytes() == (tmp_path / name).read_bytes()


def test_the_script_refuses_what_it_cannot_vouch_for(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text("Akhir berita. [iklan_2]\n")
    files = ["a.txt", "b.txt", "c.txt"]
    run("-m", "cleaner", "clean", *files, "-o", "bersih", "--report", "log.jsonl", "-q")
    (tmp_path / "bersih/a.txt").write_text("Akhir berita!\n")
    (tmp_path / "asal").mkdir()
    (tmp_path / "asal/b.txt").write_text("milik orang lain")
    done = run("-I", str(SCRIPT), "log.jsonl", "asal", code=1)
    assert "'a.txt': the clean file is not the one that was logged" in done.stderr
    assert "'b.txt': [Errno 17] File exists" in done.stderr
    assert sorted(path.name for path in (tmp_path / "asal").iterdir()) == ["b.txt", "c.txt"]
    assert (tmp_path / "asal/b.txt").read_text() == "milik orang lain"
    assert (tmp_path / "asal/c.txt").read_bytes() == (tmp_path / "c.txt").read_bytes()


def test_the_script_writes_nothing_outside_its_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bawah").mkdir()
    (tmp_path / "a.txt").write_text("Akhir berita. [iklan_2]\n")
    (tmp_path / "b.txt").write_text("Akhir berita. [iklan_1]\n")
    paths = ["bawah/../../" + tmp_path.name + "/a.txt", str(tmp_path / "b.txt")]
    run("-m", "cleaner", "clean", *paths, "-o", "bersih", "--report", "log.jsonl", "-q")
    before = {path for path in tmp_path.parent.rglob("*") if "asal" not in path.parts}
    run("-I", str(SCRIPT), "log.jsonl", "asal")
    assert {path for path in tmp_path.parent.rglob("*") if "asal" not in path.parts} == before
    rebuilt = [path.read_bytes() for path in sorted((tmp_path / "asal").rglob("?.txt"))]
    assert sorted(rebuilt) == sorted((tmp_path / name).read_bytes() for name in ("a.txt", "b.txt"))


def test_a_run_that_wrote_nothing_cannot_be_rebuilt(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Akhir berita. [iklan_2]\n")
    run("-m", "cleaner", "check", "a.txt", "--report", "log.jsonl", "-q", code=1)
    done = run("-I", str(SCRIPT), "log.jsonl", "asal", code=1)
    assert done.stderr == "'a.txt': the run wrote no clean file\n"
    assert not (tmp_path / "asal").exists()
