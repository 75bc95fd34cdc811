from decimal import Decimal

import pytest

from plans.domain.definition import Column, ColumnType
from plans.domain.read import RawCell
from plans.domain.values import Unreadable, read_figure, read_mark, read_value

MARK = Column("3", "Thủy lợi", ColumnType.MARK, Decimal(9))
COUNT = Column("result", "Kết quả", ColumnType.COUNT, Decimal(9))
AVERAGE = Column("average", "Bình quân", ColumnType.DECIMAL, Decimal(9))


def cell(text, number=None, **flags):
    return RawCell(text, 3, 5, Decimal(number) if number is not None else None, **flags)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", ""),
        *[(text, "1") for text in ("1", "x", "X", "✓", "✔", "√", "☑", "Đạt", "ĐẠT", "dat", "đã đạt", "TRUE")],
        *[(text, "1") for text in ("01", "1,0", "1.0", "đạt chuẩn")],
        *[
            (text, "0")
            for text in (
                "0",
                "Chưa đạt",
                "chua dat",
                "CHƯA ĐẠT",
                "Không đạt",
                "FALSE",
                "0,0",
                "00",
                "-",
                "–",
                "Không",
            )
        ],
    ],
)
def test_marks_are_read_however_written(text, mark):
    assert read_mark(cell(text), MARK) == mark


@pytest.mark.parametrize(("text", "number", "mark"), [("1", "1", "1"), ("0", "0", "0"), ("1,0", "1.0", "1")])
def test_marks_may_be_numbers(text, number, mark):
    assert read_mark(cell(text, number), MARK) == mark


@pytest.mark.parametrize(
    "text",
    [
        *("2", "?", "+", "1/0", "01/01/2022", "100%", "1%", "Đ", "K", "v", "o", "I", "11", "-1", "0,5"),
        *("1 (đạt)", "Đạt 1", "Cơ bản đạt", "Không áp dụng", "N/A", "'1", "1.000", "đất nước"),
    ],
)
def test_other_marks_are_refused(text):
    with pytest.raises(Unreadable) as caught:
        read_mark(cell(text), MARK)
    assert (caught.value.code, caught.value.options) == ("bad-mark", ())
    assert caught.value.message == (
        f"Cột “Thủy lợi”: “{text}” không phải dấu đạt hay chưa đạt. Ghi 1 (đạt), 0 (chưa đạt) hoặc để trống."
    )


def test_share_is_no_mark_even_as_a_number():
    with pytest.raises(Unreadable):
        read_mark(cell("100%", "100"), MARK)


def test_long_text_is_cut_in_the_message():
    with pytest.raises(Unreadable) as caught:
        read_mark(cell("đạt " * 50), MARK)
    assert caught.value.message.startswith(f"Cột “Thủy lợi”: “{'đạt ' * 14}đạt…” không phải")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("", COUNT, ""),
        ("146", COUNT, "146"),
        ("1.778", COUNT, "1778"),
        ("1,778", COUNT, "1778"),
        ("1 778", COUNT, "1778"),
        ("146,0", COUNT, "146"),
        ("-", COUNT, "0"),
        ("–", AVERAGE, ""),
        ("13,27", AVERAGE, "13.27"),
        ("13.27", AVERAGE, "13.27"),
        ("14,0", AVERAGE, "14"),
        ("19", AVERAGE, "19"),
    ],
)
def test_figures_are_read_however_written(text, column, value):
    assert read_figure(cell(text), column) == value


@pytest.mark.parametrize(
    ("text", "column", "code", "message"),
    [
        ("146 xã", COUNT, "not-a-number", "Cột “Kết quả”: “146 xã” không phải số nguyên. Hãy chỉ ghi số."),
        ("9/11", COUNT, "not-a-number", "Cột “Kết quả”: “9/11” không phải số nguyên. Hãy chỉ ghi số."),
        ("12,5", COUNT, "not-a-number", "Cột “Kết quả”: “12,5” không phải số nguyên. Hãy chỉ ghi số."),
        ("BQ", AVERAGE, "not-a-number", "Cột “Bình quân”: “BQ” không phải số. Hãy chỉ ghi số."),
        ("-5", COUNT, "out-of-range", "Cột “Kết quả”: số -5 nhỏ hơn 0."),
    ],
)
def test_what_is_no_figure_is_refused(text, column, code, message):
    with pytest.raises(Unreadable) as caught:
        read_figure(cell(text), column)
    assert (caught.value.code, caught.value.message) == (code, message)


def test_figure_with_two_readings_is_asked():
    with pytest.raises(Unreadable) as caught:
        read_figure(cell("1.234"), AVERAGE)
    assert caught.value.code == "ambiguous-number"
    assert caught.value.message == "“1.234” có thể là 1.234 hoặc 1,234. Hãy chọn số đúng."
    assert [(option.value, option.label) for option in caught.value.options] == [
        ("1234", "1.234"),
        ("1.234", "1,234"),
    ]


@pytest.mark.parametrize("answer", ["1234", "1.234"])
def test_answer_settles_the_reading(answer):
    assert read_figure(cell("1.234"), AVERAGE, answer) == answer


@pytest.mark.parametrize("answer", ["skip", "99", "", "x"])
def test_other_answers_settle_nothing(answer):
    with pytest.raises(Unreadable):
        read_figure(cell("1.234"), AVERAGE, answer)


@pytest.mark.parametrize("mark", [True, False])
def test_formula_needs_a_value(mark):
    with pytest.raises(Unreadable) as caught:
        read_value(cell("", formula=True), MARK, mark=mark)
    assert (caught.value.code, caught.value.message) == (
        "formula-without-value",
        "Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên.",
    )


def test_formula_error_is_told():
    with pytest.raises(Unreadable) as caught:
        read_value(cell("#REF!", error=True), MARK, mark=True)
    assert (caught.value.code, caught.value.message) == (
        "formula-error",
        "Ô có công thức lỗi #REF!. Hãy sửa công thức hoặc gõ số.",
    )


@pytest.mark.parametrize(("mark", "value"), [(True, "1"), (False, "1")])
def test_computed_formula_counts_as_its_value(mark, value):
    assert read_value(cell("1", "1", formula=True), MARK, mark=mark) == value


def test_sum_in_a_mark_column_is_a_figure():
    assert read_value(cell("11", "11"), MARK, mark=False) == "11"
