"""The keys under which headings of columns are compared, in whatever words and abbreviations they stand."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ntm.text import fold

from .definition import AnnexDefinition

_NOISE = re.compile(r"[^\w%/]+")
_WORDS = r"(?:(?:tieu chi|tc|so)\s*)"
_NUMBER = r"0*\d{1,2}"
_NUMBER_ONLY = re.compile(rf"^{_WORDS}+({_NUMBER})$")
_NUMBERED = re.compile(rf"^(?:{_WORDS}*{_NUMBER}|tieu chi|tc)\s*(?:ve\s+)?(?=[a-z])|\s+{_WORDS}*{_NUMBER}$")
_YEAR = re.compile(r"\s*\b(?:giai doan\s+|den\s+|het\s+|cuoi\s+|nam\s+)*20\d\d(?:\s+20\d\d)?\b")
_FOUR_FIGURES = re.compile(r"\b20\d\d\b")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SHORT = {
    "tc": "tieu chi",
    "ct": "chi tieu",
    "cq": "co quan",
    "dv": "don vi",
    "kh": "ke hoach",
    "kl": "khoi luong",
    "kq": "ket qua",
    "mt": "muc tieu",
    "nd": "noi dung",
    "tg": "thoi gian",
    "th": "thuc hien",
    "tp": "thanh pho",
    "tx": "thi xa",
}
_SHORT_WORD = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")


def heading_key(text: str) -> str:
    """What is compared of a heading: letters and digits without marks, case and year."""
    key = _NOISE.sub(" ", fold(text)).strip()
    if number := _NUMBER_ONLY.match(key):
        return f"tc {int(number[1])}"
    return _YEAR.sub("", key).strip() or key


def dated_keys(text: str) -> tuple[str, ...]:
    """With the year, then without its figures: where only that tells "Mục tiêu" from "Mục tiêu đến năm …"."""
    key = _NOISE.sub(" ", fold(text)).strip()
    return (key, " ".join(_FOUR_FIGURES.sub(" ", key).split())) if _FOUR_FIGURES.search(key) else ()


@lru_cache(4096)
def heading_keys(text: str) -> tuple[str, ...]:
    """The keys to look a heading up by, nearest first: as it is, then without numbering and explanations."""
    plain_text = _IN_BRACKETS.sub(" ", text)
    keys = [*dated_keys(text), heading_key(text), heading_key(plain_text)]
    keys += [_NUMBERED.sub("", key).strip() for key in keys]
    return tuple(dict.fromkeys([*keys, *map(in_full, keys)]))


def in_full(key: str) -> str:
    """A key with the words that offices shorten in headings: "so tc da dat" → "so tieu chi da dat"."""
    return _SHORT_WORD.sub(lambda found: _SHORT[found[0]], key)


def shared_headings(definition: AnnexDefinition) -> dict[str, tuple[str, ...]]:
    """Headings that stand over several columns → their keys in order."""
    return _of_several(
        (heading, column.key)
        for column in definition.columns
        if column.group
        for heading in ((column.heading,) if column.title else (column.heading, *column.aliases))
    )


def short_headings(definition: AnnexDefinition) -> dict[str, tuple[str, ...]]:
    """Headings that go for a column in each of several groups ("NTM") → their keys in order."""
    return _of_several(
        (heading, column.key)
        for column in definition.columns
        if column.group and column.title
        for heading in (column.title, *column.aliases)
    )


def _of_several(headings: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    keys: dict[str, list[str]] = {}
    for heading, column in headings:
        known = keys.setdefault(heading_key(heading), [])
        if column not in known:
            known.append(column)
    return {heading: tuple(found) for heading, found in keys.items() if len(found) > 1}
