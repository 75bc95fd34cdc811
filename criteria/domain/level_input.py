"""A level as it stands in the fields of a page: written out, read back with every problem, or pasted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, vietnamese
from ntm.text import clean, fold

from .level_lines import LineKey, is_figure
from .part_levels import number_in
from .parts import split_parts
from .requirements import Comparison, IfAbsent, PartLevel, Requirement
from .values import Kind, Measure

NOT_LOOKED_AT = ""  # in place of the comparison of a part
MAX_WORDS, MAX_REFERENCE, MAX_DIGITS, MAX_PLACES = 60, 300, 14, 4
_SIGNS = (
    (Comparison.AT_LEAST, ("≥", ">=", "=>")),
    (Comparison.AT_MOST, ("≤", "<=", "=<")),
)
_NO_LEVEL = "Điền mức đạt trước khi xác nhận."
_NO_MAIN = "Điền mức chung, hoặc chọn “chỉ xét các phần”."
_MARK_ONLY = "Chỉ tiêu đạt hay không thì ghi mức là “Đạt”."


@dataclass(frozen=True, slots=True)
class PartText:
    """``comparison`` "": the part is not looked at."""

    part: str
    comparison: str
    level: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class LevelText:
    comparison: str
    level: str = ""
    parts: tuple[PartText, ...] = ()
    if_absent: str = ""
    reference: str = ""


def write_level(level: Requirement | None, offered: Sequence[PartLevel], measure: Measure) -> LevelText:
    """The fields of a line. ``offered``: parts of the level and, after them, those it does not look at.

    Cleaned as what is sent is: a line that nobody touched must come back the same.
    """
    mine = {(part.part, part.condition) for part in level.parts} if level else set()
    usual = Comparison.MET if measure.kind.is_mark else Comparison.AT_LEAST
    return LevelText(
        comparison=str(usual if level is None or measure.kind.is_mark else level.comparison),
        level=_level_text(level),
        parts=tuple(_part_text(part, measure, (part.part, part.condition) in mine) for part in offered),
        if_absent=str(level.if_absent) if level else "",
        reference=clean(level.reference) if level else "",
    )


def _level_text(level: Requirement | None) -> str:
    if level is None:
        return ""
    return clean(level.text) if level.value is None else vietnamese(level.value)


def _part_text(part: PartLevel, measure: Measure, is_in: bool) -> PartText:
    is_mark = any(one.key == part.part and one.kind.is_mark for one in measure.parts)
    comparison = Comparison.MET if is_mark else part.comparison
    if comparison is Comparison.MET and not is_mark:
        comparison = Comparison.AT_LEAST
    level = clean(part.level.replace(".", ","))
    return PartText(part.part, str(comparison) if is_in else NOT_LOOKED_AT, level, part.condition)


def read_level(text: LevelText, measure: Measure) -> tuple[Requirement, dict[str, str]]:
    """The level, confirmed, and what is wrong with it by field: "level", "part0", "reference"…"""
    errors: dict[str, str] = {}
    comparison, said = _split_sign(clean(text.level), text.comparison)
    if comparison is None or text.if_absent not in list(IfAbsent):
        return Requirement(Comparison.MET), {"level": "Chọn lại cách so sánh."}
    if measure.kind.is_mark and comparison is not Comparison.MET:
        errors["level"] = _MARK_ONLY
    parts = []
    for index, part in enumerate(text.parts):
        if part.comparison != NOT_LOOKED_AT:
            parts.append(_read_part(part, measure, errors, f"part{index}"))
    value, words = _read_main(said, comparison, measure, bool(parts), errors)
    if len(clean(text.reference)) > MAX_REFERENCE:
        errors["reference"] = f"Căn cứ tối đa {MAX_REFERENCE} ký tự."
    level = Requirement(
        comparison=comparison,
        value=value,
        text=words,
        parts=tuple(parts),
        own=True,
        confirmed=True,
        if_absent=IfAbsent(text.if_absent),
        reference=clean(text.reference),
    )
    return level, errors


def _split_sign(text: str, chosen: str) -> tuple[Comparison | None, str]:
    """A sign written before the figure counts for more than the chosen one."""
    for comparison, signs in _SIGNS:
        for sign in signs:
            if text.startswith(sign):
                return comparison, text.removeprefix(sign).strip()
    return (Comparison(chosen) if chosen in list(Comparison) else None), text


def _read_main(
    said: str, comparison: Comparison, measure: Measure, has_parts: bool, errors: dict[str, str]
) -> tuple[Decimal | None, str]:
    if comparison is Comparison.MET:
        if number_in(said) is not None:
            errors.setdefault("level", "Chọn “đạt” thì bỏ số ở ô mức.")
        return None, said or "Đạt"
    if not said:
        errors.setdefault("level", _NO_MAIN if has_parts else _NO_LEVEL)
        return None, ""
    try:
        return _read_figure_or_words(said, measure)
    except ValueError as error:
        errors.setdefault("level", str(error))
        return None, said


def _read_part(part: PartText, measure: Measure, errors: dict[str, str], field: str) -> PartLevel:
    own = next((one for one in measure.parts if one.key == part.part), None)
    comparison, said = _split_sign(clean(part.level), part.comparison)
    comparison = comparison or Comparison.AT_LEAST
    if own is None:
        errors[field] = f"Chỉ tiêu {measure.number} không có phần {part.part})."
    elif own.kind.is_mark:
        comparison, said = Comparison.MET, said or "Đạt"
    elif not said or comparison is Comparison.MET:
        errors[field] = f"Điền mức của phần {part.part}), hoặc chọn “không xét”."
    else:
        try:
            value, words = _read_figure_or_words(said, measure.of_part(own))
            said = words if value is None else plain(value)
        except ValueError as error:
            errors[field] = str(error)
    return PartLevel(part.part, comparison, said, part.condition)


def _read_figure_or_words(said: str, measure: Measure) -> tuple[Decimal | None, str]:
    """(figure, text) of a level. Raises ValueError with what to write."""
    if not is_figure(measure.kind):
        if len(said) > MAX_WORDS:
            raise ValueError(f"Mức bằng chữ tối đa {MAX_WORDS} ký tự.")
        return None, said
    bare = said[: -len(measure.unit)].strip() if _ends_in_unit(said, measure.unit) else said
    try:
        figure = parse_number(bare, decimals=measure.kind is not Kind.COUNT)
    except AmbiguousNumber:
        raise ValueError(f"“{said}” đọc được hai cách: viết dấu phẩy thập phân, bỏ chấm nghìn.") from None
    except NotANumber:
        raise ValueError(f"“{said[:MAX_WORDS]}” không phải là số. Ví dụ: 70 hoặc 1,5.") from None
    check_figure(figure, measure.kind)
    return figure, vietnamese(figure)


def _ends_in_unit(said: str, unit: str) -> bool:
    return bool(unit) and said.casefold().endswith(unit.casefold())


def check_figure(figure: Decimal, kind: Kind) -> None:
    """Raises ValueError with what is wrong with the figure of a level."""
    digits, places = plain(figure).lstrip("-").partition(".")[::2]
    if figure < 0:
        raise ValueError("Mức không thể nhỏ hơn 0.")
    if kind is Kind.PERCENTAGE and figure > 100:
        raise ValueError("Tỷ lệ không thể lớn hơn 100 %.")
    if len(digits) > MAX_DIGITS or len(places) > MAX_PLACES:
        raise ValueError(f"Số quá dài: nhiều nhất {MAX_DIGITS} chữ số và {MAX_PLACES} số thập phân.")


def as_row(level: Requirement) -> dict[str, Any]:
    """The fields of a stored level."""
    return {
        "comparison": str(level.comparison),
        "value": level.value,
        "value_text": level.text,
        "parts": [
            {"part": part.part, "comparison": str(part.comparison), "threshold": part.level}
            | ({"condition": part.condition} if part.condition else {})
            for part in level.parts
        ],
        "if_absent": str(level.if_absent),
        "legal_reference": level.reference,
    }


# ---- a column copied from a spreadsheet ----


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One line of the page, for pasting: its fields as they are, and the measure they are read by."""

    key: LineKey
    measure: Measure
    text: LevelText


@dataclass(frozen=True, slots=True)
class Pasted:
    """``filled``: code of the line → its fields with what was pasted; ``problems`` line by line."""

    filled: Mapping[str, LevelText]
    problems: Sequence[str]


def read_paste(pasted: str, lines: Sequence[PasteLine]) -> Pasted:
    """One level to a line in the order of the page, a blank one leaving it as it is; or, where any line has a
    tab, "number<tab>level", for one year of several "number<tab>year<tab>level"."""
    rows = pasted.replace("\r\n", "\n").rstrip("\n").split("\n")
    if any("\t" in row.strip() for row in rows):
        return _fill((_named(row, lines) for row in rows), rows)
    found: list[PasteLine | str] = [*lines[: len(rows)]]
    found += ["thừa: bảng không còn dòng nào"] * (len(rows) - len(found))
    return _fill(zip(found, rows, strict=True), rows)


def _named(row: str, lines: Sequence[PasteLine]) -> tuple[PasteLine | str, str]:
    """The line of the page that a row names, or why there is none; and the level."""
    cells = [clean(cell) for cell in row.split("\t")]
    cells = [cell for cell in cells if cell] if len(cells) > 3 else cells
    if not any(cells):
        return "", ""
    number, level = cells[0].rstrip("."), cells[-1] if len(cells) > 1 else ""
    mine = [line for line in lines if line.key.number == number]
    between = fold(cells[1]) if len(cells) == 3 else ""
    chosen = [line for line in mine if not between or between in (str(line.key.year), fold(line.key.words))]
    if not mine:
        return f"không có chỉ tiêu “{cells[0][:MAX_WORDS]}” trong bộ", level
    if len(chosen) == 1:
        return chosen[0], level
    return f"chỉ tiêu {number} có {len(mine)} dòng ({_told(mine)}): thêm một cột ở giữa để chọn", level


def _told(lines: Sequence[PasteLine]) -> str:
    """What tells the lines of one indicator apart: "2022, 2023"."""
    if len({line.key.scope for line in lines}) == 1:
        return ", ".join(str(line.key.year) for line in lines)
    return "; ".join(line.key.words for line in lines)


def _fill(found: Any, rows: Sequence[str]) -> Pasted:
    filled: dict[str, LevelText] = {}
    problems = []
    for index, (line, level) in enumerate(found, start=1):
        if not clean(level):
            continue
        said = line if isinstance(line, str) else _fit(line, clean(level), filled)
        if said:
            problems.append(f"Dòng {index} (“{clean(rows[index - 1])[:MAX_WORDS]}”): {said}.")
    return Pasted(filled, problems)


def _fit(line: PasteLine, level: str, filled: dict[str, LevelText]) -> str:
    """Puts the level into the fields of the line; what it says where it does not fit."""
    if line.key.code in filled:
        return f"chỉ tiêu {line.key.number} đã có ở dòng trên"
    main, stated = split_parts(level) if line.measure.parts else (level, [])
    comparison, said = _split_sign(main, line.text.comparison)
    parts = dict(stated)
    text = replace(
        line.text,
        comparison=str(comparison or line.text.comparison),
        level=said or line.text.level,
        parts=tuple(_with_part(part, parts) for part in line.text.parts),
    )
    errors = read_level(text, line.measure)[1]
    if errors:
        return _told_of(errors, level)
    filled[line.key.code] = text
    return ""


def _told_of(errors: Mapping[str, str], level: str) -> str:
    """The first problem; where only a part is missing, how a level with parts is written into one cell."""
    told = (errors.get("level") or next(iter(errors.values()))).rstrip(".")
    lacks_parts = "level" not in errors and ")" not in level
    return f"{told}. Cột dán thì ghi mọi phần vào một ô, ví dụ “{level}; a) 20”" if lacks_parts else told


def _with_part(part: PartText, stated: Mapping[str, str]) -> PartText:
    """A part said once more under the same letter goes to each of its conditions alike."""
    if part.part not in stated:
        return part
    comparison, said = _split_sign(stated[part.part], part.comparison or Comparison.AT_LEAST)
    return replace(part, comparison=str(comparison), level=said)
