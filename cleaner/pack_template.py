"""A pack to start from: a path and a language in, a commented TOML file with one rule out."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.errors import InputError, SettingsError
from cleaner.pack_files import ID_FORM
from cleaner.settings import LANGUAGE_CODE

_TEMPLATE = """\
# Rules for NAME. Test them:  cleaner rules test NAME.toml
# Every key is explained in docs/rules.md; `cleaner rules schema` helps your editor.

[pack]
format = 1                          # of this file
name = "NAME"                       # unique among the packs that are loaded together
summary = "Furniture of one site."
languages = ["LANG"]                  # its rules act in texts of these languages; [] is any
# licence = "CC0-1.0"
# sources = ["own observation of the site"]

[[rule]]
id = "NAME-newsletter"              # names the defect; unique, never given to another rule
kind = "line"                       # the whole line goes; see the other kinds in docs/rules.md
# Python's re; single quotes keep backslashes. It has to match the whole line, blanks aside.
match = '(?i)sign up for the example letter(?: today)?\\s?[.!]?'
safety = "unsafe"                   # only proposed; "safe" once you have read what it finds
why = "Call to subscribe to the newsletter."
source = "article pages of the site"

# Texts before and after. They are tests: give the shapes in which you met it.
examples = [
  ["The talks go on.\\nSign up for the Example Letter today!", "The talks go on.\\n"],
  ["SIGN UP FOR THE EXAMPLE LETTER", ""],
]
# Texts that look like it and have to stay. Think like somebody who wants to prove the rule wrong.
keep = [
  "Sign up for the Example Letter, they said.",
  "She would not sign up for the Example Letter",
  "Why sign up for the example letter?",
  "Sign up for the Example Letter today*",
]

# What else a rule may ask for, each explained in docs/rules.md:
# position = "tail"                 # only among the last lines
# requires = ["example"]            # only in texts that hold one of these words
# before = '[.!?]$'                 # the line above has to match this
# run = 3                           # only among so many lines of furniture in a row
"""


def render_template(file: Path, language: str) -> str:
    """Return a pack named after ``file`` for texts in ``language``. Raises ``SettingsError``."""
    name = file.name.removesuffix(".toml")
    if not ID_FORM.fullmatch(name) or file.suffix != ".toml":
        remedy = "use lower-case words with hyphens, such as my-site.toml"
        raise SettingsError(str(file), "cannot name a pack", remedy)
    if not LANGUAGE_CODE.fullmatch(language):
        remedy = "write an ISO 639 code such as id"
        raise SettingsError("--lang", f'"{language}" is no language code', remedy)
    return _TEMPLATE.replace("NAME", name).replace("LANG", language)


def check_free(file: Path) -> None:
    """Raise ``InputError`` if something stands at ``file`` already."""
    if os.path.lexists(file):
        raise InputError(str(file), "is there already", "name another file")
