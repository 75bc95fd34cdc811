from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template


def show(expression, value):
    return Template(f"{{{{ x|{expression} }}}}").render(Context({"x": value}))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("so", Decimal("19064236.50"), "19.064.236,5"),
        ("so", 1778, "1.778"),
        ("so", 0, "0"),
        ("so:2", Decimal("13.265"), "13,27"),
        ("so:2", 19, "19,00"),
        ("so", "13.27", "13,27"),  # the machine's spelling, as cells keep it
        ("so", "≥ 65", "≥ 65"),
        ("so", "<b>", "&lt;b&gt;"),
        ("so", None, ""),
        ("so:2", "", ""),
        ("ngay", date(2023, 7, 5), "05/07/2023"),
        ("ngay", datetime(2023, 7, 5, 20, 0, tzinfo=UTC), "06/07/2023"),
        ("ngay", None, ""),
        ("ngay", "", ""),
        ("luc", datetime(2023, 7, 5, 20, 5, tzinfo=UTC), "06/07/2023 03:05"),
        ("luc", None, ""),
    ],
)
def test_filter(expression, value, text):
    assert show(expression, value) == text
