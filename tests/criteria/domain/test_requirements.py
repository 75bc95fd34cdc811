"""Which of the stored levels holds for a commune on a day, and what is said where none does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from criteria.domain.requirements import (
    Comparison,
    PartLevel,
    Place,
    Requirement,
    in_force,
    lacking,
    scopes_of_group,
    scopes_of_region,
)

FROM, AMENDED = date(2022, 3, 8), date(2024, 3, 1)
HERE = Place(("TDMNPB", "chung"), date(2023, 6, 30))
LATER = Place(HERE.scopes, date(2024, 6, 30))


def row(value, scope="TDMNPB", **fields):
    given = {"valid_from": FROM, "confirmed": True}
    return Requirement(Comparison.AT_LEAST, scope, value=Decimal(value), **given | fields)


def held(rows, place=HERE):
    found = in_force(rows, place)
    return found and found.value


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([], None),
        ([row(95)], 95),
        ([row(98, "chung"), row(95)], 95),
        ([row(98, "chung")], 98),
        ([row(98, "DBSH")], None),
        ([row(98, "chung"), row(97, "DBSH")], None),
        ([row(98, "chung"), row(97, "vung-moi")], None),
        ([row(98, "chung"), row(97, "DBSH", year=2022)], None),
        ([row(98, "chung"), row(97, "DBSH", valid_to=date(2023, 6, 29))], 98),
        ([row(98, "chung"), row(97, "DBSH", own=True)], 98),
        ([row(98, "chung", own=True), row(97, "DBSH")], 98),
        ([row(95), row(97, own=True)], 97),
        ([row(95), row(97, "chung", own=True)], 97),
        ([row(95, year=2023), row(97, own=True)], 97),
        ([row(36, year=2021), row(42, year=2023), row(45, year=2024)], 42),
        ([row(36, year=2021)], None),
        ([row(40), row(42, year=2023)], 42),
        ([row(51, "chung", year=2023), row(40)], 40),
    ],
)
def test_own_before_national_and_near_before_far(rows, value):
    assert held(rows) == value
    assert held(rows[::-1]) == value


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2022, 3, 7), None),
        (date(2022, 3, 8), 95),
        (date(2024, 2, 29), 95),
        (date(2024, 3, 1), 97),
        (date(2025, 12, 31), 97),
        (date(2026, 1, 1), None),
    ],
)
def test_an_amendment_holds_from_its_day_on(day, value):
    """The first and the last day are of the validity; the former row has no end and need not get one."""
    rows = [row(95), row(97, valid_from=AMENDED, valid_to=date(2025, 12, 31))]
    rows[0] = replace(rows[0], valid_to=date(2025, 12, 31))
    assert held(rows, Place(HERE.scopes, day)) == value


def test_of_overlapping_rows_the_latest_holds():
    rows = [row(95, valid_from=AMENDED), row(90), row(80, valid_from=date(2023, 1, 1))]
    assert (held(rows, HERE), held(rows, LATER)) == (80, 95)


@pytest.mark.parametrize(
    ("national", "own", "found"),
    [
        (row(97, valid_from=AMENDED), row(98, own=True), (97, True, "")),
        (
            row(97, valid_from=AMENDED, confirmed=False),
            row(98, own=True),
            (97, False, "mức sửa đổi từ 01/03/2024 chưa được xác nhận"),
        ),
        (row(97, valid_from=AMENDED), row(98, own=True, valid_from=AMENDED), (98, True, "")),
        (row(97, valid_from=AMENDED, scope="chung"), row(98, own=True), (97, True, "")),
        (row(97, valid_from=AMENDED, scope="DBSH"), row(98, own=True), (98, True, "")),
    ],
)
def test_what_the_province_confirmed_waits_after_an_amendment(national, own, found):
    held = in_force([national, own], LATER)
    assert (held.value, held.confirmed, held.lack) == found


def test_before_the_amendment_the_province_decides():
    rows = [row(95), row(98, own=True), row(97, valid_from=AMENDED, confirmed=False)]
    assert (held(rows, HERE), in_force(rows, LATER).confirmed) == (98, False)


@pytest.mark.parametrize(
    ("rows", "place", "told"),
    [
        ([], HERE, ""),
        ([row(36, year=2021)], HERE, "chưa có mức đạt năm 2023"),
        (
            [row(51, "chung", year=2023), row(47, year=2022)],
            HERE,
            "chưa có mức đạt cho Trung du miền núi phía Bắc",
        ),
        ([row(95, valid_from=AMENDED)], HERE, "chưa có mức đạt có hiệu lực vào ngày 30/06/2023"),
        ([row(42, year=2023, valid_from=AMENDED)], HERE, "chưa có mức đạt có hiệu lực vào ngày 30/06/2023"),
        ([row(98, "DBSH")], HERE, "chưa có mức đạt cho Trung du miền núi phía Bắc"),
        ([row(98, "chung"), row(97, "DBSH")], HERE, "chưa có mức đạt cho Trung du miền núi phía Bắc"),
        ([row(9, "nhom_1")], Place(("chung",), HERE.day), "chưa biết xã thuộc nhóm nào"),
        ([row(9, "nhom_1")], Place(("nhom_2", "chung"), HERE.day), "chưa có mức đạt cho xã nhóm 2"),
        ([row(98, "DBSH")], Place(("chung",), HERE.day), "chưa biết xã thuộc vùng nào"),
    ],
)
def test_why_none_is_in_force(rows, place, told):
    assert (in_force(rows, place), lacking(rows, place)) == (None, told)


@pytest.mark.parametrize(
    ("region", "is_difficult", "scopes"),
    [
        ("DBSH", True, ("TDMNPB", "chung")),
        ("DBSH", False, ("DBSH", "chung")),
        ("DBSH", None, ("DBSH", "chung")),
        ("TDMNPB", True, ("TDMNPB", "chung")),
        ("", None, ("chung",)),
    ],
)
def test_extremely_difficult_communes_go_by_the_mountains(region, is_difficult, scopes):
    assert scopes_of_region(region, hardship_scope="TDMNPB", is_difficult=is_difficult) == scopes
    assert scopes_of_region("DBSH", is_difficult=True) == ("DBSH", "chung")


@pytest.mark.parametrize(
    ("group", "area_class", "scopes"),
    [
        ("nhom_1", "", ("nhom_1", "chung")),
        ("nhom_2", "III", ("nhom_2", "chung")),
        ("", "III", ("nhom_3", "chung")),
        ("", "II", ("nhom_3", "chung")),
        ("", "I", ("chung",)),
        ("", "", ("chung",)),
    ],
)
def test_group_three_is_told_by_the_area_class(group, area_class, scopes):
    assert scopes_of_group(group, area_class) == scopes


def times(value, *base, **fields):
    return row(value, "chung", base=base, **fields)


BASE_OPEN = "mức làm gốc để nhân 1,10 lần chưa được xác nhận"
BASE_NONE = "chưa có mức năm 2023 làm gốc để nhân 1,10 lần"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([times("1.1", row(51, year=2023))], ("56.1", True, "1,10 × 51", "", 2023, "TDMNPB", False)),
        (
            [times("1.1", row(51, year=2023), row(52, year=2023, own=True))],
            ("57.2", True, "1,10 × 52", "", 2023, "TDMNPB", True),
        ),
        (
            [times("1.1", row(51, confirmed=False))],
            ("56.1", False, "1,10 × 51", BASE_OPEN, None, "TDMNPB", False),
        ),
        (
            [times("1.1", row(51), confirmed=False)],
            ("56.1", False, "1,10 × 51", "", None, "TDMNPB", False),
        ),
        ([times("1.1", row(51, year=2022))], (None, False, "", BASE_NONE, None, "chung", False)),
    ],
)
def test_so_many_times_another_level(rows, found):
    one = in_force(rows, HERE)
    value = found[0] and Decimal(found[0])
    told = (one.value, one.confirmed, one.made_of, one.lack, one.year, one.scope, one.own)
    assert told == (value, *found[1:])


@pytest.mark.parametrize(
    ("requirement", "is_known"),
    [
        (row(0), True),
        (Requirement(Comparison.AT_LEAST), False),
        (Requirement(Comparison.AT_LEAST, text="Khá"), True),
        (Requirement(Comparison.MET), True),
        (Requirement(Comparison.MET, text="Đạt", parts=(PartLevel("a", Comparison.AT_LEAST),)), False),
        (Requirement(Comparison.AT_LEAST, parts=(PartLevel("a", Comparison.AT_LEAST, "30"),)), True),
    ],
)
def test_whether_it_says_any_level(requirement, is_known):
    assert requirement.is_known is is_known
