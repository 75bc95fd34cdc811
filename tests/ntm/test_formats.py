from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats


@pytest.mark.parametrize("text", ["05/07/2023", "5/7/2023", "05-07-2023", "5.7.2023", "2023-07-05"])
def test_day_stands_before_month(text):
    assert forms.DateField().clean(text) == date(2023, 7, 5)


@pytest.mark.parametrize("text", ["31/13/2023", "07/31/2023", "05/07/23", "mai"])
def test_no_date(text):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(text)


def test_time_of_day_is_read():
    field = forms.DateTimeField()
    assert field.clean("05/07/2023 14:30") == datetime(2023, 7, 5, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATE_FORMAT", "05/07/2023"),
        ("SHORT_DATE_FORMAT", "05/07/2023"),
        ("DATETIME_FORMAT", "05/07/2023 14:05"),
        ("SHORT_DATETIME_FORMAT", "05/07/2023 14:05"),
        ("TIME_FORMAT", "14:05"),
        ("YEAR_MONTH_FORMAT", "tháng 7/2023"),
        ("MONTH_DAY_FORMAT", "05/07"),
    ],
)
def test_date_formats(name, text):
    assert formats.date_format(datetime(2023, 7, 5, 14, 5), name) == text


def test_week_starts_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_years_and_codes_are_not_grouped():
    page = Template('{{ year }} /xa/{{ id }}/ {{ share }} {{ share|floatformat:"1g" }}')
    shown = page.render(Context({"year": 2025, "id": 12345, "share": Decimal("1234.5")}))
    assert shown == "2025 /xa/12345/ 1234,5 1.234,5"
