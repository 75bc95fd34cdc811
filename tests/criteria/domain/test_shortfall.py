"""The tables of gaps and of the order in docs/shortfall.md, line by line, and what they do not tell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from criteria.domain.gaps import gap_words
from criteria.domain.requirements import Comparison, PartLevel, Requirement
from criteria.domain.shortfall import TIERS, Distance, Lack, find_shortfall, nearest_day, tier_after
from criteria.domain.values import EMPTY_VALUE, Kind, Measure, Part, ResultValue, State, parse_result
from criteria.domain.verdicts import Judged, judge, judge_criterion
from criteria.domain.works import Work

PAGE = Path(__file__).resolve().parents[3] / "docs" / "shortfall.md"
SIGNS = {"≥": Comparison.AT_LEAST, "≤": Comparison.AT_MOST}
UNITS = {"amount": "triệu đồng/người/năm", "count": "nhà", "level": "mức độ", "boolean": ""}


def table(head):
    lines = PAGE.read_text(encoding="utf-8").partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[1:]]


GAPS = table("| kind | must reach | stated | còn thiếu |")
ORDER = table("| criterion | held | indicators: stated (must reach) | place |")


def test_tables_are_there():
    assert [len(GAPS), len(ORDER)] == [16, 9]


def measure(number, kind=Kind.PERCENTAGE, unit="%", **fields):
    return Measure(f"i{number}", number, number.split(".")[0], f"Chỉ tiêu {number}", "", kind, unit, **fields)


def requirement(text):
    """Of "≥ 90; a) ≥ 30", "≥ Tốt", "đạt"."""
    own, _, part = text.partition("; a) ")
    parts = (PartLevel("a", SIGNS[part[0]], part[2:]),) if part else ()
    if own == "đạt":
        return Requirement(Comparison.MET, text="Đạt", confirmed=True)
    level = own[2:].replace(",", ".")
    value = Decimal(level) if level.replace(".", "").isdecimal() else None
    return Requirement(SIGNS[own[0]], value=value, text="" if value else level, parts=parts, confirmed=True)


@pytest.mark.parametrize("row", GAPS, ids=lambda row: " ".join(row[:3]))
def test_gap(row):
    kind, level, stated, missing = row
    parts = (Part("a", "phần a", Kind.PERCENTAGE, "%"),) if kind == "parts" else ()
    known = Kind(kind) if kind in UNITS else Kind.PERCENTAGE
    column = measure("9", known, UNITS.get(kind, "%"), by_sex=kind == "by sex", parts=parts)
    assert gap_words(column, parse_result(stated, column), requirement(level)) == missing


@pytest.mark.parametrize("level", [None, Requirement(Comparison.AT_LEAST, value=Decimal(70))])
def test_unconfirmed_level_tells_no_gap(level):
    assert gap_words(measure("9"), parse_result("40", measure("9")), level) == ""


def test_part_of_which_the_condition_does_not_hold_tells_no_gap():
    parts = tuple(Part(key, key, kind, "") for key, kind in (("b", Kind.PERCENTAGE), ("c", Kind.COUNT)))
    column = measure("5", parts=parts)
    level = Requirement(
        Comparison.MET, parts=(PartLevel("b", Comparison.AT_LEAST, "70", "c > 3"),), confirmed=True
    )
    told = [gap_words(column, parse_result(f"b) 50; c) {count}", column), level) for count in (4, 3)]
    assert told == ["b) còn thiếu 20", ""]


def test_parts_stored_wrongly_tell_no_gap():
    column = measure("5", parts=(Part("b", "b", Kind.PERCENTAGE, "%"),))
    odd = PartLevel("b", Comparison.AT_LEAST, "NaN"), PartLevel("z", Comparison.AT_LEAST, "70")
    level = Requirement(
        Comparison.MET, parts=(*odd, PartLevel("b", Comparison.AT_LEAST, "70", "b?")), confirmed=True
    )
    assert gap_words(column, ResultValue(parts="b) 50; c) 4"), level) == ""


def indicator(number, told):
    """From "63 (≥ 70)": what is stated ("–" nothing) and must be reached."""
    stated, _, level = told.rstrip(")").partition(" (")
    column = measure(number, Kind.BOOLEAN, "") if level == "đạt" else measure(number)
    value = EMPTY_VALUE if stated == "–" else parse_result(stated, column)
    return Judged(column, judge(column, value, requirement(level)), value.state), value, requirement(level)


def commune(rows):
    """Judged cells, levels and values of criteria from (number, held, "63 (≥ 70); 80 (≥ 70)")."""
    judged, levels, values = {}, {}, {}
    for number, held, told in rows:
        column = Measure(f"c{number}", number, number, f"Tiêu chí {number}", "", Kind.CRITERION)
        inside = []
        for place, one in enumerate(told.split("; "), start=1):
            cell, value, level = indicator(f"{number}.{place}", one)
            inside.append(cell)
            values[cell.measure.key], levels[cell.measure.key] = value, level
        decision = parse_result(held, column).state
        judged[column.key] = Judged(column, judge_criterion(inside), decision)
        judged |= {cell.measure.key: cell for cell in inside}
    return judged, levels, values


def test_what_is_but_proposed_is_not_counted_as_concluded():
    rows = [("2", "", "63 (≥ 70)"), ("3", "", "90 (≥ 80)"), ("9", "0", "63 (≥ 70)"), ("14", "KA", "– (≥ 70)")]
    found = find_shortfall(*commune(rows), {})
    names = ("unmet", "undecided", "waiting", "proposed_unmet", "inapplicable")
    told = {name: [one.judged.measure.number for one in getattr(found, name)] for name in names}
    assert told == {
        "unmet": ["9"],
        "undecided": ["2", "3"],
        "waiting": ["3"],
        "proposed_unmet": ["2"],
        "inapplicable": ["14"],
    }


def test_order():
    found = find_shortfall(*commune(row[:3] for row in ORDER), {})
    expected = [row[0] for row in sorted(ORDER, key=lambda row: row[3]) if row[3]]
    assert [one.judged.measure.number for one in found.missing] == expected
    assert (found.total, found.met, len(found.unmet), len(found.undecided)) == (9, 1, 6, 2)


@pytest.mark.parametrize(
    ("held", "told", "distance", "why"),
    [
        ("0", "40 (≥ 42)", Distance.KNOWN, ""),
        ("0", "50 (≥ 42)", Distance.UNSAID, "kết luận khác đề xuất (50 ≥ 42%): chưa ghi lý do"),
        ("0", "– (≥ 42)", Distance.UNSAID, "chưa rõ còn thiếu chỉ tiêu nào"),
        ("", "50 (≥ 42)", Distance.OPEN, "các chỉ tiêu đều đạt, chờ người kết luận"),
        ("", "– (≥ 42)", Distance.OPEN, ""),
        ("", "40 (≥ 42)", Distance.KNOWN, ""),
        ("KA", "40 (≥ 42)", Distance.OPEN, "ghi không áp dụng, không tính là đạt"),
    ],
)
def test_what_is_said_of_the_criterion(held, told, distance, why):
    (one,) = find_shortfall(*commune([("10", held, told)]), {}).missing
    assert (one.distance, one.why) == (distance, why)


def test_indicators_of_a_missing_criterion_are_told_apart():
    found = find_shortfall(*commune([("2", "0", "63 (≥ 70); – (≥ 70); 80 (≥ 70)")]), {})
    (one,) = found.missing
    assert [(lack.judged.measure.number, lack.gap, lack.why) for lack in one.unmet] == [
        ("2.1", "còn thiếu 7 điểm %", "63 < 70%")
    ]
    assert ([lack.judged.measure.number for lack in one.open], one.open_words) == (
        ["2.2"],
        "chưa có số liệu 2.2",
    )


@pytest.mark.parametrize(
    ("text", "decision", "reason", "why", "share"),
    [
        ("40", State.NOT_MET, "", "40 < 42%", Decimal(2) / 42),
        ("50", State.NOT_MET, "số cũ", "kết luận khác đề xuất (50 ≥ 42%): số cũ", None),
        ("50", State.BASICALLY_MET, "", "kết luận khác đề xuất (50 ≥ 42%): chưa ghi lý do", None),
        ("", State.NOT_MET, "", "ghi chưa đạt", None),
        ("", State.BASICALLY_MET, "", "ghi cơ bản đạt", None),
    ],
)
def test_why_an_indicator_is_unmet(text, decision, reason, why, share):
    value = parse_result(text, measure("10"))
    lack = Lack(Judged(measure("10"), judge(measure("10"), value, requirement("≥ 42")), decision, reason))
    assert (lack.why, lack.share) == (why, share)


def test_works_of_a_criterion_and_its_indicators_are_added_up():
    works = {
        "c2": (Work("Vận động"),),
        "i2.1": (Work("Cứng hóa", Decimal(3), "km", Decimal(1)), Work("Mở rộng", Decimal(2), "Km")),
    }
    found = find_shortfall(*commune([("2", "0", "63 (≥ 70)")]), works)
    (one,) = found.missing
    assert [(sum_.unit, sum_.quantity, sum_.funded) for sum_ in one.sums] == [("km", 5, 1)]
    assert (len(one.works), found.works[1]) == (3, 1)


def test_nothing_is_missing():
    found = find_shortfall(*commune([("2", "1", "63 (≥ 70)")]), {})
    assert (found.missing, found.met, found.total) == ((), 1, 1)


def test_tiers_follow_each_other():
    assert [tier_after(tier) for tier in (*TIERS, "huyen")] == ["nang_cao", "kieu_mau", "", ""]


@pytest.mark.parametrize(
    ("days", "nearest"),
    [
        ([date(2022, 12, 14), date(2023, 3, 31), date(2023, 4, 1)], date(2023, 3, 31)),
        ([date(2022, 6, 14), date(2023, 4, 1)], date(2022, 6, 14)),
        ([date(2023, 12, 14), date(2023, 6, 14)], date(2023, 6, 14)),
        ([], None),
    ],
)
def test_which_period_tells_of_the_next_tier(days, nearest):
    assert nearest_day(date(2023, 3, 31), days) == nearest
