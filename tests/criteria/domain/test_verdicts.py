"""Criteria from their indicators, a person's word beside the proposal, and what is stored wrongly."""

from decimal import Decimal

import pytest

from criteria.domain.requirements import Comparison, IfAbsent, PartLevel, Requirement
from criteria.domain.values import Kind, Measure, Part, ResultValue, State, parse_result
from criteria.domain.verdicts import Judged, Verdict, Why, holds, judge, judge_criterion

MET, BASIC, NOT_MET, NA, OPEN = (
    State.MET,
    State.BASICALLY_MET,
    State.NOT_MET,
    State.NOT_APPLICABLE,
    State.NO_DATA,
)
NOUGHT = Decimal(0)
REACHED = Verdict(MET, "80 ≥ 70%", Why.REACHED, NOUGHT)
BELOW = Verdict(NOT_MET, "63 < 70%", Why.BELOW, Decimal("0.1"))
FAR = Verdict(NOT_MET, "35 < 70%", Why.BELOW, Decimal("0.5"))
STATED = Verdict(NOT_MET, "ghi chưa đạt", Why.STATED)
ABSENT = Verdict(NA, "xã không có đối tượng để xét (chỉ tiêu “nếu có”)", Why.ABSENT)


def open_one(why, reason="còn mở"):
    return Verdict(OPEN, reason, why)


NO_FIGURE, UNSURE = open_one(Why.NO_FIGURE, "chưa có số liệu 17"), open_one(Why.UNCONFIRMED)


def measure(number="17.1", kind=Kind.PERCENTAGE, **fields):
    return Measure(f"i{number}", number, number.split(".")[0], "Chỉ tiêu", "Chỉ tiêu", kind, **fields)


def cells(*told):
    """17.1, 17.2 … from (proposal, decision?, if_absent?)."""
    found = []
    for place, one in enumerate(told, start=1):
        proposal, decision, absent = (one, OPEN, IfAbsent.ASK) if isinstance(one, Verdict) else one
        found.append(Judged(measure(f"17.{place}"), proposal, decision, "", absent))
    return found


def decided(proposal, decision):
    return proposal, decision, IfAbsent.ASK


def absent(said):
    return ABSENT, OPEN, said


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ([], open_one(Why.NO_LEVEL, "bộ tiêu chí chưa có chỉ tiêu của tiêu chí này")),
        ([REACHED, REACHED], Verdict(MET, "đạt cả 2 chỉ tiêu", Why.REACHED, NOUGHT)),
        ([REACHED, BELOW], Verdict(NOT_MET, "chưa đạt 17.2: 63 < 70%", Why.BELOW, Decimal("0.1"))),
        ([FAR, REACHED, BELOW], Verdict(NOT_MET, "chưa đạt 17.1, 17.3", Why.BELOW, Decimal("0.5"))),
        ([FAR, STATED], Verdict(NOT_MET, "chưa đạt 17.1, 17.2", Why.BELOW)),
        ([NO_FIGURE, BELOW], Verdict(NOT_MET, "chưa đạt 17.2: 63 < 70%", Why.BELOW, Decimal("0.1"))),
        (
            [UNSURE, NO_FIGURE, REACHED, NO_FIGURE],
            open_one(Why.UNCONFIRMED, "mức đạt chưa được xác nhận 17.1; chưa có số liệu 17.2, 17.4"),
        ),
        ([REACHED, open_one(Why.UNCLEAR)], open_one(Why.UNCLEAR, "cần người kết luận 17.2")),
        ([REACHED, open_one(Why.NO_LEVEL)], open_one(Why.NO_LEVEL, "chưa có mức đạt 17.2")),
        (
            [REACHED, open_one(Why.NO_SEXES)],
            open_one(Why.NO_SEXES, "chưa có số liệu riêng nam, nữ 17.2"),
        ),
        ([ABSENT, ABSENT], Verdict(NA, "không chỉ tiêu nào áp dụng cho xã", Why.ABSENT)),
        (
            [REACHED, ABSENT],
            open_one(Why.ABSENT, "không áp dụng, chưa rõ có tính là đạt không 17.2"),
        ),
        (
            [REACHED, absent(IfAbsent.MET)],
            Verdict(MET, "đạt cả 2 chỉ tiêu; 17.2 không áp dụng, tính là đạt", Why.REACHED, NOUGHT),
        ),
        (
            [REACHED, absent(IfAbsent.NOT_MET)],
            Verdict(NOT_MET, f"chưa đạt 17.2: {ABSENT.reason}, tính là chưa đạt", Why.BELOW),
        ),
        (
            [absent(IfAbsent.MET), ABSENT],
            open_one(Why.ABSENT, "không áp dụng, chưa rõ có tính là đạt không 17.2"),
        ),
    ],
)
def test_criterion_from_its_indicators(told, verdict):
    assert judge_criterion(cells(*told)) == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (
            [REACHED, decided(BELOW, MET)],
            Verdict(MET, "đạt cả 2 chỉ tiêu; 17.2 do người nhập kết luận", Why.REACHED, NOUGHT),
        ),
        (
            [decided(NO_FIGURE, MET), decided(UNSURE, MET)],
            Verdict(MET, "đạt cả 2 chỉ tiêu; 17.1, 17.2 do người nhập kết luận", Why.REACHED, NOUGHT),
        ),
        ([decided(REACHED, MET), REACHED], Verdict(MET, "đạt cả 2 chỉ tiêu", Why.REACHED, NOUGHT)),
        (
            [decided(REACHED, BASIC), BELOW],
            Verdict(NOT_MET, "chưa đạt 17.1, 17.2; 17.1 do người nhập kết luận", Why.BELOW),
        ),
        (
            [decided(NO_FIGURE, NOT_MET), decided(REACHED, NOT_MET)],
            Verdict(NOT_MET, "chưa đạt 17.1, 17.2; đều do người nhập kết luận", Why.BELOW),
        ),
        (
            [decided(BELOW, BASIC), REACHED],
            Verdict(NOT_MET, "chưa đạt 17.1: 63 < 70%", Why.BELOW, Decimal("0.1")),
        ),
        (
            [REACHED, decided(NO_FIGURE, NOT_MET)],
            Verdict(NOT_MET, "chưa đạt 17.2: người nhập kết luận chưa đạt; chưa có số liệu 17", Why.BELOW),
        ),
        (
            [REACHED, decided(BELOW, NA)],
            open_one(Why.ABSENT, "không áp dụng, chưa rõ có tính là đạt không 17.2"),
        ),
    ],
)
def test_decisions_of_a_person_are_told_in_the_criterion(told, verdict):
    assert judge_criterion(cells(*told)) == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (REACHED, REACHED),
        (BELOW, BELOW),
        (NO_FIGURE, NO_FIGURE),
        (ABSENT, ABSENT),
        (absent(IfAbsent.MET), Verdict(MET, f"{ABSENT.reason}, tính là đạt", Why.ABSENT, NOUGHT)),
        (absent(IfAbsent.NOT_MET), Verdict(NOT_MET, f"{ABSENT.reason}, tính là chưa đạt", Why.ABSENT)),
        (decided(REACHED, MET), REACHED),
        (decided(BELOW, BASIC), BELOW),
        (
            decided(BELOW, MET),
            Verdict(MET, "người nhập kết luận đạt; theo số liệu: 63 < 70%", Why.STATED, NOUGHT),
        ),
        (
            decided(NO_FIGURE, MET),
            Verdict(MET, "người nhập kết luận đạt; chưa có số liệu 17", Why.STATED, NOUGHT),
        ),
        (
            decided(REACHED, BASIC),
            Verdict(NOT_MET, "người nhập kết luận cơ bản đạt; theo số liệu: 80 ≥ 70%", Why.STATED),
        ),
        (
            decided(REACHED, NA),
            Verdict(NA, "người nhập kết luận không áp dụng; theo số liệu: 80 ≥ 70%", Why.STATED),
        ),
    ],
)
def test_criterion_of_one_indicator_gives_its_reason(told, verdict):
    assert judge_criterion(cells(told)) == verdict


@pytest.mark.parametrize(
    ("proposal", "decision", "state", "differs", "by_person"),
    [
        (REACHED, OPEN, MET, False, False),
        (REACHED, MET, MET, False, False),
        (REACHED, BASIC, BASIC, True, True),
        (REACHED, NA, NA, True, True),
        (BELOW, BASIC, BASIC, False, False),
        (BELOW, MET, MET, True, True),
        (NO_FIGURE, OPEN, OPEN, False, False),
        (NO_FIGURE, MET, MET, False, True),
    ],
)
def test_decision_stands_over_the_proposal(proposal, decision, state, differs, by_person):
    one = Judged(measure(), proposal, decision)
    assert (one.state, one.differs, one.is_by_person) == (state, differs, by_person)


PARTS = (Part("a", "nước máy", Kind.PERCENTAGE, "%"), Part("c", "số trường", Kind.COUNT))
WATER = measure(unit="%", parts=PARTS)


def must(*parts, comparison=Comparison.MET, **fields):
    return Requirement(comparison, parts=parts, confirmed=True, **fields)


def at_least(key, level, condition=""):
    return PartLevel(key, Comparison.AT_LEAST, level, condition)


@pytest.mark.parametrize(
    ("level", "reason"),
    [
        (must(at_least("b", "30")), "mức đạt nói đến phần b) mà 17.1 không có"),
        (must(at_least("a", "30", "e > 3")), "mức đạt nói đến phần e) mà 17.1 không có"),
        (must(at_least("a", "30", "c >> 3")), "không hiểu điều kiện “c >> 3” của phần a)"),
        (must(at_least("a", "ba mươi")), "a) mức “ba mươi” không phải là số"),
        (must(at_least("a", "30", "c > 9")), "không điều kiện nào của mức đạt nói đến xã này"),
        (Requirement(Comparison.AT_LEAST, text="nhiều", confirmed=True), "mức đạt “nhiều” không phải là số"),
        (
            Requirement(Comparison.AT_LEAST, value=NOUGHT, confirmed=True, is_readable=False),
            "các phần của mức đạt ghi sai",
        ),
    ],
)
def test_levels_stored_wrongly_are_left_to_a_person(level, reason):
    value = parse_result("95; a) 40; c) 4", WATER)
    assert judge(WATER, value, level) == open_one(Why.UNCLEAR, f"{reason}: cần người kết luận")


def test_part_that_can_no_longer_be_read_is_left_to_a_person():
    """The kind of the part changed after the figure was written."""
    value = ResultValue(parts="a) Khá; c) 4")
    told = "không đọc được phần a) của 17.1: cần người kết luận"
    assert judge(WATER, value, must(at_least("a", "30"))) == open_one(Why.UNCLEAR, told)


def test_mark_with_a_figure_to_reach_is_left_to_a_person():
    level = Requirement(Comparison.AT_LEAST, value=NOUGHT, confirmed=True)
    told = "mức đạt là số mà chỉ tiêu là đạt hay không: cần người kết luận"
    assert judge(measure(kind=Kind.BOOLEAN), ResultValue(MET), level) == open_one(Why.UNCLEAR, told)


def test_level_in_parts_alone_is_none_for_a_level_in_words():
    column = measure(kind=Kind.LEVEL, parts=PARTS)
    level = must(at_least("a", "30"), comparison=Comparison.AT_LEAST)
    value = parse_result("Khá; a) 30", column)
    assert judge(column, value, level) == open_one(Why.NO_LEVEL, "chưa có mức đạt")


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("1,5", "1.5", Verdict(MET, "1,5 ≥ 1,5 lần", Why.REACHED, NOUGHT)),
        ("1,2", "1.5", Verdict(NOT_MET, "1,2 < 1,5 lần", Why.BELOW, Decimal("0.2"))),
    ],
)
def test_ratio(text, value, verdict):
    column = measure(kind=Kind.RATIO, unit="lần")
    level = Requirement(Comparison.AT_LEAST, value=Decimal(value), confirmed=True)
    assert judge(column, parse_result(text, column), level) == verdict


def test_reason_there_is_no_level_comes_from_who_looked_it_up():
    value = parse_result("40", WATER)
    assert judge(WATER, value, None, "chưa có mức đạt năm 2026") == open_one(
        Why.NO_LEVEL, "chưa có mức đạt năm 2026"
    )
    assert judge(WATER, value, None) == open_one(Why.NO_LEVEL, "chưa có mức đạt")


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("", True),
        ("c > 4", False),
        ("c >= 4", True),
        ("c < 4", False),
        ("c <= 4", True),
        ("c <= 3,5", False),
        ("a > 1", None),
        ("c = 4", None),
        ("c", None),
    ],
)
def test_condition_of_a_part(condition, held):
    assert holds(condition, {"c": ResultValue(value=Decimal(4))}) is held
