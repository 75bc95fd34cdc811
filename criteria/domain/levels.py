"""Levels in words and in order: "mức độ 2" before "mức độ 3", "Khá" before "Tốt", "loại B" before "A"."""

import re

from ntm.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_SCALES = (
    ("kem", "yeu", "trung binh", "kha", "tot", "xuat sac"),
    ("khong hoan thanh", "hoan thanh", "hoan thanh tot", "hoan thanh xuat sac"),
    ("d", "c", "b", "a"),
)
_SAME = {"gioi": "tot", "dat trung binh": "trung binh"}
_LEAD = re.compile(r"^(?:(?:dat|xep|o|tu)\s+)?(?:(?:muc do|muc|loai|hang|cap do|cap|bac)\s+)?")
_TAIL = re.compile(r"\s+(?:tro len|tro xuong|nhiem vu)$")


def rank(text: str) -> tuple[str, int] | None:
    """(the scale, the place on it); None for words of no known scale. Only places on one scale compare."""
    word = _TAIL.sub("", _LEAD.sub("", fold(text).strip(" .")))
    word = _SAME.get(word, word)
    if word.isdecimal():
        return "number", int(word)
    if word in _ROMAN:
        return "number", _ROMAN[word]
    for scale in _SCALES:
        if word in scale:
            return scale[-1], scale.index(word)
    return None


def compare(text: str, level: str) -> int | None:
    """Below nought, nought or above as ``text`` is lower, the same, higher; None: they do not compare."""
    one, other = rank(text), rank(level)
    if one is None or other is None or one[0] != other[0]:
        return 0 if fold(text) == fold(level) else None
    return one[1] - other[1]
