"""What is no text to clean: the name or the first bytes of a file in, the word that says why out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal, TypeAlias

from cleaner.decode import is_binary

Skip: TypeAlias = (
    Literal["", "excluded", "symbolic link", "no regular file", "hidden file"]
    | Literal["data format", "source code", "no text suffix", "Git LFS pointer", "binary file"]
    | Literal["rule pack", "edit log", "baseline", "report", "configuration"]
)

HEAD_BYTES = 8192  # what is judged by content; at least what `is_binary` looks at

# Read as text when a folder is walked; other files are left as they are.
TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".rst"})
# A plain text tool breaks these: one changed quote makes a record invalid.
DATA_SUFFIXES = frozenset(
    {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".xml", ".html", ".htm"}
    | {".gz", ".zst", ".bz2", ".xz", ".zip", ".xlsx", ".pdf", ".docx"}
)
# Programs, style sheets, markup and settings: whoever reads them is no person.
SOURCE_SUFFIXES = frozenset(
    {".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".mm", ".cs", ".d", ".zig", ".rs"}
    | {".go", ".java", ".kt", ".kts", ".scala", ".groovy", ".gradle", ".clj", ".swift", ".dart"}
    | {".py", ".pyi", ".pyx", ".ipynb", ".rb", ".pl", ".pm", ".php", ".lua", ".r", ".jl", ".f90"}
    | {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".coffee"}
    | {".hs", ".ml", ".mli", ".ex", ".exs", ".erl", ".el", ".lisp", ".scm", ".vim", ".asm", ".s"}
    | {".sh", ".bash", ".zsh", ".fish", ".bat", ".cmd", ".ps1", ".awk", ".mk", ".cmake", ".sql"}
    | {".css", ".scss", ".sass", ".less", ".xhtml", ".svg", ".xsl", ".xslt", ".xsd", ".tex", ".bib"}
    | {".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".env", ".lock", ".tf"}
    | {".po", ".pot", ".proto", ".graphql", ".patch", ".diff", ".sarif", ".j2", ".jinja", ".tmpl"}
)
SOURCE_NAMES = frozenset(
    {"makefile", "gnumakefile", "dockerfile", "containerfile", "jenkinsfile", "vagrantfile"}
    | {"rakefile", "gemfile", "procfile", "justfile", "cmakelists.txt", "requirements.txt"}
    | {"constraints.txt", "robots.txt"}
)
CONFIGURATION = "cleaner.toml"

LFS_POINTER = b"version https://git-lfs.github.com/spec/"
# What this project writes; the note is what a diff report holds in place of a file in UTF-16.
_OWN: tuple[tuple[re.Pattern[bytes], Skip], ...] = (
    (
        re.compile(rb"(?:\s*#.*\n)*\s*\[pack\]\s*\n(?s:.*\n)?(?:\[\[rule\]\]|format *=)"),
        "rule pack",
    ),
    (re.compile(rb'\{"kind": ?"header"'), "edit log"),
    (re.compile(rb'\s*\{\s*"cleaner-baseline"'), "baseline"),
    (re.compile(rb'\s*\{(?s:.){,900}(?:sarif-schema-2|/sarif-2|"runs"\s*:\s*\[)'), "report"),
    (re.compile(rb"(?:Left out, since it is [-\w]+: .*\n)*diff --git "), "report"),
)
_SHEBANG = re.compile(rb"#! ?/")


def skip_by_name(name: str) -> Skip:
    """Return why a file that stands in a folder as ``name`` is not read as text; "" if it is.

    >>> skip_by_name("berita.txt"), skip_by_name("CLEANER.PY"), skip_by_name("foto.png")
    ('', 'source code', 'no text suffix')
    """
    if name.startswith("."):
        return "hidden file"
    skip = skip_by_given_name(name)
    if skip or PurePath(name).suffix.lower() in TEXT_SUFFIXES:
        return skip
    return "no text suffix"


def skip_by_given_name(name: str) -> Skip:
    """Return why a file that a user names is not read as text: an unknown suffix is no reason.

    >>> skip_by_given_name("foto.png"), skip_by_given_name("data.csv"), skip_by_given_name(".npmrc")
    ('', 'data format', 'hidden file')
    """
    if name == CONFIGURATION:
        return "configuration"
    suffix = PurePath(name).suffix.lower()
    if suffix in DATA_SUFFIXES:
        return "data format"
    if suffix in SOURCE_SUFFIXES or name.lower() in SOURCE_NAMES:
        return "source code"
    # Without a suffix it is the settings of a tool.
    return "hidden file" if name.startswith(".") and not suffix else ""


def skip_by_content(head: bytes) -> Skip:
    """Return why a file that begins with ``head``, its first ``HEAD_BYTES``, is no text; "" if it is.

    >>> skip_by_content(b"diff --git a/x b/x"), skip_by_content(b"Berita."), skip_by_content(b"")
    ('report', '', '')
    """
    if head.startswith(LFS_POINTER):
        return "Git LFS pointer"
    if is_binary(head):
        return "binary file"
    return own_file(head) or ("source code" if _SHEBANG.match(head) else "")


def own_file(head: bytes) -> Skip:
    """Return what of this project's own files begins with ``head``; "" if it is none."""
    return next((skip for pattern, skip in _OWN if pattern.match(head)), "")
