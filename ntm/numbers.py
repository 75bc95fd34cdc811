"""One parser and one formatter for figures as Vietnamese offices write them.

Decimal comma and dot between thousands are the rule, the English way is met beside it. What could be read
in two ways is never guessed. Binary fractions (float) have no place here.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from ntm.text import clean

_SIGNED = re.compile(r"(?P<sign>[-−]?) ?(?P<figure>[0-9., ]*[0-9]) ?%?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]+))?"
)
_UNGROUPED = re.compile(r"(?P<whole>[0-9]+)(?:(?P<mark>[.,])(?P<part>[0-9]+))?")
_MAX_DIGITS = 30  # beyond any sum of money; longer strings are account numbers and nonsense
_WIDE = Context(prec=400)  # the usual 28 digits would refuse the largest figures of a workbook, 1E+308
_SWAP = str.maketrans(",.", ".,")


class NotANumber(ValueError):
    """The text is not one figure, or has decimals where only whole numbers belong."""


class AmbiguousNumber(ValueError):
    """The text, such as "1.234", can be read in two ways: ``readings`` has thousands first, then decimals."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(text)
        self.readings = readings


def parse_number(text: str, *, decimals: bool) -> Decimal:
    """The figure a person wrote: "1.234,5", "1234.5", "19 064 236", "86,95%" (→ 86.95).

    ``decimals`` says whether the column takes fractions. Where it does, "1.234" and "1,234" raise
    AmbiguousNumber; where it does not they are 1234, and "12,5" is NotANumber ("12,0" is 12).
    """
    readings = _readings(text)
    if not readings:
        raise NotANumber(text)
    if not decimals:
        return _whole(text, readings[0])
    if len(readings) == 2:
        raise AmbiguousNumber(text, (readings[0], readings[1]))
    return readings[0]


def round_to(value: Decimal, digits: int, *, cut: bool = False) -> Decimal:
    """``value`` with ``digits`` decimals: half up (away from nought), or with ``cut`` simply cut off."""
    rounding = ROUND_DOWN if cut else ROUND_HALF_UP
    return value.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=_WIDE)


def plain(value: Decimal) -> str:
    """The one spelling for machines: "13.27", "19"; no exponent, no trailing zeros, no minus before 0."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def vietnamese(value: Decimal | int, digits: int | None = None) -> str:
    """The figure for people: "19.064.236,5". ``digits`` fixes the decimals; without it as many as it has."""
    exact = Decimal(value)
    shown = Decimal(plain(exact)) if digits is None else round_to(exact, digits)
    return f"{shown if shown else shown.copy_abs():,f}".translate(_SWAP)


def digits_of(text: str) -> int:
    """How many decimals a printed figure shows: "13,27" → 2, "19" → 0; of what is no figure 0.

    What could be read in two ways is taken the Vietnamese way: "1.234" shows none, "1,234" three.
    """
    matches = _matches(text)
    if len(matches) == 2 and matches[0]["mark"] == ",":
        return len(matches[1]["part"])
    return len(matches[0]["part"] or "") if matches else 0


def _matches(text: str) -> list[re.Match[str]]:
    """The ways to read the figure: with thousands marked, and without."""
    signed = _SIGNED.fullmatch(clean(text))
    if not signed or sum(map(str.isdigit, signed["figure"])) > _MAX_DIGITS:
        return []
    found = (pattern.fullmatch(signed["figure"]) for pattern in (_GROUPED, _UNGROUPED))
    return [match for match in found if match]


def _readings(text: str) -> list[Decimal]:
    sign = "-" if clean(text).startswith(("-", "−")) else ""
    return [
        Decimal(f"{sign}{re.sub('[., ]', '', match['whole'])}.{match['part'] or ''}")
        for match in _matches(text)
    ]


def _whole(text: str, value: Decimal) -> Decimal:
    whole = value.to_integral_value(rounding=ROUND_DOWN)
    if whole != value:
        raise NotANumber(text)
    return whole
