"""Good prose for measuring: files of packages in, their text and their language out."""

import bz2
import gzip
import io
import sys
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
LONG = "Kalimat ini panjang supaya halaman ini tidak dibuang karena terlalu pendek. " * 4


def benchmark(name: str) -> ModuleType:
    if str(BENCHMARKS) not in sys.path:
        sys.path.append(str(BENCHMARKS))
    return __import__(name)


def read(name: str, text: str) -> str | None:
    found: str | None = benchmark("good_prose_texts").read_text(name, text.encode())
    return found


def test_a_page_gives_one_line_for_each_block() -> None:
    page = f"<head><title>x</title></head><p>Satu <b>dua</b>\n tiga.<li>{LONG}<script>no</script>"
    assert read("a/b.html", page) == f"Satu dua tiga.\n{LONG.strip()}"


def test_a_manual_page_loses_its_requests_and_fonts() -> None:
    page = '.\\" remark\n.TH LS 1\n.SH NAMA\nls \\- daftar \\fBisi\\fR\n' + LONG
    assert read("usr/share/man/id/man1/ls.1", page) == f"NAMA\nls - daftar isi\n{LONG}"


def test_a_catalogue_gives_its_translations_alone() -> None:
    head = 'msgid ""\nmsgstr "Content-Type: x\\n"\n\n'
    entry = f'msgid "one"\nmsgstr ""\n"satu \\"dua\\" "\n"tiga {LONG}"\n\nmsgid "two"\nmsgstr ""\n'
    assert read("a.po", head + entry) == f'satu "dua" tiga {LONG}'.rstrip()


def test_verses_are_read_from_attributes_and_from_modules() -> None:
    verse = f'<sura name="x"><aya index="1" text="Satu dua."/><aya text="{LONG}"/></sura>'
    assert read("a.xml", verse) == f"Satu dua.\n{LONG.strip()}"
    streams = [f"<verse>Satu <w>dua</w>.<note>x</note><verse/>{LONG}", "<verse>tiga"]
    module = b"pad".join(zlib.compress(text.encode()) for text in streams)
    found = benchmark("good_prose_texts").read_text("nt.bzz", module)
    assert found == f"Satu dua.\n{LONG.strip()}\ntiga"


def test_packed_files_are_unpacked_and_others_are_not_read() -> None:
    texts = benchmark("good_prose_texts")
    assert texts.read_text("a.txt.gz", gzip.compress(LONG.encode())) == LONG
    assert texts.read_text("a.txt.bz2", bz2.compress(LONG.encode())) == LONG
    assert texts.read_text("a.txt.gz", b"no gzip") is None
    assert texts.read_text("a.png", LONG.encode()) is None
    assert texts.read_text("a.txt", LONG.encode("utf-16")) is None
    assert read("doc/changelog.txt", LONG) is None
    assert read("a.txt", "pendek") is None


@pytest.mark.parametrize(
    ("package", "name", "language"),
    [
        ("manpages-vi", "./usr/share/man/vi/man1/ls.1.gz", "vi"),
        ("libreoffice-help-pt-br", "./usr/share/libreoffice/help/pt-BR/text/a.html", "pt"),
        ("debian-reference-id", "./usr/share/debian-reference/apa.id.html", "id"),
        ("lilypond-doc-html-de", "./usr/share/doc/lilypond/html/usage/run.de.html", "de"),
        ("krita-l10n", "./usr/share/locale/uk/LC_MESSAGES/krita.mo", "uk"),
        ("anarchism", "./usr/share/doc/anarchism/html/append46.html", "en"),
        ("debian-handbook", "./usr/share/doc/debian-handbook/html/id-ID/preface.html", "id"),
    ],
)
def test_the_path_names_the_language(package: str, name: str, language: str) -> None:
    assert benchmark("good_prose_texts").find_language(package, name) == language


def test_archives_within_a_package_are_opened(tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), tmp_path / "my_pack-1.0-py3-none-any.whl"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.txt", "dalam")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.txt", "luar")
        archive.writestr("more.zip", inner.getvalue())
    packages = benchmark("good_prose_packages")
    assert [(m.name, m.data) for m in packages.read_members(outer)] == [
        ("a.txt", b"luar"),
        ("more.zip/b.txt", b"dalam"),
    ]
    assert packages.package_name(outer) == "my-pack"


def test_hits_are_counted_in_lines_that_the_rule_could_look_at(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prose = benchmark("good_prose")
    survey = prose.Survey(
        prose.Cleaner(prose.Settings(select=("id-read-also-label",))), judged=set()
    )
    text = "Pedagang itu sudah lama berjualan di pasar dekat rumah kami dan ramai sekali.\n"
    survey.add(prose.Text("pack", "a", "id", text * 3 + "Baca Juga\n" + text))
    survey.add(prose.Text("pack", "b", "en", "He went home to the old house by the river again.\n"))
    survey.print_table()
    shown = capsys.readouterr().out
    assert "? id-read-also-label pack:a:4 [ms]" in shown
    row = next(line for line in shown.splitlines() if line.startswith("id-read-also-label"))
    assert row.split()[1:4] == ["2", "1", "0"]
