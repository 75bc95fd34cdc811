"""One figure, mark or level against what must be reached, as a verdict with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ntm.numbers import round_to, vietnamese

from .levels import compare
from .requirements import Comparison
from .values import Measure, ResultValue, State

_DIGITS, _MOST_DIGITS = 2, 16


class Why(StrEnum):
    """What a verdict rests on; the last five are why there is none."""

    REACHED = "reached"
    BELOW = "below"
    STATED = "stated"  # a mark says so, or a person's decision
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


def left_open(why: Why, reason: str) -> Verdict:
    return Verdict(State.NO_DATA, reason, why)


def unclear(reason: str) -> Verdict:
    return left_open(Why.UNCLEAR, f"{reason}: cần người kết luận")


def no_figure(measure: Measure) -> Verdict:
    return left_open(Why.NO_FIGURE, f"chưa có số liệu {measure.number}")


def all_of(found: Sequence[Verdict]) -> Verdict:
    """All must hold: one that fails decides, else one that is open leaves all open. Of at least one."""
    if len(found) == 1:
        return found[0]
    failed = [one for one in found if one.state is State.NOT_MET]
    decisive = failed or [one for one in found if one.state is State.NO_DATA] or list(found)
    state, reason = decisive[0].state, "; ".join(one.reason for one in decisive)
    if state is State.NO_DATA:
        return left_open(decisive[0].why, reason)
    compared = [one.why for one in decisive if one.why is not Why.STATED]
    return Verdict(state, reason, compared[0] if compared else Why.STATED, widest(failed))


def widest(failed: Sequence[Verdict]) -> Decimal | None:
    """The largest gap, 0 where nothing failed; None where one of them cannot be said."""
    gaps = [one.gap for one in failed]
    return None if None in gaps else max((gap for gap in gaps if gap is not None), default=Decimal(0))


def named(name: str, verdict: Verdict) -> Verdict:
    return Verdict(verdict.state, f"{name} {verdict.reason}", verdict.why, verdict.gap)


def compare_mark(measure: Measure, value: ResultValue) -> Verdict:
    if value.state is State.MET:
        return Verdict(State.MET, "ghi đạt", Why.STATED, Decimal(0))
    if value.state is State.NOT_MET:
        return Verdict(State.NOT_MET, "ghi chưa đạt", Why.STATED)
    if value.state is State.BASICALLY_MET:
        return Verdict(State.NOT_MET, "mới ghi cơ bản đạt", Why.STATED)
    return left_open(Why.NO_FIGURE, f"chưa ghi {measure.number} đạt hay chưa")


def compare_level(measure: Measure, value: ResultValue, comparison: Comparison, wanted: str) -> Verdict:
    """``wanted``: "2", "Khá"."""
    if not value.level:
        return no_figure(measure)
    order = compare(value.level, wanted)
    if order is None:
        return unclear(f"không so được “{value.level}” với mức “{wanted}”")
    reached = order >= 0 if comparison is Comparison.AT_LEAST else order <= 0
    level = f"{measure.unit} {wanted}".strip() if wanted.isdecimal() else wanted
    return _told(reached, value.level, comparison, level, None)


def compare_figure(measure: Measure, value: ResultValue, comparison: Comparison, level: Decimal) -> Verdict:
    """For men and women apart where the measure says so."""
    if measure.by_sex:
        return _by_sex(measure, value, comparison, level)
    if value.value is None:
        return no_figure(measure)
    return _compared(value, comparison, level, measure.unit)


def _by_sex(measure: Measure, value: ResultValue, comparison: Comparison, level: Decimal) -> Verdict:
    """Men and women must reach it apart. A total that fails is enough to fail: one of them must lie below."""
    total = None if value.value is None else _compared(value, comparison, level, measure.unit)
    if value.male is None or value.female is None:
        if total and total.state is State.NOT_MET:
            return named("chung", total)
        return left_open(Why.NO_SEXES, f"chưa có số liệu {measure.number} riêng của nam và nữ")
    both = all_of(
        [
            named(name, _compared(ResultValue(value=figure), comparison, level, measure.unit))
            for name, figure in (("nam", value.male), ("nữ", value.female))
        ]
    )
    if total and total.state is State.NOT_MET and both.state is State.MET:
        return unclear(f"chung {total.reason} mà {both.reason}")
    return both


def _compared(value: ResultValue, comparison: Comparison, level: Decimal, unit: str) -> Verdict:
    """Of a share the numerator is compared, not the rounded per cent."""
    figure = value.value
    assert figure is not None
    have, want, shown = figure, level, vietnamese(figure)
    is_share = value.numerator is not None and value.denominator is not None
    if value.numerator is not None and value.denominator is not None:
        have, want = value.numerator * 100, level * value.denominator
    reached = have >= want if comparison is Comparison.AT_LEAST else have <= want
    if is_share:
        shown = _share(value, comparison, level, reached)
    gap = abs(want - have) / want if want else None
    return _told(reached, shown, comparison, f"{vietnamese(level)}{_unit(unit)}", gap)


def _share(value: ResultValue, comparison: Comparison, level: Decimal, reached: bool) -> str:
    """ "45/60 = 75", with two decimals, or as many as it takes not to gainsay what the verdict says."""
    assert value.numerator is not None and value.denominator is not None
    exact = value.numerator * 100 / value.denominator
    for digits in range(_DIGITS, _MOST_DIGITS, 2):  # three could be read as thousands
        figure = round_to(exact, digits)
        if (figure >= level if comparison is Comparison.AT_LEAST else figure <= level) is reached:
            break
    return f"{vietnamese(value.numerator)}/{vietnamese(value.denominator)} = {vietnamese(figure)}"


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
