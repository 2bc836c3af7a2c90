"""A small plot of ratios as SVG: shares and curves in, the picture's text out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 170, 40, 56
TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
COLOURS = ("#1b6ca8", "#c2571a", "#3f7d3a", "#7a4a9e")
FONT = 'font-family="sans-serif" font-size="13" fill="#222"'

Spread = tuple[float, float, float]  # median, least, greatest


def draw_plot(shares: Sequence[float], curves: Mapping[str, Sequence[Spread]]) -> str:
    """Return an SVG of each curve over the shares, logarithmic, with bars from least to most."""
    scale = _Scale.of([spread for spreads in curves.values() for spread in spreads])
    box = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 22, "Times as fast as its peers, by share of dirty lines"),
        *_draw_grid(shares, scale),
    ]
    labels = _spread_labels([scale.y(spreads[-1][0]) for spreads in curves.values()])
    for (name, spreads), colour, label in zip(curves.items(), COLOURS, labels, strict=False):
        parts += _draw_curve(spreads, colour, scale)
        x = WIDTH - RIGHT + 12
        parts.append(_text(x, label + 4, f"{name} {spreads[-1][0]:.2g}×", colour=colour))
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Scale(NamedTuple):
    """The ticks that a plot needs; heights are logarithmic."""

    ticks: tuple[float, ...]

    @classmethod
    def of(cls, spreads: Sequence[Spread]) -> _Scale:
        low, high = min(s[1] for s in spreads), max(s[2] for s in spreads)
        first = max((i for i, tick in enumerate(TICKS) if tick <= low), default=0)
        last = min((i for i, tick in enumerate(TICKS) if tick >= high), default=len(TICKS) - 1)
        return cls(TICKS[first : last + 1])

    def y(self, ratio: float) -> float:
        low, high = math.log(self.ticks[0]), math.log(self.ticks[-1])
        share = (math.log(max(ratio, self.ticks[0])) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _draw_grid(shares: Sequence[float], scale: _Scale) -> list[str]:
    parts = []
    for tick in scale.ticks:
        y = scale.y(tick)
        strong = ' stroke-width="2"' if tick == 1 else ""
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" '
            f'stroke="#ccc"{strong}/>'
        )
        parts.append(_text(LEFT - 8, y + 4, f"{tick:g}×", anchor="end"))
    for index, share in enumerate(shares):
        at = _x(index, len(shares))
        parts.append(_text(at, HEIGHT - BOTTOM + 22, f"{share:.0%}", anchor="middle"))
    return parts


def _draw_curve(spreads: Sequence[Spread], colour: str, scale: _Scale) -> list[str]:
    points = [(_x(i, len(spreads)), spread) for i, spread in enumerate(spreads)]
    path = " ".join(f"{x:.1f},{scale.y(median):.1f}" for x, (median, _, _) in points)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, (median, least, most) in points:
        parts.append(
            f'<line x1="{x:.1f}" y1="{scale.y(least):.1f}" x2="{x:.1f}" y2="{scale.y(most):.1f}" '
            f'stroke="{colour}" stroke-width="5" opacity="0.35"/>'
        )
        parts.append(f'<circle cx="{x:.1f}" cy="{scale.y(median):.1f}" r="3.5" fill="{colour}"/>')
    return parts


def _spread_labels(heights: Sequence[float]) -> list[float]:
    """Return the heights moved apart downwards so that labels do not overlap."""
    moved = list(heights)
    last = -math.inf
    for index in sorted(range(len(moved)), key=moved.__getitem__):
        moved[index] = last = max(moved[index], last + 16)
    return moved


def _x(index: int, count: int) -> float:
    return LEFT + 20 + index * (WIDTH - LEFT - RIGHT - 40) / max(1, count - 1)


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222") -> str:
    font = FONT.replace("#222", colour)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {font}>{escape(text)}</text>'
