"""The scope of a run as the options give it: which files, which lines and which findings count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cleaner.errors import SettingsError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Sample:
    """So many files, or such a share of them."""

    count: int | None = None
    share: float = 1.0

    def choose(self, items: Sequence[Item]) -> list[Item]:
        """Return the sample of ``items`` in their order; the same items give the same sample."""
        import random  # a hook that takes no sample starts without it

        size = round(len(items) * self.share) if self.count is None else self.count
        size = min(len(items), max(1, size))
        return [items[n] for n in sorted(random.Random(0).sample(range(len(items)), size))]


@dataclass(frozen=True, slots=True)
class Scope:
    """The options, one field each; see ``cli.options``. Raises ``SettingsError`` when made."""

    exit_zero: bool = False
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool | None = None
    stdin_filename: str | None = None
    since: str | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    sample: Sample | None = None

    @property
    def is_everything(self) -> bool:
        """Whether all findings of the files count."""
        return self.since is None and self.sample is None

    def __post_init__(self) -> None:
        if self.since == "":
            raise SettingsError("--since", "is empty", "name a commit, branch or tag")
        if self.update_baseline and (self.since or self.sample):
            what = "cannot be combined with --since or --sample"
            raise SettingsError("--update-baseline", what, "record all findings of the files")


EVERYTHING = Scope()


def parse_sample(text: str) -> Sample:
    """Return the sample that ``text`` asks for. Raises ``SettingsError``.

    >>> parse_sample("100"), parse_sample("1%")
    (Sample(count=100, share=1.0), Sample(count=None, share=0.01))
    """
    try:
        is_share = text.endswith("%")
        sample = Sample(share=float(text[:-1]) / 100) if is_share else Sample(count=int(text))
    except ValueError:
        sample = Sample(count=0)
    if not 0 < sample.share <= 1 or (sample.count is not None and sample.count < 1):
        remedy = "give a number of files such as 100, or a share such as 1%"
        raise SettingsError("--sample", f'"{text}" is no sample', remedy)
    return sample
