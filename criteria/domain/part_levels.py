"""The stored lists of parts, which an administrator may type by hand: what may stand there, and reading it.

Of an indicator [{"key": "a", "name", "kind", "unit"}]; of a level [{"part": "a", "comparison": ">=",
"threshold": "98", "condition": "c > 3"}], where "threshold" may be null and "condition" missing.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Any

from .requirements import Comparison, PartLevel
from .values import Kind, Part

_KEY = re.compile(r"[a-zđ]")
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}
_PART_KEYS, _LEVEL_KEYS = {"key", "name", "kind", "unit"}, {"part", "comparison", "threshold", "condition"}
_KINDS = {str(kind): kind for kind in Kind if kind is not Kind.CRITERION}


class BadPartsError(ValueError):
    """The list cannot be read; the message says in Vietnamese what is wrong."""


@dataclass(frozen=True, slots=True)
class Condition:
    """ "c > 3": the part, the sign, the limit."""

    part: str
    sign: str
    limit: Decimal

    def holds(self, figure: Decimal) -> bool:
        return _TESTS[self.sign](figure, self.limit)


def read_condition(text: str) -> Condition:
    """Of "c > 3". Raises BadPartsError."""
    words = text.split()
    limit = number_in(words[2]) if len(words) == 3 else None
    if limit is None or not _KEY.fullmatch(words[0]) or words[1] not in _TESTS:
        raise BadPartsError(f"Điều kiện “{text}” không đúng: ghi như “c > 3”, dấu là >, >=, < hoặc <=.")
    return Condition(words[0], words[1], limit)


def number_in(text: str) -> Decimal | None:
    """The figure of a level as stored, "98" or "21.8" (or "21,8"); None for anything else."""
    try:
        figure = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def read_parts_of_indicator(raw: object) -> tuple[Part, ...]:
    """The parts of an indicator, in their order. Raises BadPartsError."""
    parts = tuple(_part(one) for one in _rows(raw, _PART_KEYS))
    keys = [part.key for part in parts]
    if len(set(keys)) < len(keys):
        raise BadPartsError("Hai phần có cùng một chữ.")
    return parts


def _part(row: Mapping[str, Any]) -> Part:
    key, name, kind = (str(row.get(field) or "") for field in ("key", "name", "kind"))
    if not _KEY.fullmatch(key):
        raise BadPartsError(f"“key” của phần là một chữ thường như a, b, đ; đang là “{key}”.")
    if not name:
        raise BadPartsError(f"Phần {key}) chưa có tên (“name”).")
    if kind not in _KINDS:
        raise BadPartsError(f"Phần {key}): “kind” phải là một trong {', '.join(_KINDS)}.")
    return Part(key, name, _KINDS[kind], str(row.get("unit") or ""))


def read_levels_of_parts(raw: object) -> tuple[PartLevel, ...]:
    """What the parts must reach, in their order. Raises BadPartsError."""
    return tuple(_level(one) for one in _rows(raw, _LEVEL_KEYS))


def _level(row: Mapping[str, Any]) -> PartLevel:
    key, comparison, level, condition = (
        str(row.get(field) or "") for field in ("part", "comparison", "threshold", "condition")
    )
    if not _KEY.fullmatch(key):
        raise BadPartsError(f"“part” là một chữ thường như a, b, đ; đang là “{key}”.")
    if comparison not in set(Comparison):
        raise BadPartsError(f"Phần {key}): “comparison” phải là một trong {', '.join(Comparison)}.")
    if condition:
        read_condition(condition)
    return PartLevel(key, Comparison(comparison), level, condition)


def _rows(raw: object, known: Collection[str]) -> list[Mapping[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise BadPartsError("Các phần phải là một danh sách [{…}, {…}].")
    for row in raw:
        unknown = sorted(set(row) - set(known))
        if unknown:
            raise BadPartsError(f"Không có mục “{unknown[0]}”; chỉ có {', '.join(sorted(known))}.")
    return raw


def check_levels(levels: tuple[PartLevel, ...], parts: tuple[Part, ...]) -> None:
    """That each level is of a part of the indicator, in its manner of writing. Raises BadPartsError."""
    own = {part.key: part for part in parts}
    for level in levels:
        for key in (level.part, *([read_condition(level.condition).part] if level.condition else [])):
            if key not in own:
                raise BadPartsError(f"Chỉ tiêu không có phần {key}).")
        kind, is_mark = own[level.part].kind, level.comparison is Comparison.MET
        if kind.is_mark is not is_mark:
            raise BadPartsError(f"Phần {level.part}) {_WANTED[kind.is_mark]}.")
        if level.level and not is_mark and kind is not Kind.LEVEL and number_in(level.level) is None:
            raise BadPartsError(f"Phần {level.part}): “{level.level}” không phải là số.")


_WANTED = {True: "là đạt hay không: “comparison” phải là dat", False: "là số hay mức độ: dùng >= hoặc <="}
