"""Charts as inline SVG of our own making: small enough to read at 390 pixels, coloured by the page's variables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.evaluation.report.markup import text

WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 38, 12, 14, 40


@dataclass(frozen=True, slots=True)
class Axes:
    """The plane of a chart.

    Attributes:
        title: For whom the picture is read aloud.
        across: What the horizontal axis is.
        up: What the vertical axis is.
        right: Value at its right end; the left end is 0.
        top: Value at its upper end; the lower end is 0.
        ticks: How a value on the horizontal axis is written.
        up_ticks: The same for the vertical one.
    """

    title: str
    across: str
    up: str
    right: float = 1.0
    top: float = 1.0
    ticks: Callable[[float], str] = "{:.0%}".format
    up_ticks: Callable[[float], str] = "{:.0%}".format

    def x(self, value: float) -> float:
        """Return where a value stands from the left."""
        return round(LEFT + (WIDTH - LEFT - RIGHT) * value / self.right, 1)

    def y(self, value: float) -> float:
        """Return where a value stands from above."""
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top, 1)


Point = tuple[float, float]


def chart(axes: Axes, *marks: str) -> str:
    """Return a whole chart around its marks."""
    grid = []
    for step in range(5):
        value = axes.top * step / 4
        y = axes.y(value)
        grid.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        grid.append(
            f'<text class="tick" x="{LEFT - 6}" y="{y + 3.5}" text-anchor="end">{text(axes.up_ticks(value))}</text>'
        )
        across = axes.right * step / 4
        x = axes.x(across)
        anchor = "end" if step == 4 else "middle"  # noqa: PLR2004 - the last of the five
        grid.append(
            f'<text class="tick" x="{x}" y="{HEIGHT - BOTTOM + 15}" text-anchor="{anchor}">'
            f"{text(axes.ticks(across))}</text>"
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    names = f'<text class="axis" x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{text(axes.across)}</text>'
    return (
        f'<figure><figcaption>{text(axes.up)}</figcaption><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{text(axes.title)}">{"".join(grid)}{"".join(marks)}{names}</svg></figure>'
    )


def line(axes: Axes, points: Sequence[Point], kind: str = "one") -> str:
    """Return a line through points."""
    path = " ".join(f"{axes.x(x)},{axes.y(y)}" for x, y in points)
    return f'<polyline class="line {kind}" points="{path}"/>'


def dots(axes: Axes, points: Sequence[tuple[float, float, float, str]]) -> str:
    """Return dots of (x, y, radius, title)."""
    return "".join(
        f'<circle class="dot" cx="{axes.x(x)}" cy="{axes.y(y)}" r="{radius:.1f}"><title>{text(title)}</title></circle>'
        for x, y, radius, title in points
    )


def bars(axes: Axes, spans: Sequence[tuple[float, float, float, str]]) -> str:
    """Return bars of (from, to, height, title)."""
    return "".join(
        f'<rect class="bar" x="{axes.x(low) + 0.5:.1f}" width="{max(axes.x(high) - axes.x(low) - 1, 0.5):.1f}"'
        f' y="{axes.y(up)}" height="{axes.y(0) - axes.y(up):.1f}"><title>{text(title)}</title></rect>'
        for low, high, up, title in spans
        if up
    )


def marker(axes: Axes, value: float, name: str, row: int = 0) -> str:
    """Return an upright line at a value with its name."""
    x = axes.x(min(value, axes.right))
    end = x > (WIDTH + LEFT) / 2
    return (
        f'<line class="marker" x1="{x}" x2="{x}" y1="{TOP}" y2="{axes.y(0)}"/>'
        f'<text class="named" x="{x - 4 if end else x + 4}" y="{TOP + 9 + 13 * row}"'
        f' text-anchor="{"end" if end else "start"}">{text(name)}</text>'
    )


def diagonal(axes: Axes) -> str:
    """Return the line on which both axes are equal."""
    return line(axes, [(0, 0), (axes.right, axes.top)], "ideal")
