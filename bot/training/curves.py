"""The loss of a run as a picture: SVG, written without a library."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 40, 45
_COLOURS = ("#9ec5e8", "#1f5f99", "#c0392b", "#2e8b57")
_SMOOTH = 0.8


def smoothed(points: Sequence[tuple[float, float]], weight: float = _SMOOTH) -> list[tuple[float, float]]:
    """The moving mean of a curve, older points weighing less; the beginning is not pulled to zero."""
    kept: list[tuple[float, float]] = []
    total = weights = 0.0
    for step, value in points:
        total, weights = total * weight + value, weights * weight + 1
        kept.append((step, total / weights))
    return kept


def picture(title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Curves over the steps, each with its name; points that are no number are left out."""
    drawn = {name: [one for one in points if math.isfinite(one[1])] for name, points in curves.items()}
    drawn = {name: points for name, points in drawn.items() if points}
    every = [point for points in drawn.values() for point in points] or [(0.0, 0.0)]
    low, high = _bounds([value for _, value in every])
    last = max((step for step, _ in every), default=0) or 1
    parts = [_head(title), *_grid(low, high, last)]
    for at, (name, points) in enumerate(drawn.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        line = " ".join(f"{_x(step, last):.1f},{_y(value, low, high):.1f}" for step, value in points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{line}"/>')
        if len(points) == 1:
            x, y = line.split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        parts.append(_text(_LEFT + 10 + 150 * at, _TOP - 8, name, colour, "start"))
    return "\n".join([*parts, "</svg>\n"])


def _head(title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>' + _text(WIDTH / 2, 18, title, "#222", "middle")
    )


def _grid(low: float, high: float, last: float) -> list[str]:
    parts = []
    for at in range(5):
        value = low + (high - low) * at / 4
        y = _y(value, low, high)
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{value:.2f}", "#555", "end"))
        step = last * at / 4
        parts.append(_text(_x(step, last), HEIGHT - _BOTTOM + 18, f"{step:.0f}", "#555", "middle"))
    parts.append(_text((WIDTH + _LEFT) / 2, HEIGHT - 8, "step", "#555", "middle"))
    return parts


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low - 0.5, high + 0.5) if high - low < 1e-9 else (low, high)


def _x(step: float, last: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * step / last


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)
