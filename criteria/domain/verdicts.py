"""Whether an indicator is met, and why: a proposal from what was read and what must be reached.

Nothing is decided by a level that nobody confirmed, and nothing by a figure that is missing. A person's
decision stands over the proposal. docs/verdicts.md has the rules with worked tables; tests quote its figures.
"""

from collections.abc import Mapping, Sequence

from ntm.numbers import vietnamese

from .comparing import (
    Verdict,
    Why,
    all_of,
    compare_figure,
    compare_level,
    compare_mark,
    left_open,
    named,
    no_figure,
    unclear,
)
from .judged import Judged, is_met, is_unmet, judge_criterion, open_words
from .part_levels import BadPartsError, number_in, read_condition
from .parts import split_parts
from .requirements import Comparison, PartLevel, Requirement
from .values import Kind, Measure, ResultValue, State, read_parts

__all__ = [
    "Judged",
    "Verdict",
    "Why",
    "holds",
    "is_met",
    "is_unmet",
    "judge",
    "judge_criterion",
    "open_words",
]


def judge(
    measure: Measure, value: ResultValue, requirement: Requirement | None, lacking: str = ""
) -> Verdict:
    """The proposal for one indicator.

    ``requirement``: the one in force, None where there is none; ``lacking`` then says why, if it is known.
    """
    if value.state is State.NOT_APPLICABLE and not _has_figure(value):
        return _absent(measure)
    if not value.has_data:
        return no_figure(measure)
    if requirement is None:
        return left_open(Why.NO_LEVEL, lacking or "chưa có mức đạt")
    if not requirement.is_readable:
        return unclear("các phần của mức đạt ghi sai")
    if not requirement.is_known:
        return _no_level(requirement)
    if not requirement.confirmed:
        return left_open(Why.UNCONFIRMED, requirement.lack or "mức đạt chưa được xác nhận")
    found = [*_main(measure, value, requirement), *_parts(measure, value, requirement)]
    if not found:
        return unclear("không điều kiện nào của mức đạt nói đến xã này")
    return _beside(all_of(found), requirement)


def _has_figure(value: ResultValue) -> bool:
    return value.value is not None or value.male is not None or bool(value.level or value.parts)


def _absent(measure: Measure) -> Verdict:
    if not measure.if_any:
        return unclear(f"{measure.number} không phải chỉ tiêu “nếu có”")
    reason = "xã không có đối tượng để xét (chỉ tiêu “nếu có”)"
    return Verdict(State.NOT_APPLICABLE, reason, Why.ABSENT)


def _no_level(requirement: Requirement) -> Verdict:
    by = f" (do {requirement.set_by} quy định)" if requirement.set_by else ""
    return left_open(Why.NO_LEVEL, requirement.lack or f"chưa có mức đạt{by}")


def _beside(verdict: Verdict, requirement: Requirement) -> Verdict:
    """With the year and the region the level holds for, where a figure was compared."""
    if verdict.why not in (Why.REACHED, Why.BELOW):
        return verdict
    told = requirement.beside
    if not told:
        return verdict
    return Verdict(verdict.state, f"{verdict.reason} ({told})", verdict.why, verdict.gap)


def _main(measure: Measure, value: ResultValue, requirement: Requirement) -> list[Verdict]:
    """Of the figure or mark itself; nothing where the level is one of parts only."""
    if requirement.comparison is Comparison.MET:
        return [] if requirement.parts else [compare_mark(measure, value)]
    if measure.kind.is_mark:
        return [unclear("mức đạt là số mà chỉ tiêu là đạt hay không")]
    if measure.kind is Kind.LEVEL:
        wanted = requirement.text or ("" if requirement.value is None else vietnamese(requirement.value))
        if wanted:
            return [compare_level(measure, value, requirement.comparison, wanted)]
    elif requirement.value is not None:
        return [compare_figure(measure, value, requirement.comparison, requirement.value)]
    elif requirement.text:
        return [unclear(f"mức đạt “{requirement.text}” không phải là số")]
    return [_no_level(requirement)]


def _parts(measure: Measure, value: ResultValue, requirement: Requirement) -> list[Verdict]:
    if not requirement.parts:
        return []
    stated = read_parts(value, measure)
    whole = len(stated) == len(measure.parts)  # then there is nothing to look for
    unread = [] if whole else [key for key, _ in split_parts(value.parts)[1] if key not in stated]
    if unread:
        return [unclear(f"không đọc được phần {unread[0]}) của {measure.number}")]
    own = {part.key for part in measure.parts}
    asked = dict.fromkeys(_unstated(level, stated) for level in requirement.parts)
    missing = [key for key in asked if key in own]
    found = [_part(measure, stated, level) for level in requirement.parts]
    open_ones = [left_open(Why.NO_FIGURE, _missing_words(measure, missing))] if missing else []
    return [*(verdict for verdict in found if verdict is not None), *open_ones]


def _unstated(level: PartLevel, stated: Mapping[str, ResultValue]) -> str:
    """The part that would have to be stated to judge this one; "" where nothing is missing."""
    concerns = holds(level.condition, stated)
    if concerns is None:
        return _part_asked_for(level)
    return level.part if concerns and level.part not in stated else ""


def _part_asked_for(level: PartLevel) -> str:
    """By the condition; "" where nobody can read it."""
    try:
        return read_condition(level.condition).part
    except BadPartsError:
        return ""


def _missing_words(measure: Measure, keys: Sequence[str]) -> str:
    """ "chưa có số liệu 14.1 đ) xóa mù chữ", of several "chưa có số liệu 14.1 c), d), đ)"."""
    names = {part.key: f" {part.name}" for part in measure.parts}
    told = ", ".join(f"{key})" for key in keys) + (names.get(keys[0], "") if len(keys) == 1 else "")
    return f"chưa có số liệu {measure.number} {told}"


def _part(measure: Measure, stated: Mapping[str, ResultValue], level: PartLevel) -> Verdict | None:
    """None where the part is not stated, or by its condition does not concern the commune."""
    own = {part.key: part for part in measure.parts}
    if level.condition and not _part_asked_for(level):
        return unclear(f"không hiểu điều kiện “{level.condition}” của phần {level.part})")
    for key in (level.part, *([_part_asked_for(level)] if level.condition else [])):
        if key not in own:
            return unclear(f"mức đạt nói đến phần {key}) mà {measure.number} không có")
    if not holds(level.condition, stated):
        return None
    part = own[level.part]
    if not level.level and level.comparison is not Comparison.MET:
        return left_open(Why.NO_LEVEL, f"{part.key}) {part.name}: chưa có mức đạt")
    if part.key not in stated:
        return None
    return named(f"{part.key})", _part_level(measure.of_part(part), stated[part.key], level))


def _part_level(column: Measure, value: ResultValue, level: PartLevel) -> Verdict:
    if level.comparison is Comparison.MET:
        return compare_mark(column, value)
    if column.kind is Kind.LEVEL:
        return compare_level(column, value, level.comparison, level.level)
    wanted = number_in(level.level)
    if wanted is None:
        return unclear(f"mức “{level.level}” không phải là số")
    return compare_figure(column, value, level.comparison, wanted)


def holds(condition: str, stated: Mapping[str, ResultValue]) -> bool | None:
    """Of "c > 3" whether part c is above 3; None where c is not stated, or the condition cannot be read.

    Without a condition it holds.
    """
    if not condition:
        return True
    try:
        wanted = read_condition(condition)
    except BadPartsError:
        return None
    figure = stated[wanted.part].value if wanted.part in stated else None
    return None if figure is None else wanted.holds(figure)
