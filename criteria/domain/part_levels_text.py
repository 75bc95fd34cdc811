"""The levels of parts as one cell of a list: "a) ≥ 98; b) ≥ 70 khi c > 3; b) ≥ 50 khi c <= 3; d) đạt"."""

import re
from collections.abc import Iterable
from typing import Any

from ntm.text import clean

from .part_levels import BadPartsError
from .parts import split_parts
from .requirements import Comparison, PartLevel

_SIGNS = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤"}
_LEVEL = re.compile(r"(?P<sign>≥|>=|≤|<=)\s*(?P<level>.*?)(?:\s+khi\s+(?P<condition>.+))?", re.IGNORECASE)
_MARK = re.compile(r"đạt(?:\s+khi\s+(?P<condition>.+))?", re.IGNORECASE)
_READ = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<="}
_EXAMPLE = "ghi như “a) ≥ 98; b) ≥ 70 khi c > 3; d) đạt”."


def write_part_levels(parts: Iterable[PartLevel]) -> str:
    return "; ".join(_written(part) for part in parts)


def _written(part: PartLevel) -> str:
    said = "đạt"
    if part.comparison is not Comparison.MET:
        said = f"{_SIGNS[part.comparison]} {part.level.replace('.', ',')}".strip()
    return f"{part.part}) {said}" + (f" khi {part.condition}" if part.condition else "")


def read_part_levels(text: str) -> list[dict[str, Any]]:
    """The stored list. Raises BadPartsError."""
    text = clean(text)
    before, parts = split_parts(text)
    if text and (before or not parts):
        raise BadPartsError(f"Không đọc được “{text}”: {_EXAMPLE}")
    return [_row(key, said) for key, said in parts]


def _row(key: str, said: str) -> dict[str, Any]:
    mark, level = _MARK.fullmatch(said), _LEVEL.fullmatch(said)
    found = mark or level
    if found is None:
        raise BadPartsError(f"Phần {key}) “{said}” không đọc được: {_EXAMPLE}")
    stated = "Đạt" if mark else found["level"].replace(",", ".")
    comparison = "dat" if mark else _READ[found["sign"]]
    row = {"part": key, "comparison": comparison, "threshold": stated or None}
    condition = clean(found["condition"] or "")
    return row | ({"condition": condition} if condition else {})
