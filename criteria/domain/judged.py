"""A cell with its proposal and a person's decision; a criterion from the indicators inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .comparing import Verdict, Why, left_open, widest
from .requirements import IfAbsent
from .values import STATE_NAMES, Measure, State


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
        return self.proposal.state is not State.NO_DATA and self.is_by_person

    @property
    def is_by_person(self) -> bool:
        """Whether what counts is the person's word alone: against the proposal, or where there is none."""
        return self.is_decided and _counted(self.decision) is not _counted(self.proposal.state)


def _counted(state: State) -> State:
    return State.NOT_MET if state is State.BASICALLY_MET else state


def judge_criterion(inside: Sequence[Judged]) -> Verdict:
    """A criterion is met when all its indicators are; one that is not decides, whatever else is open."""
    if not inside:
        return left_open(Why.NO_LEVEL, "bộ tiêu chí chưa có chỉ tiêu của tiêu chí này")
    if len(inside) == 1:
        return _of_one(inside[0])
    if all(one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.ASK for one in inside):
        return Verdict(State.NOT_APPLICABLE, "không chỉ tiêu nào áp dụng cho xã", Why.ABSENT)
    unmet = [one for one in inside if is_unmet(one)]
    if unmet:
        return Verdict(State.NOT_MET, _unmet_words(unmet), Why.BELOW, widest([_of_one(one) for one in unmet]))
    left = [one for one in inside if not is_met(one)]
    if left:
        return left_open(_why_open(left[0]), open_words(left))
    return Verdict(State.MET, _met_words(inside), Why.REACHED, Decimal(0))


def is_unmet(one: Judged) -> bool:
    """Whether it keeps its criterion from being met."""
    absent = one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.NOT_MET
    return absent or one.state in (State.NOT_MET, State.BASICALLY_MET)


def is_met(one: Judged) -> bool:
    """Whether it counts as met: also one "nếu có" that says so of a commune without."""
    absent = one.state is State.NOT_APPLICABLE and one.if_absent is IfAbsent.MET
    return absent or one.state is State.MET


_ABSENT = {IfAbsent.ASK: "", IfAbsent.MET: ", tính là đạt", IfAbsent.NOT_MET: ", tính là chưa đạt"}
BY_PERSON = "người nhập kết luận"


def _of_one(one: Judged) -> Verdict:
    """What a criterion says that has this indicator alone: the indicator's own reason."""
    counted = State.MET if is_met(one) else State.NOT_MET if is_unmet(one) else one.state
    told = one.proposal.reason
    if one.is_by_person:
        joined = "theo số liệu: " if one.differs else ""
        told = f"{BY_PERSON} {STATE_NAMES[one.decision]}; {joined}{told}"
        return Verdict(counted, told, Why.STATED, Decimal(0) if counted is State.MET else None)
    if one.state is State.NOT_APPLICABLE:
        gap = Decimal(0) if counted is State.MET else None
        return Verdict(counted, told + _ABSENT[one.if_absent], Why.ABSENT, gap)
    return one.proposal


def _unmet_words(unmet: Sequence[Judged]) -> str:
    """ "chưa đạt 17.1, 17.6; 17.6 do người nhập kết luận"; of a single one also why."""
    told = f"chưa đạt {_numbers(unmet)}"
    if len(unmet) == 1:
        return f"{told}: {_of_one(unmet[0]).reason}"
    decided = [one for one in unmet if one.is_by_person]
    if not decided:
        return told
    return f"{told}; {'đều' if len(decided) == len(unmet) else _numbers(decided)} do {BY_PERSON}"


def _met_words(inside: Sequence[Judged]) -> str:
    absent = [one for one in inside if one.state is State.NOT_APPLICABLE]
    decided = [one for one in inside if one.is_by_person and one not in absent]
    told = [f"đạt cả {len(inside)} chỉ tiêu"]
    if absent:
        told.append(f"{_numbers(absent)} không áp dụng, tính là đạt")
    if decided:
        told.append(f"{_numbers(decided)} do {BY_PERSON}")
    return "; ".join(told)


def _numbers(several: Sequence[Judged]) -> str:
    return ", ".join(one.measure.number for one in several)


_OPEN_WORDS = {
    Why.NO_FIGURE: "chưa có số liệu",
    Why.NO_SEXES: "chưa có số liệu riêng nam, nữ",
    Why.NO_LEVEL: "chưa có mức đạt",
    Why.UNCONFIRMED: "mức đạt chưa được xác nhận",
    Why.UNCLEAR: "cần người kết luận",
    Why.ABSENT: "không áp dụng, chưa rõ có tính là đạt không",
}


def _why_open(one: Judged) -> Why:
    return Why.ABSENT if one.state is State.NOT_APPLICABLE else one.proposal.why


def open_words(left: Sequence[Judged]) -> str:
    """ "chưa có số liệu 17.3, 17.5; mức đạt chưa được xác nhận 17.1"."""
    words: dict[str, list[str]] = {}
    for one in left:
        said = _OPEN_WORDS.get(_why_open(one), _OPEN_WORDS[Why.UNCLEAR])
        words.setdefault(said, []).append(one.measure.number)
    return "; ".join(f"{said} {', '.join(numbers)}" for said, numbers in words.items())
