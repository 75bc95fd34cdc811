"""Sums of money as plans print them: "2.314.236", "khoảng 50.000 triệu đồng"."""

import re
from dataclasses import replace

from ntm.numbers import plain

from .definition import Column
from .read import RawCell
from .values import read_figure

_ABOUT = re.compile(r"^(?:(?:ước|đạt|khoảng|trên|hơn|gần|xấp xỉ|tối thiểu|dự kiến)\s+)+", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:triệu đồng|triệu|trđ)\.?$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def read_amount(cell: RawCell, column: Column, answer: str = "") -> str:
    """The amount in one spelling, "" for a blank. Raises values.Unreadable.

    A dot before three figures groups thousands, always: no plan counts thousandths of a million. Words that
    say "about" and the unit stay in the text and out of the value.
    """
    figure = _UNIT.sub("", _ABOUT.sub("", cell.text))
    if cell.number is not None and cell.number >= 0:
        return plain(cell.number)
    if _THOUSANDS.fullmatch(figure):
        return figure.replace(".", "")
    return read_figure(replace(cell, text=figure), column, answer)
