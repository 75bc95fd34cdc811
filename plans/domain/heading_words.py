"""Small questions about the words and numbers of a heading."""

import re
from itertools import pairwise

from ntm.text import clean, fold

_UNIT_WORDS = frozenset(
    re.findall(r"\w+", "ten cac danh sach dia ban phuong don vi hanh chinh xa thi tran huyen va hoac")
)
_UNIT_NOUNS = frozenset(("xa", "don", "dia"))  # xã, đơn vị, địa bàn, địa phương


def names_units(text: str) -> bool:
    """ "Tên xã, thị trấn", "Xã/phường/thị trấn": made of nothing but words for units."""
    words = frozenset(re.findall(r"[a-z]+", fold(text)))
    return bool(words & _UNIT_NOUNS) and words <= _UNIT_WORDS


def unbracketed(text: str) -> str:
    """The text of a column's number: "1" of "(1)"."""
    return clean(text).strip("()[]{}.")


def longest_run(numbers: list[int]) -> int:
    """Of numbers that each rise by one: 3 for 5, 1, 2, 3."""
    longest = run = min(len(numbers), 1)
    for before, after in pairwise(numbers):
        run = run + 1 if after == before + 1 else 1
        longest = max(longest, run)
    return longest
