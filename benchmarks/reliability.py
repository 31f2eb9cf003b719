"""Confidence against the share that was right: the expected calibration error and the diagram as SVG."""

from pathlib import Path

Judged = list[tuple[float, bool]]
_BINS = 10


def bins(judged: Judged) -> list[tuple[float, float, int]]:
    """Of each tenth of confidence that has answers: mean confidence, share right, number."""
    found = []
    for index in range(_BINS):
        inside = [
            (c, r) for c, r in judged if index / _BINS <= c < (index + 1) / _BINS or (index == _BINS - 1 and c == 1)
        ]
        if inside:
            found.append(
                (sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside), len(inside))
            )
    return found


def ece(judged: Judged) -> float:
    """Expected calibration error: the mean gap between confidence and share right, weighted by number."""
    return sum(number * abs(sure - right) for sure, right, number in bins(judged)) / max(len(judged), 1)


def draw(judged: Judged, out: Path, title: str) -> None:
    """The diagram: one dot for each tenth, its area by the number of answers, and the line of perfect calibration."""
    size, margin = 360, 48
    dots = []
    most = max(number for *_, number in bins(judged))
    for sure, right, number in bins(judged):
        x, y, r = margin + sure * size, margin + (1 - right) * size, 4 + 12 * (number / most) ** 0.5
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#2f6f8f" fill-opacity=".75"/>'
                    f'<text x="{x + r + 3:.1f}" y="{y + 4:.1f}" font-size="11">{number}</text>')  # fmt: skip
    ticks = "".join(
        f'<text x="{margin + t * size / 5:.0f}" y="{margin + size + 18}" font-size="11" text-anchor="middle">{t / 5:g}</text>'
        f'<text x="{margin - 8}" y="{margin + size - t * size / 5 + 4:.0f}" font-size="11" text-anchor="end">{t / 5:g}</text>'
        for t in range(6)
    )
    side = size + 2 * margin
    middle = side / 2
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" font-family="sans-serif" fill="#222">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><rect x="{margin}" y="{margin}" width="{size}" '
        f'height="{size}" fill="none" stroke="#999"/>'
        f'<line x1="{margin}" y1="{margin + size}" x2="{margin + size}" y2="{margin}" stroke="#bbb" stroke-dasharray="4 4"/>'
        f'{"".join(dots)}{ticks}<text x="{side / 2}" y="24" font-size="13" text-anchor="middle">{title}; ECE '
        f"{ece(judged):.3f}</text>"
        f'<text x="{side / 2}" y="{side - 10}" font-size="12" text-anchor="middle">confidence (number of '
        f"answers beside the dots)</text>"
        f'<text x="14" y="{middle}" font-size="12" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "share right</text></svg>\n"
    )
