"""Fields of a level: written out and read back, every problem at its field; a column pasted from Excel."""

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.domain.level_input import (
    LevelText,
    PartText,
    PasteLine,
    as_row,
    read_level,
    read_paste,
    write_level,
)
from criteria.domain.level_lines import LineKey, part_levels
from criteria.domain.requirements import Comparison, IfAbsent, PartLevel, Requirement
from criteria.domain.values import Kind, Measure, Part


def measure(kind=Kind.PERCENTAGE, unit="%", number="2", parts=()):
    return Measure(f"i{number}", number, "2", "Tên", "Tên", kind, unit, parts=tuple(parts))


HARD, SCHOOLS = Part("a", "cứng hóa", Kind.PERCENTAGE, "%"), Part("b", "số trường", Kind.COUNT, "trường")
GRADE, MARK = Part("c", "phổ cập", Kind.LEVEL, "mức độ"), Part("d", "xóa mù chữ", Kind.BOOLEAN)
COMPOUND = measure(parts=(HARD, SCHOOLS, GRADE, MARK))


def told(text, of=None, **fields):
    level, errors = read_level(LevelText(">=", text, **fields), of or measure())
    return errors or (str(level.comparison), level.value, level.text)


@pytest.mark.parametrize(
    ("kind", "unit", "text", "read"),
    [
        (Kind.PERCENTAGE, "%", "70", (">=", Decimal(70), "70")),
        (Kind.PERCENTAGE, "%", " 70,50 % ", (">=", Decimal("70.50"), "70,5")),
        (Kind.PERCENTAGE, "%", "≤ 13", ("<=", Decimal(13), "13")),
        (Kind.PERCENTAGE, "%", ">= 65", (">=", Decimal(65), "65")),
        (Kind.AMOUNT, "triệu đồng", "42 triệu đồng", (">=", Decimal(42), "42")),
        (Kind.COUNT, "mô hình", "1.234", (">=", Decimal(1234), "1.234")),
        (Kind.LEVEL, "xếp loại", "Khá", (">=", None, "Khá")),
    ],
)
def test_level_that_can_be_read(kind, unit, text, read):
    assert told(text, measure(kind, unit)) == read


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Kind.PERCENTAGE, "", "Điền mức đạt trước khi xác nhận."),
        (Kind.PERCENTAGE, "đạt", "“đạt” không phải là số. Ví dụ: 70 hoặc 1,5."),
        (Kind.PERCENTAGE, "100,1", "Tỷ lệ không thể lớn hơn 100 %."),
        (Kind.AMOUNT, "-1", "Mức không thể nhỏ hơn 0."),
        (Kind.AMOUNT, "1.234", "“1.234” đọc được hai cách: viết dấu phẩy thập phân, bỏ chấm nghìn."),
        (Kind.AMOUNT, "1,00001", "Số quá dài: nhiều nhất 14 chữ số và 4 số thập phân."),
        (Kind.LEVEL, "x" * 61, "Mức bằng chữ tối đa 60 ký tự."),
        (Kind.BOOLEAN, "70", "Chỉ tiêu đạt hay không thì ghi mức là “Đạt”."),
    ],
)
def test_level_that_cannot_be_read(kind, text, said):
    assert told(text, measure(kind, ""))["level"] == said


@pytest.mark.parametrize(
    ("text", "read"),
    [("", ("dat", None, "Đạt")), ("Không", ("dat", None, "Không")), ("70", "Chọn “đạt” thì bỏ số ở ô mức.")],
)
def test_mark_needs_no_figure(text, read):
    level, errors = read_level(LevelText("dat", text), measure())
    assert (errors["level"] if errors else (str(level.comparison), level.value, level.text)) == read


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (PartText("a", ">=", "98,5"), PartLevel("a", Comparison.AT_LEAST, "98.5")),
        (PartText("a", ">=", "98", "b > 3"), PartLevel("a", Comparison.AT_LEAST, "98", "b > 3")),
        (PartText("c", ">=", "Mức độ 2"), PartLevel("c", Comparison.AT_LEAST, "Mức độ 2")),
        (PartText("d", "dat"), PartLevel("d", Comparison.MET, "Đạt")),
        (PartText("a", ">=", ""), "Điền mức của phần a), hoặc chọn “không xét”."),
        (PartText("a", ">=", "101"), "Tỷ lệ không thể lớn hơn 100 %."),
        (PartText("b", "<=", "hai"), "“hai” không phải là số. Ví dụ: 70 hoặc 1,5."),
        (PartText("e", ">=", "1"), "Chỉ tiêu 2 không có phần e)."),
    ],
)
def test_part_of_a_level(part, found):
    level, errors = read_level(LevelText("dat", "", (part,)), COMPOUND)
    assert (errors.get("part0") or level.parts[0]) == found


def test_part_not_looked_at_is_left_out():
    level, errors = read_level(LevelText("dat", "", (PartText("a", ""), PartText("d", "dat"))), COMPOUND)
    assert (errors, level.parts) == ({}, (PartLevel("d", Comparison.MET, "Đạt"),))


def test_figure_is_missed_beside_parts():
    _, errors = read_level(LevelText(">=", "", (PartText("a", ">=", "98"),)), COMPOUND)
    assert errors == {"level": "Điền mức chung, hoặc chọn “chỉ xét các phần”."}


def test_every_problem_is_found_at_once():
    text = LevelText(">=", "x", (PartText("a", ">=", "y"),), reference="z" * 301)
    assert sorted(read_level(text, COMPOUND)[1]) == ["level", "part0", "reference"]


@pytest.mark.parametrize("text", [LevelText("=", "70"), LevelText(">=", "70", if_absent="maybe")])
def test_forged_choice_is_refused(text):
    assert read_level(text, measure())[1] == {"level": "Chọn lại cách so sánh."}


@pytest.mark.parametrize(
    "level",
    [
        Requirement(Comparison.AT_MOST, value=Decimal("13.5"), text="13,5"),
        Requirement(Comparison.MET, text="Đạt"),
        Requirement(
            Comparison.MET, text="Đạt", parts=(PartLevel("a", Comparison.AT_LEAST, "98.5", "b > 3"),)
        ),
        Requirement(Comparison.MET, text="Đạt", if_absent=IfAbsent.NOT_MET, reference="QĐ 1"),
    ],
)
def test_written_level_is_read_back(level):
    level = replace(level, own=True, confirmed=True)
    assert read_level(write_level(level, part_levels(level, None, COMPOUND), COMPOUND), COMPOUND) == (
        level,
        {},
    )


def test_what_is_stored_oddly_is_written_as_it_would_be_sent():
    level = Requirement(Comparison.AT_LEAST, text=" Đạt  chuẩn", reference="QĐ 1\r\n(sửa)")
    assert write_level(level, (), measure(Kind.BOOLEAN)) == LevelText(
        "dat", "Đạt chuẩn", (), "", "QĐ 1 (sửa)"
    )
    parts = (PartLevel("a", Comparison.MET, "x"), PartLevel("d", Comparison.AT_LEAST, "1"))
    written = write_level(replace(level, parts=parts), parts, COMPOUND)
    assert written.parts == (PartText("a", ">=", "x"), PartText("d", "dat", "1"))


def test_row_of_a_level():
    part = PartLevel("a", Comparison.AT_LEAST, "98", "b > 3")
    assert as_row(Requirement(Comparison.MET, text="Đạt", parts=(part,), reference="QĐ 1")) == {
        "comparison": "dat",
        "value": None,
        "value_text": "Đạt",
        "parts": [{"part": "a", "comparison": ">=", "threshold": "98", "condition": "b > 3"}],
        "if_absent": "",
        "legal_reference": "QĐ 1",
    }


LINES = [
    PasteLine(LineKey("1", "TDMNPB"), measure(Kind.BOOLEAN, "", "1"), LevelText("dat", "Đạt")),
    PasteLine(
        LineKey("2", "TDMNPB"), replace(COMPOUND, parts=(HARD,)), LevelText(">=", "", (PartText("a", ""),))
    ),
    PasteLine(LineKey("10", "TDMNPB", 2022), measure(Kind.AMOUNT, "triệu", "10"), LevelText(">=", "39")),
    PasteLine(LineKey("10", "TDMNPB", 2023), measure(Kind.AMOUNT, "triệu", "10"), LevelText(">=", "42")),
    PasteLine(LineKey("11", "TDMNPB"), measure(number="11"), LevelText("<=", "13")),
]


def pasted(text):
    found = read_paste(text, LINES)
    return {code: (text.comparison, text.level) for code, text in found.filled.items()}, list(found.problems)


def test_column_goes_in_the_order_of_the_page():
    filled, problems = pasted("Đạt\r\n80%\r\n\r\n43,5\r\n12\r\n")
    assert problems == []
    assert filled == {
        "1/TDMNPB": ("dat", "Đạt"),
        "2/TDMNPB": (">=", "80%"),
        "10/TDMNPB/2023": (">=", "43,5"),
        "11/TDMNPB": ("<=", "12"),
    }


def test_column_that_is_too_long_or_does_not_fit():
    filled, problems = pasted("70\nx\n40\n43\n12\n99")
    assert list(filled) == ["10/TDMNPB/2022", "10/TDMNPB/2023", "11/TDMNPB"]
    assert problems == [
        "Dòng 1 (“70”): Chọn “đạt” thì bỏ số ở ô mức.",
        "Dòng 2 (“x”): “x” không phải là số. Ví dụ: 70 hoặc 1,5.",
        "Dòng 6 (“99”): thừa: bảng không còn dòng nào.",
    ]


def test_numbers_name_the_lines():
    filled, problems = pasted("11\t≤ 12\n10\t2023\t45\n2.\t85\n\t\n1\tĐạt")
    assert (filled, problems) == (
        {
            "11/TDMNPB": ("<=", "12"),
            "10/TDMNPB/2023": (">=", "45"),
            "2/TDMNPB": (">=", "85"),
            "1/TDMNPB": ("dat", "Đạt"),
        },
        [],
    )


def test_numbers_that_name_no_line():
    assert pasted("99\t1\n10\t45\n11\t12\n11\t13")[1] == [
        "Dòng 1 (“99 1”): không có chỉ tiêu “99” trong bộ.",
        "Dòng 2 (“10 45”): chỉ tiêu 10 có 2 dòng (2022, 2023): thêm một cột ở giữa để chọn.",
        "Dòng 4 (“11 13”): chỉ tiêu 11 đã có ở dòng trên.",
    ]


def test_parts_are_pasted_behind_the_figure():
    found = read_paste("2\t80; a) 50", LINES)
    assert found.filled["2/TDMNPB"].parts == (PartText("a", ">=", "50"),)


def test_a_part_that_is_missing_is_told_how_to_paste_it():
    asked = replace(LINES[1], text=replace(LINES[1].text, parts=(PartText("a", ">=", ""),)))
    assert read_paste("2\t80", [asked]).problems == [
        "Dòng 1 (“2 80”): Điền mức của phần a), hoặc chọn “không xét”. "
        "Cột dán thì ghi mọi phần vào một ô, ví dụ “80; a) 20”."
    ]
