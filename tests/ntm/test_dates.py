from datetime import date

import pytest

from ntm.dates import long_date


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2022, 6, 29), "ngày 29 tháng 6 năm 2022"),
        (date(2022, 3, 8), "ngày 08 tháng 3 năm 2022"),
        (date(2023, 1, 5), "ngày 05 tháng 01 năm 2023"),
        (date(2022, 2, 22), "ngày 22 tháng 02 năm 2022"),
        (date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
    ],
)
def test_long_date(day, text):
    assert long_date(day) == text
