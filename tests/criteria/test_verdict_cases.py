"""Proposals over the shipped sets, as tables by kind of level: what is written, the level, the verdict."""

from datetime import date
from decimal import Decimal

import pytest

from criteria.domain.requirements import Comparison, PartLevel
from criteria.domain.values import State
from criteria.domain.verdicts import Verdict, Why

from .shipped import SHORT, at, office, proposal

pytestmark = pytest.mark.django_db

HERE, OURS = "Trung du miền núi phía Bắc", "Trung du miền núi phía Bắc, tỉnh xác nhận"
MONEY = "triệu đồng/người/năm"
AS_IT_IS: dict = {}  # the office confirms the level as the program ships it
PIPED = (PartLevel("a", Comparison.AT_LEAST, "30"),)
WATER = {"value": "95", "parts": PIPED}


def met(reason, why=Why.REACHED):
    return Verdict(State.MET, reason, why, Decimal(0))


def unmet(reason, gap=None, why=Why.BELOW):
    """``gap``: "0.1/42"."""
    have, _, level = (gap or "").partition("/")
    share = Decimal(have) / Decimal(level or 1) if gap else None
    return Verdict(State.NOT_MET, reason, why, share)


def no(why, reason):
    return Verdict(State.NO_DATA, reason, Why(why))


def check(sets, row, day=date(2023, 6, 30)):
    """``row``: set, number, what the office says (None: nothing), text, verdict."""
    code, number, said, text, verdict = row
    line, place = sets[SHORT[code]][number], at(day)
    assert proposal(line if said is None else office(line, place, **said), text, place) == verdict


@pytest.mark.parametrize(
    "row",
    [
        ("57", "15.4", None, "50", met(f"50 ≥ 50% ({HERE})")),
        ("57", "15.4", None, "49,99", unmet(f"49,99 < 50% ({HERE})", "0.01/50")),
        ("57", "6.3", None, "99", unmet(f"99 < 100% ({HERE})", "0.01")),
        ("75", "14.4", None, "70", met(f"70 ≥ 70% ({HERE})")),
        ("57", "4.2", AS_IT_IS, "95", met(f"95 ≥ 95% ({OURS})")),
        ("57", "4.2", AS_IT_IS, "94,9999", unmet(f"94,9999 < 95% ({OURS})", "0.0001/95")),
        ("57", "4.2", {"value": "97"}, "95", unmet(f"95 < 97% ({OURS})", "2/97")),
        ("57", "4.2", None, "100", no("unconfirmed", "mức đạt chưa được xác nhận")),
        ("57", "4.2", AS_IT_IS, "", no("no_figure", "chưa có số liệu 4.2")),
        ("57", "4.2", AS_IT_IS, "Đ", no("no_figure", "chưa có số liệu 4.2")),
        ("57", "4.2", AS_IT_IS, "95 KA", met(f"95 ≥ 95% ({OURS})")),
        ("57", "2.1", {"value": "80"}, "80 CĐ", met("80 ≥ 80% (tỉnh xác nhận)")),
        ("57", "2.1", None, "80", no("no_level", "chưa có mức đạt (do UBND cấp tỉnh quy định)")),
        ("57", "16", None, "80", no("no_level", "chưa có mức đạt")),
    ],
)
def test_percentage(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "15.4", None, "1/2", met(f"1/2 = 50 ≥ 50% ({HERE})")),
        ("57", "15.4", None, "4999/10000", unmet(f"4.999/10.000 = 49,99 < 50% ({HERE})", "0.01/50")),
        ("57", "4.2", {"value": "66.67"}, "2/3", unmet(f"2/3 = 66,6667 < 66,67% ({OURS})", "0.01/200.01")),
        (
            "57",
            "4.2",
            {"value": "66.6667"},
            "2/3",
            unmet(f"2/3 = 66,666667 < 66,6667% ({OURS})", "1E-4/200.0001"),
        ),
        ("57", "4.2", {"value": "66.6666"}, "2/3", met(f"2/3 = 66,67 ≥ 66,6666% ({OURS})")),
        ("57", "4.2", AS_IT_IS, "1234/1299", unmet(f"1.234/1.299 = 94,9962 < 95% ({OURS})", "5/123405")),
        ("57", "11", AS_IT_IS, "13/100", met(f"13/100 = 13 ≤ 13% ({OURS})")),
        ("57", "11", AS_IT_IS, "131/1000", unmet(f"131/1.000 = 13,1 > 13% ({OURS})", "0.1/13")),
        ("57", "11", AS_IT_IS, "1/7", unmet(f"1/7 = 14,29 > 13% ({OURS})", "9/91")),
    ],
)
def test_share_is_exact_at_the_border(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    ("year", "row"),
    [
        (2023, ("57", "10", None, "42", met(f"42 ≥ 42 {MONEY} (năm 2023, {HERE})"))),
        (2023, ("57", "10", None, "41,9", unmet(f"41,9 < 42 {MONEY} (năm 2023, {HERE})", "0.1/42"))),
        (2022, ("57", "10", None, "39", met(f"39 ≥ 39 {MONEY} (năm 2022, {HERE})"))),
        (2022, ("57", "10", None, "38,99", unmet(f"38,99 < 39 {MONEY} (năm 2022, {HERE})", "0.01/39"))),
        (2024, ("57", "10", None, "60", no("unconfirmed", "mức đạt chưa được xác nhận"))),
        (2024, ("57", "10", AS_IT_IS, "45", met(f"45 ≥ 45 {MONEY} (năm 2024, {OURS})"))),
        (2024, ("57", "10", {"value": "46"}, "45", unmet(f"45 < 46 {MONEY} (năm 2024, {OURS})", "1/46"))),
        (2026, ("57", "10", None, "60", no("no_level", "chưa có mức đạt năm 2026"))),
        (2023, ("75", "10", None, "51", met(f"51 ≥ 51 {MONEY} (năm 2023, {HERE})"))),
        (2023, ("75", "10", None, "50,9", unmet(f"50,9 < 51 {MONEY} (năm 2023, {HERE})", "0.1/51"))),
        (2022, ("75", "10", None, "60", no("unconfirmed", "mức đạt chưa được xác nhận"))),
    ],
)
def test_amount_by_year(sets, year, row):
    check(sets, row, date(year, 6, 30))


@pytest.mark.parametrize(
    "row",
    [
        ("75", "11", None, "8", met(f"8 ≤ 8% ({HERE})")),
        ("75", "11", None, "8,1", unmet(f"8,1 > 8% ({HERE})", "0.1/8")),
        ("57", "11", AS_IT_IS, "13", met(f"13 ≤ 13% ({OURS})")),
        ("57", "11", AS_IT_IS, "0", met(f"0 ≤ 13% ({OURS})")),
        ("57", "11", {"value": "12"}, "13", unmet(f"13 > 12% ({OURS})", "1/12")),
        ("57", "11", {"value": "0"}, "0,5", unmet(f"0,5 > 0% ({OURS})")),
    ],
)
def test_reversed(sets, row):
    check(sets, row)


def test_reversed_level_of_the_former_set(sets):
    row = ("49", "15.3", None, "26,8", unmet(f"26,8 > 26,7% ({HERE})", "0.1/26.7"))
    check(sets, row, date(2020, 12, 31))


@pytest.mark.parametrize(
    "row",
    [
        (
            *("57", "14.1", None, "a) 98; b) 1; c) 2; d) 2; đ) 3"),
            met(
                "a) 98 ≥ 98%; b) ghi đạt; c) 2 ≥ mức độ 2; d) 2 ≥ mức độ 2; đ) 3 ≥ mức độ 2 "
                "(Trung du miền núi phía Bắc)"
            ),
        ),
        (
            *("57", "14.1", None, "a) 97; b) 1; c) 2; d) 1; đ) 2"),
            unmet(f"a) 97 < 98%; d) 1 < mức độ 2 ({HERE})"),
        ),
        ("57", "14.1", None, "a) 97; b) 1; c) 2", unmet(f"a) 97 < 98% ({HERE})", "1/98")),
        ("57", "14.1", None, "a) 99; b) 0; c) 3", unmet("b) ghi chưa đạt", why=Why.STATED)),
        (
            *("57", "14.1", None, "a) 98; b) 1; c) 2; d) 2"),
            no("no_figure", "chưa có số liệu 14.1 đ) xóa mù chữ"),
        ),
        ("57", "14.1", None, "1", no("no_figure", "chưa có số liệu 14.1 a), b), c), d), đ)")),
        ("57", "17.1", WATER, "95; a) 30", met("95 ≥ 95%; a) 30 ≥ 30% (tỉnh xác nhận)")),
        ("57", "17.1", WATER, "95; a) 29,9", unmet("a) 29,9 < 30% (tỉnh xác nhận)", "0.1/30")),
        ("57", "17.1", WATER, "94; a) 29", unmet("94 < 95%; a) 29 < 30% (tỉnh xác nhận)", "1/30")),
        (
            *("57", "17.1", WATER, "95"),
            no("no_figure", "chưa có số liệu 17.1 a) từ hệ thống cấp nước tập trung"),
        ),
        ("57", "17.1", WATER, "a) 30", no("no_figure", "chưa có số liệu 17.1")),
        ("57", "17.1", {"parts": PIPED}, "95; a) 30", no("no_level", "chưa có mức đạt")),
        (
            *("75", "5.1", AS_IT_IS, "a) 90; b) 1"),
            no("no_level", "a) tỷ lệ trường đạt tiêu chuẩn cơ sở vật chất mức độ 1: chưa có mức đạt"),
        ),
    ],
)
def test_compound_parts(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "5", None, "a) 100; b) 70; c) 4", met(f"a) 100 ≥ 100%; b) 70 ≥ 70% ({HERE})")),
        ("57", "5", None, "a) 100; b) 69,9; c) 4", unmet(f"b) 69,9 < 70% ({HERE})", "0.1/70")),
        ("57", "5", None, "a) 100; b) 50; c) 3", met(f"a) 100 ≥ 100%; b) 50 ≥ 50% ({HERE})")),
        ("57", "5", None, "a) 100; b) 3/4; c) 4", met(f"a) 100 ≥ 100%; b) 3/4 = 75 ≥ 70% ({HERE})")),
        ("57", "5", None, "a) 99; b) 40; c) 3", unmet(f"a) 99 < 100%; b) 40 < 50% ({HERE})", "0.2")),
        ("57", "5", None, "a) 99; b) 70", unmet(f"a) 99 < 100% ({HERE})", "0.01")),
        ("57", "5", None, "a) 100; b) 70", no("no_figure", "chưa có số liệu 5 c) số trường của xã")),
        ("57", "5", None, "100", no("no_figure", "chưa có số liệu 5 a), c)")),
    ],
)
def test_conditional_parts(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("75", "5.3", None, "3", met(f"3 ≥ mức độ 3 ({HERE})")),
        ("75", "5.3", None, "Mức độ 2", unmet(f"Mức độ 2 < mức độ 3 ({HERE})")),
        ("75", "5.4", AS_IT_IS, "II", met(f"II ≥ mức độ 2 ({OURS})")),
        ("75", "5.3", None, "Khá", no("unclear", "không so được “Khá” với mức “3”: cần người kết luận")),
        ("75", "5.5", AS_IT_IS, "khá", met(f"khá ≥ Khá ({OURS})")),
        ("75", "5.5", AS_IT_IS, "Tốt", met(f"Tốt ≥ Khá ({OURS})")),
        ("75", "5.5", AS_IT_IS, "Trung bình; Đ", unmet(f"Trung bình < Khá ({OURS})")),
        (
            *("75", "5.5", AS_IT_IS, "Loại B"),
            no("unclear", "không so được “Loại B” với mức “Khá”: cần người kết luận"),
        ),
        ("75", "5.5", AS_IT_IS, "Đ", no("no_figure", "chưa có số liệu 5.5")),
        ("75", "5.5", None, "Tốt", no("unconfirmed", "mức đạt chưa được xác nhận")),
        ("75", "3.6", {"text": "Khá"}, "Giỏi", met("Giỏi ≥ Khá (tỉnh xác nhận)")),
        ("75", "3.6", None, "Khá", no("no_level", "chưa có mức đạt")),
    ],
)
def test_level_numeric_and_in_words(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "1.1", AS_IT_IS, "1", met("ghi đạt", Why.STATED)),
        ("57", "1.1", AS_IT_IS, "0", unmet("ghi chưa đạt", why=Why.STATED)),
        ("57", "1.1", AS_IT_IS, "CB", unmet("mới ghi cơ bản đạt", why=Why.STATED)),
        ("57", "9.1", AS_IT_IS, "1", met("ghi đạt", Why.STATED)),
        ("57", "1.1", None, "1", no("unconfirmed", "mức đạt chưa được xác nhận")),
        (
            *("57", "1.1", AS_IT_IS, "KA"),
            no("unclear", "1.1 không phải chỉ tiêu “nếu có”: cần người kết luận"),
        ),
        ("49", "14.1", None, "1", no("no_level", "chưa có mức đạt có hiệu lực vào ngày 30/06/2023")),
    ],
)
def test_yes_or_no(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "15.1", AS_IT_IS, "91 (nam 92; nữ 90)", met(f"nam 92 ≥ 90%; nữ 90 ≥ 90% ({OURS})")),
        ("57", "15.1", AS_IT_IS, "91 (nam 93; nữ 89,1)", unmet(f"nữ 89,1 < 90% ({OURS})", "0.9/90")),
        ("57", "15.1", AS_IT_IS, "(nam 89; nữ 88)", unmet(f"nam 89 < 90%; nữ 88 < 90% ({OURS})", "2/90")),
        ("57", "15.1", AS_IT_IS, "91", no("no_sexes", "chưa có số liệu 15.1 riêng của nam và nữ")),
        ("57", "15.1", AS_IT_IS, "45/50", no("no_sexes", "chưa có số liệu 15.1 riêng của nam và nữ")),
        ("57", "15.1", AS_IT_IS, "44/50", unmet(f"chung 44/50 = 88 < 90% ({OURS})", "2/90")),
        (
            *("57", "15.1", AS_IT_IS, "89 (nam 92; nữ 91)"),
            no("unclear", "chung 89 < 90% mà nam 92 ≥ 90%; nữ 91 ≥ 90%: cần người kết luận"),
        ),
        ("75", "14.3", None, "(nam 41; nữ 40)", met(f"nam 41 ≥ 40%; nữ 40 ≥ 40% ({HERE})")),
    ],
)
def test_both_sexes(sets, row):
    check(sets, row)


NONE_HERE = Verdict(State.NOT_APPLICABLE, "xã không có đối tượng để xét (chỉ tiêu “nếu có”)", Why.ABSENT)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "13.4", AS_IT_IS, "KA", NONE_HERE),
        ("57", "13.4", None, "KA", NONE_HERE),
        ("57", "13.4", AS_IT_IS, "1", met("ghi đạt", Why.STATED)),
        ("57", "13.4", AS_IT_IS, "", no("no_figure", "chưa có số liệu 13.4")),
        ("75", "17.9", AS_IT_IS, "0", unmet("ghi chưa đạt", why=Why.STATED)),
    ],
)
def test_if_the_commune_has_any(sets, row):
    check(sets, row)


@pytest.mark.parametrize(
    "row",
    [
        ("57", "17.4", AS_IT_IS, "2", met(f"2 ≥ 2 m2/người ({OURS})")),
        ("57", "17.4", AS_IT_IS, "1,99", unmet(f"1,99 < 2 m2/người ({OURS})", "0.01/2")),
        ("75", "17.11", None, "4,0", met(f"4 ≥ 4 m2/người ({HERE})")),
        ("75", "17.11", None, "3,5", unmet(f"3,5 < 4 m2/người ({HERE})", "0.5/4")),
        ("kiểu mẫu", "3", None, "1", met("1 ≥ 1 mô hình")),
        ("kiểu mẫu", "3", None, "0", unmet("0 < 1 mô hình", "1")),
        ("kiểu mẫu", "4", None, "2", met("2 ≥ 1 lĩnh vực")),
    ],
)
def test_quantity_and_count(sets, row):
    check(sets, row)


MODEL = f"{MONEY} (1,10 × 51, năm 2023, {HERE})"


@pytest.mark.parametrize(
    ("year", "row"),
    [
        (2023, ("kiểu mẫu", "2", None, "56,1", met(f"56,1 ≥ 56,1 {MODEL}"))),
        (2023, ("kiểu mẫu", "2", None, "56,0", unmet(f"56 < 56,1 {MODEL}", "0.1/56.1"))),
        (
            2024,
            (
                "kiểu mẫu",
                "2",
                None,
                "70",
                no("unconfirmed", "mức làm gốc để nhân 1,10 lần chưa được xác nhận"),
            ),
        ),
        (
            2020,
            ("kiểu mẫu", "2", None, "70", no("no_level", "chưa có mức đạt có hiệu lực vào ngày 30/06/2020")),
        ),
        (2023, ("kiểu mẫu", "1", None, "1", met("ghi đạt", Why.STATED))),
    ],
)
def test_conditions_of_a_model_commune(sets, year, row):
    check(sets, row, date(year, 6, 30))


def test_ten_criteria_come_without_indicators(sets):
    assert sets[SHORT["10"]] == {}
