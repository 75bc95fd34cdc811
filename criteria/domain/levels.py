"""Levels in words and in order: "mức độ 2" before "mức độ 3", "Khá" before "Tốt", "loại B" before "A"."""

import re

from ntm.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_SCALES = (
    ("kem", "yeu", "trung binh", "kha", "tot", "xuat sac"),
    ("khong hoan thanh", "hoan thanh", "hoan thanh tot", "hoan thanh xuat sac"),
    ("d", "c", "b", "a"),
)
_SAME = {"gioi": "tot"}
_VERB = re.compile(r"^(?:dat|xep|o|tu)\s+")
_NOUN = re.compile(r"^(muc do|muc|cap do|loai|hang|cap|bac)\s+")
_TAIL = re.compile(r"(?:\s+(?:tro len|tro xuong|nhiem vu))+$")
_STARS = re.compile(r"(\d+) sao")
# "Hạng I" stands above "hạng II" and "mức độ 1" below "mức độ 2": only of these a higher number is more.
_RISING = ("", "muc do", "muc", "cap do")


def rank(text: str) -> tuple[str, int] | None:
    """(the scale, the place on it); None for words of no known scale. Only places on one scale compare."""
    word = _TAIL.sub("", _VERB.sub("", fold(text).strip(" .")))
    noun = found[1] if (found := _NOUN.match(word)) else ""
    word = _NOUN.sub("", word)
    stars = _STARS.fullmatch(word)
    if stars:
        return "stars", int(stars[1])
    number = int(word) if word.isdecimal() else _ROMAN.get(word)
    if number is not None:
        return ("number", number) if noun in _RISING else None
    word = _SAME.get(word, word)
    return next(((scale[-1], scale.index(word)) for scale in _SCALES if word in scale), None)


def compare(text: str, level: str) -> int | None:
    """Below nought, nought or above as ``text`` is lower, the same, higher; None: they do not compare."""
    one, other = rank(text), rank(level)
    if one is None or other is None or one[0] != other[0]:
        return 0 if fold(text) == fold(level) else None
    return one[1] - other[1]
