"""Levels and proposals in words, the same in the grid, its panel and the page of levels."""

from enum import StrEnum

from .comparing import no_figure
from .level_lines import level_words
from .parts import join_parts
from .proposals import decided
from .requirements import Requirement
from .values import STATE_NAMES, Kind, Measure, ResultValue, State
from .verdicts import Judged

STATE_WORDS = {**STATE_NAMES, State.NO_DATA: "chưa đề xuất được"}


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
        return f"Khác đề xuất {STATE_WORDS[proposal.state]}: {proposal.reason}; {said}"
    if proposal.state is State.NO_DATA:
        is_blank = proposal == no_figure(one.measure)
        return "" if one.is_decided or is_blank else f"Chưa đề xuất: {proposal.reason}"
    return f"Đề xuất {STATE_WORDS[proposal.state]}: {proposal.reason}"


def said_of(one: Judged, criterion: Judged) -> str:
    """Of a cell and its criterion: "đề xuất đạt, 42 ≥ 42 triệu đồng. Tiêu chí 10: đề xuất đạt."."""
    told, more = _run_on(told_of(one)), _run_on(told_of(criterion))
    if one is criterion or not told or not more:
        return told and f"{told}."
    if one.proposal.reason in more:  # it was said already
        more = more.partition(",")[0]
    return f"{told}. Tiêu chí {criterion.measure.number}: {more}."


def _run_on(told: str) -> str:
    return told[:1].lower() + told[1:].replace(": ", ", ", 1)


def hint_of(one: Judged) -> str:
    """ "đề xuất: đạt": what stands in a criterion's cell while nobody decided; else ""."""
    if not one.measure.kind.is_mark or one.is_decided or one.proposal.state is State.NO_DATA:
        return ""
    return f"đề xuất: {STATE_WORDS[one.proposal.state]}"


def derived_text(value: ResultValue, one: Judged) -> str:
    """How the cell is written when the proposal is taken over; "" where it agrees already, or is none."""
    if one.proposal.state is State.NO_DATA or (one.is_decided and not one.differs):
        return ""
    return decided(value, one.proposal.state, one.measure)


def demand_words(level: Requirement, measure: Measure) -> str:
    """ "≥ 42 triệu đồng (năm 2023, Trung du miền núi phía Bắc)"; who sets it where that is somebody else."""
    words = level_words(level, measure)
    words = f"{words} ({level.beside})" if level.beside else words
    return f"{words}; do {level.set_by} quy định" if level.set_by else words


def parts_example(measure: Measure) -> str:
    """How a figure with parts is written: "95; a) 40", "a) 40; b) 1; c) mức độ 2"; "" without parts."""
    if not measure.parts:
        return ""
    examples = {part.key: _EXAMPLES.get(part.kind, "40") for part in measure.parts}
    main = "" if measure.kind.is_mark else _EXAMPLES.get(measure.kind, "95")
    return "; ".join(filter(None, (main, join_parts(examples, examples))))


_EXAMPLES = {Kind.BOOLEAN: "1", Kind.LEVEL: "mức độ 2", Kind.COUNT: "4"}
