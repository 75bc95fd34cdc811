"""How cells of an imported list are read, and what is said of those that cannot be."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from ntm.resources import CodeWidget, DayWidget, FigureWidget, LabelWidget, TextWidget, WholeWidget

LABELS = LabelWidget([("xa", "xã"), ("thi_tran", "thị trấn")])


@pytest.mark.parametrize(
    ("widget", "cell", "expected"),
    [
        (TextWidget(), " Ẳng  Cang ", "Ẳng Cang"),
        (TextWidget(), 5, "5"),
        (CodeWidget(5), "03154", "03154"),
        (CodeWidget(), "17.10", "17.10"),
        (DayWidget(), "01/07/2025", date(2025, 7, 1)),
        (DayWidget(), "2025-07-01", date(2025, 7, 1)),
        (DayWidget(), datetime(2025, 7, 1), date(2025, 7, 1)),
        (DayWidget(), "", None),
        (WholeWidget(), 2023, 2023),
        (WholeWidget(), 2023.0, 2023),
        (WholeWidget(), "1.234", 1234),
        (WholeWidget(), "", None),
        (FigureWidget(), 1.234, Decimal("1.234")),
        (FigureWidget(), "12,5", Decimal("12.5")),
        (FigureWidget(), None, None),
        (LABELS, "Thị trấn", "thi_tran"),
        (LABELS, "", ""),
    ],
)
def test_cells_are_read(widget, cell, expected):
    assert widget.clean(cell) == expected


@pytest.mark.parametrize(
    ("widget", "cell", "said"),
    [
        (CodeWidget(5), 3154, "3154 là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0."),
        (CodeWidget(), 17.1, "17.1 là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0."),
        (CodeWidget(5), "3154", "Mã “3154” phải có đúng 5 chữ số, kể cả số 0 ở đầu."),
        (DayWidget(), "13/13/2025", "“13/13/2025” không phải là ngày. Viết theo mẫu 31/12/2025."),
        (WholeWidget(), "12,5", "“12,5” không phải là số nguyên."),
        (WholeWidget(), 12.5, "“12.5” không phải là số nguyên."),
        (FigureWidget(), "1.234", "“1.234” đọc được hai cách. Viết dấu phẩy thập phân, bỏ chấm nghìn."),
        (FigureWidget(), date(2025, 7, 1), "“2025-07-01” không phải là số."),
        (LABELS, "làng", "“làng” không dùng được. Chọn một trong: xã, thị trấn."),
    ],
)
def test_what_cannot_be_read_is_said(widget, cell, said):
    with pytest.raises(ValueError) as caught:
        widget.clean(cell)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("widget", "value", "text", "native"),
    [
        (DayWidget(), date(2025, 7, 1), "01/07/2025", date(2025, 7, 1)),
        (WholeWidget(), 2023, "2023", 2023),
        (FigureWidget(), Decimal("21.8000"), "21,8", Decimal("21.8")),
        (DayWidget(), None, "", ""),
        (FigureWidget(), None, "", ""),
        (LABELS, "xa", "xã", "xã"),
    ],
)
def test_values_are_written_as_text_or_as_they_are(widget, value, text, native):
    assert (widget.render(value), widget.render(value, force_native_type=True)) == (text, native)
