import pytest

from plans.domain.text.renewal import Years, shift_years, years_in


@pytest.mark.parametrize(
    ("years", "following"),
    [
        (Years(2023, 2023, 2022), Years(2024, 2024, 2023)),
        (Years(2022, 2025, 2021), Years(2026, 2029, 2025)),
    ],
)
def test_following_years_start_from_the_last_one(years, following):
    assert years.following == following


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("giai đoạn 2022-2025", "giai đoạn 2026-2029"),
        ("đến hết năm 2025; từ 2021", "đến hết năm 2029; từ 2021"),
        ("QĐ 318/QĐ-TTg ngày 08/3/2022", "QĐ 318/QĐ-TTg ngày 08/3/2022"),
        ("số 12025", "số 12025"),
    ],
)
def test_years_of_a_title_follow_the_plan(text, shifted):
    assert shift_years(text, Years(2022, 2025, 2021).shift_to(Years(2026, 2029, 2025))) == shifted


def test_years_of_a_text():
    assert years_in("năm 2023 (07/7/2023), giai đoạn 2023-2025") == {2023, 2025}
