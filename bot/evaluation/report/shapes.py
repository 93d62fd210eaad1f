"""The marks of the entrants: eight shapes, so that nobody has to tell them apart by colour."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from bot.evaluation.report.markup import Markup, tag

if TYPE_CHECKING:
    from bot.evaluation.report.roster import Seat

SHAPES = ("circle", "square", "triangle", "diamond", "triangle that points down", "pentagon", "star", "plus")


def mark(look: int, x: float, y: float, size: float = 6.0, class_: str = "") -> Markup:
    """A mark of about `size` pixels around a point, in the colour of its look."""
    classes = f"mark look{look} {class_}".strip()
    if look == 0:
        return tag("circle", cx=round(x, 1), cy=round(y, 1), r=size, class_=classes)
    points = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in _corners(look))
    return tag("polygon", points=points, class_=classes)


def badge(seat: Seat) -> Markup:
    """The mark and the letter of an entrant, for a line of text."""
    shape = tag("svg", mark(seat.look, 7, 7, 5.5), viewBox="0 0 14 14", class_="badge", aria_hidden="true")
    return tag("span", shape, tag("b", seat.letter), class_="who")


def _corners(look: int) -> tuple[tuple[float, float], ...]:
    if look == 1:
        return ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
    if look == 6:
        return tuple(_at(turn / 10, 1.2 if turn % 2 == 0 else 0.5) for turn in range(10))
    if look == 7:
        a, b = 0.38, 1.1
        return (
            (-a, -b),
            (a, -b),
            (a, -a),
            (b, -a),
            (b, a),
            (a, a),
            (a, b),
            (-a, b),
            (-a, a),
            (-b, a),
            (-b, -a),
            (-a, -a),
        )
    corners, turned = {2: (3, 0.0), 3: (4, 0.0), 4: (3, 0.5), 5: (5, 0.0)}[look]
    return tuple(_at(place / corners + turned, 1.15) for place in range(corners))


def _at(turn: float, far: float) -> tuple[float, float]:
    return far * sin(2 * pi * turn), -far * cos(2 * pi * turn)
