"""How wide the columns of an annex must be on paper so that upright headings read well."""

from collections.abc import Sequence
from decimal import Decimal

from ntm.text import fold

LANDSCAPE = Decimal(252)  # mm between the margins of an A4 bound on the left
PORTRAIT = Decimal(165)

_LEAST = Decimal("8")  # mm: three bold figures
_STEP = Decimal("0.5")
_LOW = 3  # lines: headings no taller than that are not worth uneven columns
_MM_PER_EM = Decimal("3.175")  # of the 9 pt headings
_PADDING = Decimal("1.1")
# Widths of bold letters of a Times face in hundredths of an em; horns and tone marks aside.
_WIDTHS = (
    dict.fromkeys("ijl,.-/", 28)
    | dict.fromkeys("ft()", 33)
    | dict.fromkeys("cersz", 44)
    | dict.fromkeys("agovxy", 50)
    | {"m": 83, "w": 72}
)
_OTHER, _CAPITAL = 56, 72


def fit_widths(titles: Sequence[str], room: Decimal) -> list[Decimal]:
    """Widths that fill ``room`` mm: no syllable breaks, tall headings get more room, then narrow ones."""
    widths = [max(_LEAST, *map(_measure, title.split())) for title in titles]
    if sum(widths) > room:
        return [(width * room / sum(widths)).quantize(Decimal("0.01")) for width in widths]
    while sum(widths) + _STEP <= room:
        heights = [count_lines(title, width) for title, width in zip(titles, widths, strict=True)]
        tallest = max(range(len(titles)), key=lambda i: (max(heights[i], _LOW), -widths[i]))
        widths[tallest] += _STEP
    return widths


def count_lines(title: str, width: Decimal) -> int:
    """How many lines a heading takes in a column of ``width`` mm."""
    lines, line = 1, ""
    for word in title.split():
        longer = f"{line} {word}".strip()
        if line and _measure(longer) > width:
            lines, longer = lines + 1, word
        line = longer
    return lines


def _measure(text: str) -> Decimal:
    hundredths = sum(_CAPITAL if letter.isupper() else _WIDTHS.get(fold(letter), _OTHER) for letter in text)
    return hundredths * _MM_PER_EM / 100 + _PADDING
