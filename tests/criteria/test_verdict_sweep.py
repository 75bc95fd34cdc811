"""Nothing is decided by a level nobody confirmed: every indicator, with figures beyond any level."""

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.domain.requirements import Comparison, PartLevel, Requirement, in_force
from criteria.domain.values import Kind, Measure, State, format_result, parse_result
from criteria.domain.verdicts import judge

from .shipped import SHORT, at, office, proposal

pytestmark = pytest.mark.django_db

SIZES = {"57": 57, "75": 75}


def reading(measure: Measure, lower_is_better: bool, passes: bool = True) -> str:
    """A figure that reaches any level, or one that reaches none."""
    high = passes is not lower_is_better
    if measure.kind.is_mark:
        text = "1" if passes else "0"
    elif measure.kind is Kind.LEVEL:
        text = _level_text(measure, passes)
    elif measure.kind is Kind.PERCENTAGE:
        text = "100" if high else "0"
    else:
        text = "999999" if high else "0"
    return f"{text} (nam {text}; nữ {text})" if measure.by_sex else text


def _level_text(measure: Measure, passes: bool) -> str:
    if measure.unit == "mức độ":
        return "9" if passes else "0"
    return "Xuất sắc" if passes else "Kém"


def written(line, passes: bool = True) -> str:
    """The whole cell, with every part of the indicator. A count that conditions ask for stays as it is."""
    lower = any(row.comparison is Comparison.AT_MOST for row in line.rows)
    parts = [
        f"{part.key}) {reading(line.measure.of_part(part), False, passes or part.kind is Kind.COUNT)}"
        for part in line.measure.parts
    ]
    return "; ".join([reading(line.measure, lower, passes), *parts])


def invented(line) -> Requirement:
    """A level of the office where the program ships none, or one with gaps."""
    measure = line.measure
    held = in_force(line.rows, at()) or Requirement(Comparison.AT_LEAST)
    if measure.kind is Kind.LEVEL and not (held.text or held.value):
        held = replace(held, text="2" if measure.unit == "mức độ" else "Khá")
    elif not measure.kind.is_mark and held.value is None and held.comparison is not Comparison.MET:
        held = replace(held, value=Decimal(50))
    parts = tuple(replace(part, level=part.level or "50") for part in held.parts)
    return replace(held, parts=parts, own=True, confirmed=True, made_of="", lack="")


def lines(sets, short):
    return [(number, line) for number, line in sets[SHORT[short]].items()]


@pytest.mark.parametrize("short", SIZES)
def test_unconfirmed_levels_decide_nothing(sets, short):
    """With a figure that passes and one that fails; of the verified ones both decide."""
    found = {}
    for number, line in lines(sets, short):
        held = in_force(line.rows, at())
        sure = held is not None and held.is_known and held.confirmed
        states = tuple(proposal(line, written(line, passes)).state for passes in (True, False))
        assert states == ((State.MET, State.NOT_MET) if sure else (State.NO_DATA, State.NO_DATA)), number
        found[number] = sure
    assert len(found) == SIZES[short]
    assert [number for number, sure in found.items() if sure] == VERIFIED[short]


# Of the region TDMNPB in 2023; all the others wait for the office.
VERIFIED = {
    "57": ["5", "6.3", "10", "14.1", "15.4"],
    "75": ["5.3", "10", "11", "14.3", "14.4", "17.3", "17.5", "17.10", "17.11"],
}


@pytest.mark.parametrize("passes", [True, False])
@pytest.mark.parametrize("short", SIZES)
def test_once_the_office_confirmed_every_level_decides(sets, short, passes):
    wanted = State.MET if passes else State.NOT_MET
    for number, line in lines(sets, short):
        value = parse_result(written(line, passes), line.measure)
        assert judge(line.measure, value, invented(line)).state is wanted, number


@pytest.mark.parametrize("short", SIZES)
def test_levels_shipped_whole_decide_as_they_are_once_confirmed(sets, short):
    confirmed = 0
    for number, line in lines(sets, short):
        held = in_force(line.rows, at())
        whole = held and held.is_known and all(part.level for part in held.parts)
        if whole:
            assert proposal(office(line), written(line)).state is State.MET, number
            confirmed += 1
    assert confirmed == {"57": 49, "75": 51}[short]


@pytest.mark.parametrize("short", SIZES)
def test_nothing_is_decided_without_a_figure(sets, short):
    for number, line in lines(sets, short):
        verdict = judge(line.measure, parse_result("", line.measure), invented(line))
        told = (verdict.state, verdict.reason, verdict.gap)
        assert told == (State.NO_DATA, f"chưa có số liệu {number}", None)


@pytest.mark.parametrize("short", SIZES)
def test_every_reading_is_spelled_as_it_reads(sets, short):
    for _, line in lines(sets, short):
        value = parse_result(written(line), line.measure)
        assert parse_result(format_result(value, line.measure), line.measure) == value


def test_conditions_in_use_ask_for_parts_there_are(sets):
    asked = {
        (short, number, part.condition)
        for short in SIZES
        for number, line in lines(sets, short)
        for row in line.rows
        for part in row.parts
        if isinstance(part, PartLevel) and part.condition
    }
    assert asked == {("57", "5", "c > 3"), ("57", "5", "c <= 3")}
