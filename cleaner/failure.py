"""What does not hold of a rule, as a value that trials make and reports show."""

from __future__ import annotations

from dataclasses import dataclass

FLAGS = ("a flag", "no flag")


@dataclass(frozen=True, slots=True)
class Failure:
    """One text of a rule that does not hold: ``how`` is ``example, alone``, ``keep, with all rules`` ..."""

    rule: str
    how: str
    text: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.how}: {self.text!r} gives {self.got!r}, not {self.wanted!r}"

    @property
    def is_text(self) -> bool:
        """Tell whether ``wanted`` and ``got`` are texts, not said of one."""
        return self.wanted not in ("few steps", *FLAGS)
