"""Levels and proposals in words, the same in the grid, its panel and the page of levels."""

from dataclasses import replace
from enum import StrEnum

from ntm.numbers import vietnamese

from .parts import join_parts
from .requirements import EVERYWHERE, SCOPE_NAMES, Comparison, PartLevel, Requirement
from .values import Measure, Part, ResultValue, State, format_result
from .verdicts import Judged, Why

STATE_WORDS = {
    State.MET: "đạt",
    State.BASICALLY_MET: "cơ bản đạt",
    State.NOT_MET: "chưa đạt",
    State.NOT_APPLICABLE: "không áp dụng",
    State.NO_DATA: "chưa kết luận được",
}
_SIGNS = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤"}


class Sign(StrEnum):
    """What a cell of the grid shows of its proposal; a decision that agrees needs no sign."""

    NONE = ""
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"  # there is a figure, and nothing can be proposed
    DIFFERS = "differs"


def sign_of(one: Judged, *, has: bool) -> Sign:
    """``has``: whether anything is stored in the cell."""
    if one.differs:
        return Sign.DIFFERS
    if one.is_decided:
        return Sign.NONE
    if one.proposal.state is State.NO_DATA:
        return Sign.OPEN if has else Sign.NONE
    return Sign(one.proposal.state.value)


def told_of(one: Judged) -> str:
    """ "Đề xuất đạt: 42 ≥ 42 triệu đồng (năm 2023)"; "" where there is nothing to explain."""
    proposal = one.proposal
    if one.differs:
        said = f"lý do: {one.reason}" if one.reason else "chưa ghi lý do"
        return f"Khác đề xuất ({STATE_WORDS[proposal.state]}: {proposal.reason}); {said}"
    if proposal.state is State.NO_DATA:
        is_blank = (
            proposal.why is Why.NO_FIGURE and proposal.reason == f"chưa có số liệu {one.measure.number}"
        )
        return "" if one.is_decided or is_blank else f"Chưa đề xuất: {proposal.reason}"
    return f"Đề xuất {STATE_WORDS[proposal.state]}: {proposal.reason}"


def said_of(one: Judged, criterion: Judged) -> str:
    """Of a cell and its criterion: "đề xuất đạt, 42 ≥ 42 triệu đồng. Tiêu chí 10: đề xuất đạt."."""
    told, more = _run_on(told_of(one)), _run_on(told_of(criterion))
    if one is criterion or not told or not more:
        return told and f"{told}."
    more = more.replace(one.proposal.reason, "").rstrip(" :,")  # it was said already
    return f"{told}. Tiêu chí {criterion.measure.number}: {more}."


def _run_on(told: str) -> str:
    return told[:1].lower() + told[1:].replace(": ", ", ", 1)


def hint_of(one: Judged) -> str:
    """ "đề xuất: đạt": what stands in a criterion's cell while nobody decided; else ""."""
    if not one.measure.kind.is_mark or one.is_decided or one.proposal.state is State.NO_DATA:
        return ""
    return f"đề xuất: {STATE_WORDS[one.proposal.state]}"


def derived_text(value: ResultValue, one: Judged) -> str:
    """How the cell is written when the proposal is taken over; "" where there is none or it is so already."""
    proposed = one.proposal.state
    if proposed is State.NO_DATA or one.decision is proposed:
        return ""
    return format_result(replace(value, state=proposed), one.measure)


def level_words(level: Requirement, measure: Measure) -> str:
    """ "≥ 70% (năm 2023, Trung du miền núi phía Bắc)", with its parts; who sets it where none is known."""
    told = [_figure_words(level, measure)]
    own = {part.key: part for part in measure.parts}
    told += [_part_words(part, own.get(part.part)) for part in level.parts]
    if not level.is_known and level.set_by:
        told = [f"do {level.set_by} quy định, chưa nhập"]
    elif level.set_by:
        told.append(f"do {level.set_by} quy định")
    words = "; ".join(filter(None, told)) or "chưa có mức"
    beside = beside_words(level)
    return f"{words} ({beside})" if beside else words


def beside_words(level: Requirement) -> str:
    """For which year and region it holds, and whether it is the province's own."""
    year = f"năm {level.year}" if level.year else ""
    scope = "" if level.scope == EVERYWHERE else SCOPE_NAMES.get(level.scope, level.scope)
    return ", ".join(filter(None, (year, scope, "mức của tỉnh" if level.own else "")))


def _figure_words(level: Requirement, measure: Measure) -> str:
    if level.comparison is Comparison.MET:
        return "" if level.parts else (level.text or "đạt").lower()
    if level.value is None:
        return f"{_SIGNS[level.comparison]} {level.text}" if level.text else ""
    return f"{_SIGNS[level.comparison]} {vietnamese(level.value)}{_unit(measure.unit)}"


def _part_words(level: PartLevel, part: Part | None) -> str:
    name = f"{level.part}) {part.name}" if part else f"{level.part})"
    if level.comparison is Comparison.MET:
        words = "đạt"
    elif level.level:
        words = (
            f"{_SIGNS[level.comparison]} {level.level.replace('.', ',')}{_unit(part.unit if part else '')}"
        )
    else:
        words = "chưa có mức"
    return f"{name}: {words}" + (f" (khi {level.condition})" if level.condition else "")


def _unit(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


def parts_example(measure: Measure) -> str:
    """How a figure with parts is written: "95; a) 40; b) 1"; "" where there are no parts."""
    if not measure.parts:
        return ""
    figures = {part.key: "1" if part.kind.is_mark else "40" for part in measure.parts}
    main = "1" if measure.kind.is_mark else "95"
    return f"{main}; {join_parts(figures, figures)}"
