"""What the next plan's targets start from."""

import pytest

from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.services.carry_over import Source
from plans.services.carry_targets import carry_villages, carry_yearly
from plans.services.tables import definition_of, index_of
from tests.factories import make_annex, make_criteria_set, make_plan

pytestmark = pytest.mark.django_db


def cells(**texts):
    return {key: Cell(text, text, "B5") for key, text in texts.items()}


def source(world, code, rows, *, criteria_set=None):
    """From the world's plan to one that begins where it ends."""
    years = {"first_year": 2026, "last_year": 2028, "baseline_year": 2025}
    later = make_plan(
        world.province, criteria_set or world.criteria_set, slug="sau", number="1/KH-UBND", **years
    )
    old, new = make_annex(world.plan, code), make_annex(later, code)
    return Source(AnnexTable(tuple(rows)), definition_of(old), definition_of(new), index_of(new))


def line(key, **texts):
    return Row(RowKind.LINE, None, cells(**texts), line=key)


def texts(table):
    return [{key: cell.text for key, cell in row.cells.items() if cell.text} for row in table.rows]


def test_goal_becomes_what_was_reached(world):
    rows = [
        line("2", stt="2", name="Bình quân", baseline="12,80", goal="15,46", y2024="15", note="x"),
        line("4", stt="4", name="Hộ nghèo", y2025="22,0"),
        line("7", stt="7", name="Kết quả"),
    ]
    assert texts(carry_yearly(source(world, "yearly-targets", rows))) == [
        {"stt": "2", "name": "Bình quân", "baseline": "15,46"},
        {"stt": "4", "name": "Hộ nghèo", "baseline": "22,0"},
        {"stt": "7", "name": "Kết quả"},
    ]


@pytest.mark.parametrize(("criteria", "kept"), [(None, ["7.1", "7.3.5-9", "7.4.2"]), (10, ["7.1"])])
def test_lines_of_criteria_and_bands_stay_behind_under_another_set(world, criteria, kept):
    rows = [line(key, name="a", goal="5") for key in ("7.1", "7.3.5-9", "7.4.2")]
    other = make_criteria_set(criteria) if criteria else None
    found = carry_yearly(source(world, "yearly-targets", rows, criteria_set=other))
    assert [row.line for row in found.rows] == kept


def district(unit, **texts):
    return Row(RowKind.UNIT, unit, cells(**texts))


def test_assigned_villages_have_reached_their_standard(world):
    units = index_of(world.annex).districts
    rows = [
        district(
            units[0], name="Mường Đông", villages="20", done_ntm="1", assigned_ntm="9", assigned_model="4"
        ),
        Row(RowKind.TOTAL, None, cells(name="Tổng", villages="20", assigned_ntm="9")),
    ]
    made = source(world, "village-targets", rows)
    assert texts(carry_villages(made)) == [
        {"name": "Mường Đông", "villages": "20", "done_ntm": "9", "done_model": "4"},
        {"name": "Tổng", "villages": "20", "done_ntm": "9"},
    ]


def test_total_stays_behind_where_a_district_is_gone(world):
    units = index_of(world.annex).districts
    rows = [
        district(units[0], name="Mường Đông", villages="20"),
        Row(RowKind.UNIT, units[0].__class__(999, "x", "Đã hết", "huyện", "district"), cells(villages="1")),
        Row(RowKind.TOTAL, None, cells(name="Tổng", villages="21")),
    ]
    made = source(world, "village-targets", rows)
    assert texts(carry_villages(made)) == [{"name": "Mường Đông", "villages": "20"}]
