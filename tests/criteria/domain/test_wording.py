"""Proposals and levels in words: what a cell shows, what its title and the line at the foot say."""

from datetime import date
from decimal import Decimal

import pytest

from criteria.domain.requirements import Comparison, PartLevel, Requirement
from criteria.domain.values import Kind, Measure, Part, ResultValue, State
from criteria.domain.verdicts import Judged, Verdict, Why
from criteria.domain.wording import (
    demand_words,
    derived_text,
    hint_of,
    parts_example,
    said_of,
    sign_of,
    told_of,
)

INCOME = Measure("i10", "10", "10", "Thu nhập", "Thu nhập", Kind.AMOUNT, "triệu đồng")
CRITERION = Measure("c10", "10", "10", "Thu nhập", "Thu nhập", Kind.CRITERION)
MET = Verdict(State.MET, "42 ≥ 42 triệu đồng", Why.REACHED, Decimal(0))
NOT_MET = Verdict(State.NOT_MET, "41,9 < 42 triệu đồng", Why.BELOW)
OPEN = Verdict(State.NO_DATA, "mức đạt chưa được xác nhận", Why.UNCONFIRMED)
BLANK = Verdict(State.NO_DATA, "chưa có số liệu 10", Why.NO_FIGURE)


@pytest.mark.parametrize(
    ("proposal", "decision", "reason", "sign", "told"),
    [
        (MET, State.NO_DATA, "", "met", "Đề xuất đạt: 42 ≥ 42 triệu đồng"),
        (NOT_MET, State.NO_DATA, "", "not_met", "Đề xuất chưa đạt: 41,9 < 42 triệu đồng"),
        (OPEN, State.NO_DATA, "", "open", "Chưa đề xuất: mức đạt chưa được xác nhận"),
        (BLANK, State.NO_DATA, "", "open", ""),
        (MET, State.MET, "", "", "Đề xuất đạt: 42 ≥ 42 triệu đồng"),
        (NOT_MET, State.BASICALLY_MET, "", "", "Đề xuất chưa đạt: 41,9 < 42 triệu đồng"),
        (OPEN, State.MET, "", "", ""),
        (MET, State.NOT_MET, "", "differs", "Khác đề xuất đạt: 42 ≥ 42 triệu đồng; chưa ghi lý do"),
        (MET, State.NOT_MET, "số tạm", "differs", "Khác đề xuất đạt: 42 ≥ 42 triệu đồng; lý do: số tạm"),
    ],
)
def test_a_cell(proposal, decision, reason, sign, told):
    one = Judged(INCOME, proposal, decision, reason)
    assert (sign_of(one, has=True), told_of(one)) == (sign, told)


def test_an_empty_cell_has_no_sign():
    assert sign_of(Judged(INCOME, BLANK), has=False) == ""
    assert sign_of(Judged(CRITERION, MET), has=False) == "met"


@pytest.mark.parametrize(
    ("measure", "proposal", "decision", "hint"),
    [
        (CRITERION, MET, State.NO_DATA, "đề xuất: đạt"),
        (CRITERION, NOT_MET, State.NO_DATA, "đề xuất: chưa đạt"),
        (CRITERION, MET, State.NOT_MET, ""),
        (CRITERION, OPEN, State.NO_DATA, ""),
        (INCOME, MET, State.NO_DATA, ""),
    ],
)
def test_words_of_a_criterion_nobody_decided(measure, proposal, decision, hint):
    assert hint_of(Judged(measure, proposal, decision)) == hint


@pytest.mark.parametrize(
    ("one", "criterion", "said"),
    [
        (MET, MET, "đề xuất đạt, 42 ≥ 42 triệu đồng. Tiêu chí 10: đề xuất đạt."),
        (
            MET,
            OPEN,
            "đề xuất đạt, 42 ≥ 42 triệu đồng. Tiêu chí 10: chưa đề xuất, mức đạt chưa được xác nhận.",
        ),
        (BLANK, MET, ""),
    ],
)
def test_the_line_at_the_foot(one, criterion, said):
    assert said_of(Judged(INCOME, one), Judged(CRITERION, criterion)) == said


def test_the_line_of_a_criterion():
    one = Judged(CRITERION, MET)
    assert said_of(one, one) == "đề xuất đạt, 42 ≥ 42 triệu đồng."


@pytest.mark.parametrize(
    ("proposal", "decision", "text"),
    [
        (MET, State.NO_DATA, "42 Đ"),
        (NOT_MET, State.MET, "42 CĐ"),
        (MET, State.MET, ""),
        (NOT_MET, State.BASICALLY_MET, ""),
        (OPEN, State.NO_DATA, ""),
    ],
)
def test_taking_a_proposal_over(proposal, decision, text):
    value = ResultValue(decision, Decimal(42))
    assert derived_text(value, Judged(INCOME, proposal, decision)) == text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": Decimal(42)}, "≥ 42 triệu đồng"),
        ({"value": Decimal(42), "scope": "TDMNPB", "year": 2023, "own": True},
         "≥ 42 triệu đồng (năm 2023, Trung du miền núi phía Bắc, tỉnh xác nhận)"),
        ({"set_by": "UBND cấp tỉnh"}, "chưa có mức; do UBND cấp tỉnh quy định"),
        ({"value": Decimal(42), "set_by": "UBND cấp tỉnh"}, "≥ 42 triệu đồng; do UBND cấp tỉnh quy định"),
        ({"parts": (PartLevel("a", Comparison.AT_LEAST, "30"),)}, "a) ≥ 30%"),
    ],
)  # fmt: skip
def test_a_level(fields, words):
    column = Measure("i10", "10", "10", "", "", Kind.AMOUNT, "triệu đồng", parts=(PART,))
    assert (
        demand_words(Requirement(Comparison.AT_LEAST, valid_from=date(2021, 1, 1), **fields), column) == words
    )


PART = Part("a", "nước sạch", Kind.PERCENTAGE, "%")
PARTS = (
    PART,
    Part("b", "mầm non", Kind.BOOLEAN),
    Part("c", "tiểu học", Kind.LEVEL),
    Part("d", "trường", Kind.COUNT),
)


@pytest.mark.parametrize(
    ("kind", "parts", "example"),
    [
        (Kind.PERCENTAGE, (), ""),
        (Kind.PERCENTAGE, PARTS[:1], "95; a) 40"),
        (Kind.BOOLEAN, PARTS, "a) 40; b) 1; c) mức độ 2; d) 4"),
        (Kind.COUNT, PARTS[3:], "4; d) 4"),
    ],
)
def test_an_example_of_parts(kind, parts, example):
    assert parts_example(Measure("i5", "5", "5", "", "", kind, parts=parts)) == example
