"""How much is missing to what an indicator must reach, in figures: "còn thiếu 3,2 điểm %"."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from ntm.numbers import round_to, vietnamese

from .levels import compare
from .part_levels import number_in
from .requirements import Comparison, PartLevel, Requirement
from .values import PLACES, Kind, Measure, ResultValue, read_parts
from .verdicts import holds

_DIGITS = 2


def gap_words(measure: Measure, value: ResultValue, level: Requirement | None) -> str:
    """How much is missing: "còn thiếu 3,2 điểm %", "còn thiếu 2 triệu đồng", "a) còn thiếu 1 trường".

    "" where nothing is, where it is no matter of figures, or where nobody confirmed the level.
    """
    if level is None or not level.confirmed:
        return ""
    return "; ".join((*_own_gaps(measure, value, level), *_part_gaps(measure, value, level)))


def _own_gaps(measure: Measure, value: ResultValue, level: Requirement) -> Iterator[str]:
    if level.comparison is Comparison.MET:
        return
    if measure.kind is Kind.LEVEL:
        yield from _step(measure, value.level, level)
        return
    if level.value is None:
        return
    if measure.by_sex and value.male is not None and value.female is not None:
        for name, figure in (("nam", value.male), ("nữ", value.female)):
            for gap in _figure_gap(ResultValue(value=figure), level.comparison, level.value, measure.unit):
                yield f"{name} {gap}"
        return
    yield from _figure_gap(value, level.comparison, level.value, measure.unit)


def _step(measure: Measure, have: str, level: Requirement) -> Iterator[str]:
    wanted = level.text or vietnamese(level.value or Decimal(0))
    order = compare(have, wanted) if have else None
    if order is not None and (order < 0 if level.comparison is Comparison.AT_LEAST else order > 0):
        named = f"{measure.unit} {wanted}".strip() if wanted.isdecimal() else wanted
        yield f"phải từ “{have}” {'lên' if order < 0 else 'xuống'} “{named}”"


def _figure_gap(value: ResultValue, comparison: Comparison, level: Decimal, unit: str) -> Iterator[str]:
    """Of a share by its heads, not by the rounded per cent."""
    if value.value is None:
        return
    is_least = comparison is Comparison.AT_LEAST
    gap, heads = level - value.value, None
    if value.numerator is not None and value.denominator:
        heads = level * value.denominator / 100 - value.numerator
        gap = heads * 100 / value.denominator
    if not is_least:
        gap, heads = -gap, None if heads is None else -heads
    if gap > 0:
        words = "còn thiếu" if is_least else "còn cao hơn"
        yield f"{words} {_shown(gap)}{' điểm %' if unit == '%' else _unit(unit)}{_heads(heads, value)}"


def _unit(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


def _shown(gap: Decimal) -> str:
    """To two decimals, or four where it is too small for two."""
    rounded = round_to(gap, _DIGITS) or round_to(gap, PLACES)
    return vietnamese(rounded) if rounded else f"dưới {vietnamese(Decimal(1).scaleb(-PLACES))}"


def _heads(heads: Decimal | None, value: ResultValue) -> str:
    """ " (2 trong 60)": of a share how many whole ones that is."""
    if heads is None or value.denominator is None:
        return ""
    whole = heads.to_integral_value(ROUND_CEILING)
    return f" ({vietnamese(whole)} trong {vietnamese(value.denominator)})"


def _part_gaps(measure: Measure, value: ResultValue, level: Requirement) -> Iterator[str]:
    stated = read_parts(value, measure)
    own = {part.key: part for part in measure.parts}
    for wanted in level.parts:
        if wanted.part in own and wanted.part in stated and holds(wanted.condition, stated):
            column = measure.of_part(own[wanted.part])
            yield from _part_gap(column, stated, wanted)


def _part_gap(column: Measure, stated: Mapping[str, ResultValue], wanted: PartLevel) -> Iterator[str]:
    requirement = Requirement(wanted.comparison, text=wanted.level, confirmed=True)
    if column.kind is not Kind.LEVEL:
        requirement = replace(requirement, value=number_in(wanted.level), text="")
    for gap in _own_gaps(column, stated[wanted.part], requirement):
        yield f"{wanted.part}) {gap}"
