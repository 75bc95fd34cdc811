"""Whether an indicator is met, and why: a proposal from what was read and what must be reached.

Nothing is decided by a level that nobody confirmed, and nothing by a figure that is missing. A person's
decision stands over the proposal. docs/verdicts.md has the rules with worked tables; tests quote its figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from operator import ge, gt, le, lt

from ntm.numbers import vietnamese

from .levels import compare
from .requirements import EVERYWHERE, SCOPE_NAMES, Comparison, IfAbsent, PartLevel, Requirement
from .values import Kind, Measure, Part, ResultValue, State, read_parts


class Why(StrEnum):
    """What a verdict rests on; the last five are why there is none."""

    REACHED = "reached"
    BELOW = "below"
    STATED = "stated"  # a mark says so
    ABSENT = "absent"  # "nếu có", and the commune has none
    NO_FIGURE = "no_figure"
    NO_SEXES = "no_sexes"  # men and women are not stated apart
    NO_LEVEL = "no_level"
    UNCONFIRMED = "unconfirmed"
    UNCLEAR = "unclear"  # what is stated and what must be reached do not compare


@dataclass(frozen=True, slots=True)
class Verdict:
    """``gap``: how far below the level, as a share of it; 0 when reached, None where that cannot be said."""

    state: State
    reason: str
    why: Why
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell: what is proposed, what a person decided (NO_DATA: nothing), and the person's reason."""

    measure: Measure
    proposal: Verdict
    decision: State = State.NO_DATA
    reason: str = ""
    if_absent: IfAbsent = IfAbsent.ASK

    @property
    def is_decided(self) -> bool:
        return self.decision is not State.NO_DATA

    @property
    def state(self) -> State:
        """What counts: the decision where there is one."""
        return self.decision if self.is_decided else self.proposal.state

    @property
    def differs(self) -> bool:
        """Whether the person decided otherwise; "basically met" is a way of not being met."""
        if not self.is_decided or self.proposal.state is State.NO_DATA:
            return False
        return _counted(self.decision) is not _counted(self.proposal.state)


def _counted(state: State) -> State:
    return State.NOT_MET if state is State.BASICALLY_MET else state


def judge(measure: Measure, value: ResultValue, requirement: Requirement | None) -> Verdict:
    """The proposal for one indicator. ``requirement``: the one in force, None where there is none."""
    if value.state is State.NOT_APPLICABLE and not _has_figure(value):
        if measure.if_any:
            return Verdict(
                State.NOT_APPLICABLE, "xã không có đối tượng để xét (chỉ tiêu “nếu có”)", Why.ABSENT
            )
        return _open(Why.UNCLEAR, f"{measure.number} không phải chỉ tiêu “nếu có”: người kết luận")
    if not value.has_data:
        return _open(Why.NO_FIGURE, f"chưa có số liệu {measure.number}")
    if requirement is None or not requirement.is_known:
        return _open(Why.NO_LEVEL, _no_level(requirement))
    if not requirement.confirmed:
        return _open(Why.UNCONFIRMED, "mức đạt chưa được xác nhận")
    found = [*_main(measure, value, requirement), *_parts(measure, value, requirement)]
    return _beside(_all_of(found), requirement)


def _has_figure(value: ResultValue) -> bool:
    return value.value is not None or value.male is not None or bool(value.level or value.parts)


def _open(why: Why, reason: str) -> Verdict:
    return Verdict(State.NO_DATA, reason, why)


def _no_level(requirement: Requirement | None) -> str:
    by = f" (do {requirement.set_by} quy định)" if requirement and requirement.set_by else ""
    return f"chưa có mức đạt{by}"


def _beside(verdict: Verdict, requirement: Requirement) -> Verdict:
    """With the year and the region the level holds for, where a figure was compared."""
    if verdict.why not in (Why.REACHED, Why.BELOW):
        return verdict
    year = f"năm {requirement.year}" if requirement.year else ""
    scope = "" if requirement.scope == EVERYWHERE else SCOPE_NAMES.get(requirement.scope, requirement.scope)
    own = "mức của tỉnh" if requirement.own else ""
    told = ", ".join(filter(None, (year, scope, own)))
    return Verdict(
        verdict.state, f"{verdict.reason} ({told})" if told else verdict.reason, verdict.why, verdict.gap
    )


def _all_of(found: Sequence[Verdict]) -> Verdict:
    """All must hold: one that fails decides, else one that is open leaves all open."""
    failed = [one for one in found if one.state is State.NOT_MET]
    decisive = failed or [one for one in found if one.state is State.NO_DATA] or list(found)
    gaps = [one.gap for one in failed]
    gap = None if None in gaps else max((one for one in gaps if one is not None), default=Decimal(0))
    return Verdict(
        decisive[0].state,
        "; ".join(one.reason for one in decisive),
        decisive[0].why,
        None if decisive[0].state is State.NO_DATA else gap,
    )


def _main(measure: Measure, value: ResultValue, requirement: Requirement) -> list[Verdict]:
    """Of the figure or mark itself; nothing where the level is one of parts only."""
    if (
        requirement.parts
        and requirement.value is None
        and (requirement.comparison is Comparison.MET or not requirement.text)
    ):
        return []
    if requirement.comparison is Comparison.MET:
        return [_mark(measure, value)]
    if measure.kind is Kind.LEVEL:
        wanted = requirement.text or vietnamese(requirement.value or Decimal(0))
        return [_level(measure, value, requirement.comparison, wanted)]
    if requirement.value is None:
        return [_open(Why.NO_LEVEL, _no_level(requirement))]
    return [_figure(measure, value, requirement.comparison, requirement.value)]


def _mark(measure: Measure, value: ResultValue) -> Verdict:
    if value.state is State.MET:
        return Verdict(State.MET, "ghi đạt", Why.STATED, Decimal(0))
    if value.state is State.NOT_MET:
        return Verdict(State.NOT_MET, "ghi chưa đạt", Why.STATED)
    if value.state is State.BASICALLY_MET:
        return Verdict(State.NOT_MET, "mới cơ bản đạt", Why.STATED)
    return _open(Why.NO_FIGURE, f"chưa ghi {measure.number} đạt hay chưa")


def _level(measure: Measure, value: ResultValue, comparison: Comparison, wanted: str) -> Verdict:
    if not value.level:
        return _open(Why.NO_FIGURE, f"chưa có số liệu {measure.number}")
    order = compare(value.level, wanted)
    if order is None:
        return _open(Why.UNCLEAR, f"không so được “{value.level}” với mức “{wanted}”: người kết luận")
    return _told(
        order >= 0 if comparison is Comparison.AT_LEAST else order <= 0, value.level, comparison, wanted, None
    )


def _figure(measure: Measure, value: ResultValue, comparison: Comparison, level: Decimal) -> Verdict:
    if measure.by_sex:
        return _by_sex(measure, value, comparison, level)
    if value.value is None:
        return _open(Why.NO_FIGURE, f"chưa có số liệu {measure.number}")
    return _compared(value, comparison, level, measure.unit)


def _by_sex(measure: Measure, value: ResultValue, comparison: Comparison, level: Decimal) -> Verdict:
    """Men and women must reach it apart. A total that fails is enough to fail: one of them must lie below."""
    if value.male is None or value.female is None:
        if value.value is not None:
            total = _compared(value, comparison, level, measure.unit)
            if total.state is State.NOT_MET:
                return total
        return _open(Why.NO_SEXES, f"chưa có số liệu {measure.number} riêng của nam và nữ")
    return _all_of(
        [
            _named(f"{name} ", _compared(ResultValue(value=figure), comparison, level, measure.unit))
            for name, figure in (("nam", value.male), ("nữ", value.female))
        ]
    )


def _named(name: str, verdict: Verdict) -> Verdict:
    return Verdict(verdict.state, f"{name}{verdict.reason}", verdict.why, verdict.gap)


def _compared(value: ResultValue, comparison: Comparison, level: Decimal, unit: str) -> Verdict:
    """Of a share the numerator is compared, not the rounded per cent."""
    figure = value.value
    assert figure is not None
    have, want, shown = figure, level, vietnamese(figure)
    if value.numerator is not None and value.denominator is not None:
        have, want = value.numerator * 100, level * value.denominator
        shown = f"{vietnamese(value.numerator)}/{vietnamese(value.denominator)} = {shown}"
    reached = have >= want if comparison is Comparison.AT_LEAST else have <= want
    gap = abs(level - figure) / level if level else None
    return _told(reached, f"{shown}", comparison, f"{vietnamese(level)}{_unit(unit)}", gap)


def _unit(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


_SIGNS = {
    (Comparison.AT_LEAST, True): "≥",
    (Comparison.AT_LEAST, False): "<",
    (Comparison.AT_MOST, True): "≤",
    (Comparison.AT_MOST, False): ">",
}


def _told(reached: bool, have: str, comparison: Comparison, want: str, gap: Decimal | None) -> Verdict:
    reason = f"{have} {_SIGNS[comparison, reached]} {want}"
    if reached:
        return Verdict(State.MET, reason, Why.REACHED, Decimal(0))
    return Verdict(State.NOT_MET, reason, Why.BELOW, gap)


def _parts(measure: Measure, value: ResultValue, requirement: Requirement) -> list[Verdict]:
    stated = read_parts(value, measure)
    own = {part.key: part for part in measure.parts}
    return [
        verdict
        for level in requirement.parts
        if (verdict := _part(measure, own.get(level.part), stated, level)) is not None
    ]


def _part(
    measure: Measure, part: Part | None, stated: Mapping[str, ResultValue], level: PartLevel
) -> Verdict | None:
    """None where the condition of the part says that it does not concern the commune."""
    if part is None:
        return _open(Why.UNCLEAR, f"mức đạt nói đến phần {level.part}) mà chỉ tiêu {measure.number} không có")
    concerns = holds(level.condition, stated)
    if concerns is None:
        key = level.condition.split()[0]
        name = next((one.name for one in measure.parts if one.key == key), key)
        return _open(Why.NO_FIGURE, f"chưa có số liệu {measure.number} {key}) {name}")
    if not concerns:
        return None
    if not level.level:
        return _open(Why.NO_LEVEL, f"{part.key}) {part.name}: chưa có mức đạt")
    if part.key not in stated:
        return _open(Why.NO_FIGURE, f"chưa có số liệu {measure.number} {part.key}) {part.name}")
    return _named(f"{part.key}) ", _part_level(measure.of_part(part), stated[part.key], level))


def _part_level(column: Measure, value: ResultValue, level: PartLevel) -> Verdict:
    if level.comparison is Comparison.MET:
        return _mark(column, value)
    if column.kind is Kind.LEVEL:
        return _level(column, value, level.comparison, level.level)
    try:
        wanted = Decimal(level.level.replace(",", "."))
    except InvalidOperation:
        return _open(Why.UNCLEAR, f"mức “{level.level}” không phải là số")
    return _figure(column, value, level.comparison, wanted)


_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}


def holds(condition: str, stated: Mapping[str, ResultValue]) -> bool | None:
    """Of "c > 3" whether part c is above 3; None where c is not stated. Without condition it holds."""
    if not condition:
        return True
    key, sign, limit = condition.split()
    figure = stated[key].value if key in stated else None
    return None if figure is None else _TESTS[sign](figure, Decimal(limit))


def judge_criterion(inside: Sequence[Judged]) -> Verdict:
    """A criterion is met when all its indicators are; one that is not decides, whatever else is open."""
    if not inside:
        return _open(Why.NO_LEVEL, "bộ tiêu chí chưa có chỉ tiêu của tiêu chí này")
    if all(one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.ASK for one in inside):
        return Verdict(State.NOT_APPLICABLE, "không chỉ tiêu nào áp dụng cho xã", Why.ABSENT)
    unmet = [one for one in inside if is_unmet(one)]
    if unmet:
        named = ", ".join(one.measure.number for one in unmet)
        return Verdict(State.NOT_MET, f"chưa đạt {named}", Why.BELOW)
    left = [one for one in inside if not is_met(one)]
    if left:
        return _open(left[0].proposal.why, open_words(left))
    return Verdict(
        State.MET, f"đạt cả {len(inside)} chỉ tiêu" if len(inside) > 1 else "đạt chỉ tiêu", Why.REACHED
    )


def is_unmet(one: Judged) -> bool:
    """Whether it keeps its criterion from being met."""
    absent = one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.NOT_MET
    return absent or one.state in (State.NOT_MET, State.BASICALLY_MET)


def is_met(one: Judged) -> bool:
    """Whether it counts as met: also one "nếu có" that says so of a commune without."""
    absent = one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.MET
    return absent or one.state is State.MET


_OPEN_WORDS = {
    Why.NO_FIGURE: "chưa có số liệu",
    Why.NO_SEXES: "chưa có số liệu riêng nam, nữ",
    Why.NO_LEVEL: "chưa có mức đạt",
    Why.UNCONFIRMED: "mức đạt chưa được xác nhận",
    Why.UNCLEAR: "cần người kết luận",
    Why.ABSENT: "không áp dụng, chưa rõ có tính là đạt không",
    Why.STATED: "không áp dụng, chưa rõ có tính là đạt không",
}


def open_words(left: Sequence[Judged]) -> str:
    """ "chưa có số liệu 17.3, 17.5; mức đạt chưa được xác nhận 17.1"."""
    words: dict[str, list[str]] = {}
    for one in left:
        why = Why.ABSENT if one.state is State.NOT_APPLICABLE else one.proposal.why
        words.setdefault(_OPEN_WORDS[why], []).append(one.measure.number)
    return "; ".join(f"{said} {', '.join(numbers)}" for said, numbers in words.items())
