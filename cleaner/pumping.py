"""Patterns that blow up: a pattern in, the text on which it would take too many steps out.

Steps are counted, never timed, so the verdict is the same on every machine. They are those of a
plain backtracking matcher: ``regex`` saves some of them, but how many hangs on details of a
version and of a pattern.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.programs import Program
from cleaner.pumps import Pump, find_pumps
from cleaner.steps import Counter, OutOfFuelError

# The longest texts a rule is matched on, in code points: a line, or a window with its literal
# (a test compares them with the matcher's).
LINE_LENGTH = 4_000
WINDOW_LENGTH = 2_100
# A tenth to a second of ``regex``. Two repeats of blanks side by side take 16 to 40 million steps
# on a line of blanks and 50 to 260 ms: that is common, and no line a site wrote. The next worse
# thing, such a pair before a choice or three repeats, takes more than the limit.
LIMIT = 150_000_000
COUNTED = 10**18  # steps are not told apart above this

# Work for one pattern and for one text, in places looked at (about a microsecond each).
FUEL = 300_000
TEXT_FUEL = 60_000
FUEL_OF_INSTRUCTION = 40  # a long pattern may take more

FIRST_TIMES = 4  # sizes double from here
FIRST_POINTS = 3  # sizes after which most texts are seen to be harmless
MOST_POINTS = 20
STEEP = 6.0  # an exponent beyond which growth is called exponential if it is still rising


@dataclass(frozen=True, slots=True)
class Blowup:
    """A text on which a pattern takes more than ``LIMIT`` steps.

    ``text`` describes it (empty: the pattern is nested too deeply to be looked at), ``exponent``
    is the power of the text's length with which steps grow (None: exponential), ``steps`` are
    those at full length, at most ``COUNTED``, extrapolated from ``measured_steps`` at
    ``measured_times`` repetitions, ``culprit`` is a part of the pattern (empty: not known).

    >>> str(Blowup('4,000 times " "', 3.0, 10**10, 64, 40_000, r"\\s*"))
    'takes about 10^10 steps on 4,000 times " " (growing with the power 3.0 of its length); look at \\\\s*'
    """

    text: str
    exponent: float | None
    steps: int
    measured_times: int
    measured_steps: int
    culprit: str

    def __str__(self) -> str:
        if not self.text:
            return "is nested too deeply to be checked"
        steps = f"10^{math.log10(max(self.steps, 1)):.0f}"
        about = "more than" if self.steps >= COUNTED else "about"
        growth = ""
        if self.exponent is None:
            growth = " (growing exponentially)"
        elif self.exponent > 1.5:
            growth = f" (growing with the power {self.exponent:.1f} of its length)"
        hint = f"; look at {_shorten(self.culprit, 80)}" if self.culprit else ""
        return f"takes {about} {steps} steps on {self.text}{growth}{hint}"


@dataclass(frozen=True, slots=True)
class _Growth:
    """Steps measured at (times, steps) for doubling times, and whether the fuel lasted."""

    points: Sequence[tuple[int, int]]
    full: int
    starved: bool = False

    def steps(self) -> int:
        """Return the steps at full length: a parabola, or a power where growth is steeper."""
        (*_, (last, steps)) = self.points or [(1, 0)]
        if len(self.points) < FIRST_POINTS and self.starved:
            return COUNTED
        if len(self.points) < FIRST_POINTS or last >= self.full:
            return min(steps, COUNTED)
        (a, x), (b, y), (c, z) = self.points[-3:]
        if z >= COUNTED:
            return COUNTED
        slope = (z - y) / (c - b)
        bend = (slope - (y - x) / (b - a)) / (c - a)
        ahead = self.full - c
        parabola = z + slope * ahead + bend * ahead * (self.full - b)
        exponent = self.exponent()
        power = exponent * math.log10(self.full / c) + math.log10(max(z, 1))
        if power >= math.log10(COUNTED):
            return COUNTED
        return int(min(max(z, parabola, 10**power if exponent > 1.5 else 0), COUNTED))

    def exponent(self) -> float:
        """Return the power of the last doubling; what is the same at all sizes falls out."""
        return _power(self._doubled()[-3:])

    def is_harmless(self) -> bool:
        """Tell whether steps stay below the limit even if a steep growth is still hidden.

        The fewer the times, the more of it is hidden by what grows less.
        """
        if len(self.points) < FIRST_POINTS:
            return False
        return self.steps() * math.sqrt(self.full / self.points[-1][0]) <= LIMIT

    def is_exponential(self) -> bool:
        points = self._doubled()
        if len(points) <= FIRST_POINTS:
            return self.starved
        return _power(points[-3:]) > STEEP and _power(points[-3:]) > _power(points[-4:-1]) + 1

    def _doubled(self) -> Sequence[tuple[int, int]]:
        """Return the points without a last one that is nearer, because the text was full."""
        uneven = len(self.points) > 1 and self.points[-1][0] != 2 * self.points[-2][0]
        return self.points[:-1] if uneven else self.points


def find_blowup(pattern: str, *, searches: bool) -> Blowup | None:
    """Return a text on which ``pattern`` takes too many steps, or None.

    ``searches`` says that the pattern is tried at every place of a window; otherwise it is tried
    once, on a whole line. Work is bounded whatever the pattern is. Raises ``re.error`` for a
    pattern that the standard library cannot parse.

    >>> find_blowup(r"baca\\s+juga\\s*:", searches=True) is None
    True
    >>> blowup = find_blowup(r"(\\w+\\s?)*:", searches=False)
    >>> blowup.text, blowup.exponent, blowup.culprit
    ('3,997 times "a" + "! !"', None, '(\\\\w+\\\\s?)*')
    """
    try:
        return _find(pattern, searches)
    except RecursionError:
        return Blowup("", None, COUNTED, 0, 0, "")


def _find(pattern: str, searches: bool) -> Blowup | None:
    probe = _Probe(Program(pattern, whole=not searches), searches)
    doubtful: list[tuple[int, Pump]] = []
    for pump in find_pumps(probe.program, searches=searches, length=probe.length):
        growth = probe.grow(pump, FIRST_POINTS)
        if not growth.is_harmless():
            doubtful.append((growth.steps(), pump))
        if probe.fuel < probe.all_fuel / 2:
            break
    for _, pump in sorted(doubtful, key=lambda found: -found[0]):
        growth = probe.grow(pump, MOST_POINTS)
        if growth.steps() > LIMIT:
            return _blowup(probe.program, pump, growth)
        if probe.fuel < probe.text_fuel:
            break
    return None


class _Probe:
    """Measures how steps grow on pumped texts, as long as the fuel for a pattern lasts."""

    def __init__(self, program: Program, searches: bool) -> None:
        self.program = program
        self.length = WINDOW_LENGTH if searches else LINE_LENGTH
        least = FUEL_OF_INSTRUCTION * len(program.instructions)
        self.text_fuel = max(TEXT_FUEL, least)
        self.fuel = self.all_fuel = max(FUEL, 4 * least)
        self._searches = searches

    def grow(self, pump: Pump, most: int) -> _Growth:
        """Measure at doubling times until the verdict is clear, at most at ``most`` of them."""
        full, fuel = pump.times(self.length), self.text_fuel
        growth = _Growth((), full)
        times, over = FIRST_TIMES * pump.scale, False
        while len(growth.points) < most:
            times = min(times, full)
            counter = Counter(self.program, pump.text(times), fuel)
            try:
                steps = counter.steps(searches=self._searches)
            except OutOfFuelError:
                growth, fuel = _Growth(growth.points, full, starved=True), 0
                break
            fuel = counter.fuel
            growth = _Growth((*growth.points, (times, steps)), full)
            # One more size than needed tells exponential growth from a steep power.
            decided = over and len(growth.points) > FIRST_POINTS
            if times == full or decided or growth.is_harmless():
                break
            over = steps > LIMIT
            times *= 2
        self.fuel -= self.text_fuel - fuel
        return growth


def _power(points: Sequence[tuple[int, int]]) -> float:
    if len(points) < FIRST_POINTS:
        return 1.0
    (_, x), (_, y), (_, z) = points
    return math.log2(z - y) - math.log2(y - x) if z > y > x else 1.0


def _blowup(program: Program, pump: Pump, growth: _Growth) -> Blowup:
    times, steps = growth.points[-1] if growth.points else (0, 0)
    exponent = None if growth.is_exponential() else round(growth.exponent(), 1)
    text = _describe(pump, growth.full)
    return Blowup(
        text, exponent, growth.steps(), times, min(steps, COUNTED), program.source_of(pump.repeat)
    )


def _describe(pump: Pump, times: int) -> str:
    parts = [f"{times:,} times {_quote(pump.part)}"]
    if pump.before:
        parts.insert(0, _quote(pump.before))
    return " + ".join([*parts, _quote(pump.after)])


def _quote(text: str) -> str:
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in _shorten(text, 40))
    return f'"{shown}"'


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."
