"""Mistakes a user can act on, as exceptions that say where, what, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable


class CleanerError(Exception):
    """A mistake in what the user gave us; rendered once as ``where: what; remedy``."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        message = f"{self.where}: {self.what}" if self.where else self.what
        return f"{message}; {self.remedy}" if self.remedy else message


class SettingsError(CleanerError):
    """An option or a configuration key that cannot be used."""


class PackError(CleanerError):
    """A rule pack that cannot be used; ``where`` names file, rule and key."""


class InputError(CleanerError):
    """A file or folder that cannot be read or written."""


class DecodeError(InputError):
    """Bytes that are no text in any encoding we may assume."""


class EncodeError(CleanerError):
    """A character that the codec to be kept does not have."""


class RuleTimeoutError(CleanerError):
    """A pattern that took too long on a text: an error of the rule, the text is left alone."""


def did_you_mean(name: str, choices: Iterable[str]) -> str:
    """Return ``did you mean "x"?`` for the nearest of ``choices``, or an empty string.

    >>> did_you_mean("example", ["examples", "keep"])
    'did you mean "examples"?'
    """
    import difflib  # needed only where something is wrong

    near = difflib.get_close_matches(name, sorted(choices), n=3, cutoff=0.6)
    if not near:
        return ""
    return "did you mean " + " or ".join(f'"{choice}"' for choice in near) + "?"
