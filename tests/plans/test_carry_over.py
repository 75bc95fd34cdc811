"""What the next plan's annexes start with: whatever the annex's own function makes of the last figures."""

from datetime import date

import pytest

from accounts.models import FigureChange
from accounts.services import open_changeset
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import AnnexVersion, CommuneTarget, Plan
from plans.services.carry_over import CARRY_OVERS
from plans.services.plan_copy import copy_plan
from plans.services.tables import index_of, load_table, save_table


@pytest.fixture
def carried(monkeypatch):
    """The matrix hands on all rows whose unit still exists."""
    monkeypatch.setitem(CARRY_OVERS, "criteria-matrix", lambda source: AnnexTable(tuple(source.rows)))


@pytest.fixture
def figures(world, cast):
    """Two communes of the north, all criteria met."""
    units = [unit for unit in index_of(world.annex).units if unit.name in ("Ẳng Cang", "Nà Tấu")]
    cells = {str(number): Cell("1", "1") for number in range(1, 20)}
    table = AnnexTable(tuple(Row(RowKind.UNIT, unit, cells) for unit in units))
    changeset = open_changeset(user=cast.officer, channel="upload")
    return save_table(annex=world.annex, number=1, table=table, changeset=changeset)


def next_plan(world, cast, day=date(2026, 1, 1)):
    new = Plan(slug="sau", title="Sau", first_year=2026, last_year=2030, baseline_year=2025, units_date=day)
    new.criteria_set = world.criteria_set
    return copy_plan(source=world.plan, new=new, user=cast.staff)


def test_rows_carried_over_are_version_one(world, cast, carried, figures):
    made = next_plan(world, cast)
    version = AnnexVersion.objects.get(annex__plan=made.plan)
    assert (made.carried, version.number, version.changeset.reason) == (
        [("Biểu số 02", 2)], 1, "Lập Kế hoạch 2026–2030 (chưa có số) từ Kế hoạch 45/KH-UBND",
    )  # fmt: skip
    table = load_table(version, index_of(version.annex))
    assert [row.unit.name for row in table.rows] == ["Ẳng Cang", "Nà Tấu"]
    assert CommuneTarget.objects.filter(plan=made.plan, year=2030, met=True).count() == 38
    assert FigureChange.objects.filter(subject="plan/sau/criteria-matrix").count() == 38


def test_row_of_a_unit_that_is_gone_stays_behind(world, cast, carried, figures):
    commune = world.communes[1]
    commune.valid_to = date(2025, 6, 30)
    commune.save()
    made = next_plan(world, cast)
    assert made.carried == [("Biểu số 02", 1)]


def test_annex_without_a_function_starts_empty(world, cast, figures):
    made = next_plan(world, cast)
    assert (made.carried, made.told) == ([], "Chưa có số liệu nào được chuyển sang.")
    assert AnnexVersion.objects.filter(annex__plan=made.plan).count() == 0


def test_last_plan_stays_as_it_was(world, cast, carried, figures):
    before = list(Plan.objects.filter(pk=world.plan.pk).values())
    next_plan(world, cast)
    assert list(Plan.objects.filter(pk=world.plan.pk).values()) == before
    assert AnnexVersion.objects.filter(annex=world.annex).count() == 1
