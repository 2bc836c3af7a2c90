"""Clean text corpora by rules; every change is an edit that can be explained and undone.

Reading order: ``edits`` and ``composition`` (what an edit is), ``rule`` and ``packs`` (what is
known), ``matching`` and ``scan`` (where to look), ``stages`` (what to do), ``pipeline`` (how it
comes together), ``batch`` and ``cli`` (files).

The public names are resolved when first used, so that ``import cleaner`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.api import clean, clean_bytes
    from cleaner.cleaned import Cleaned
    from cleaner.edits import Edit, Flag, apply_edits
    from cleaner.errors import CleanerError
    from cleaner.pipeline import Cleaner
    from cleaner.settings import Settings

__version__ = "0.1.0"
__all__ = ["Cleaned", "Cleaner", "CleanerError", "Edit", "Flag", "Settings", "__version__", "apply_edits", "clean", "clean_bytes"]  # fmt: skip

_HOMES = {
    "Cleaned": "cleaned",
    "Cleaner": "pipeline",
    "CleanerError": "errors",
    "Edit": "edits",
    "Flag": "edits",
    "Settings": "settings",
    "apply_edits": "edits",
    "clean": "api",
    "clean_bytes": "api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    return getattr(import_module(f"cleaner.{_HOMES[name]}"), name)
