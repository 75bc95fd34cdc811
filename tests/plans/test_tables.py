"""Between the store and the engine."""

from datetime import date, timedelta

import pytest

from accounts.services import open_changeset, system_user
from communes.models import Alias, CommuneStatus
from plans.domain.definition import Rounding
from plans.domain.entries import Scope
from plans.domain.merge import Change, State
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import AnnexVersion, CommuneTarget
from plans.services.tables import (
    clean_name,
    definition_of,
    load_table,
    name_index,
    plan_facts,
    record_figures,
    save_table,
    scope_of,
)
from tests.factories import DAY, make_commune, make_district


def unit_row(unit, **cells):
    found = {key.strip("_"): Cell(text, text, f"C{place}") for place, (key, text) in enumerate(cells.items())}
    return Row(RowKind.UNIT, unit, found, sheet="Biểu 02", number=9)


@pytest.fixture
def index(world):
    return name_index(world.plan)


@pytest.fixture
def save(world):
    def save(*rows, number=1):
        changeset = open_changeset(user=system_user(), channel="shell")
        return save_table(annex=world.annex, number=number, table=AnnexTable(rows), changeset=changeset)

    return save


def test_plan_is_handed_on_as_facts(world):
    facts = plan_facts(world.plan, world.annex)
    assert (facts.slug, facts.number, facts.date, facts.issuer) == (
        "hong-lam-2022-45",
        "45/KH-UBND",
        DAY,
        "UBND tỉnh",
    )
    assert (facts.province, facts.last_year, facts.rounding, facts.digits) == (
        "Hồng Lam",
        2025,
        Rounding.HALF_UP,
        2,
    )
    assert [criterion.number for criterion in facts.criteria] == [str(number) for number in range(1, 20)]
    assert facts.annex_title == world.annex.title


def test_index_holds_the_units_of_the_plans_day(world):
    after = make_commune(world.north, "90103", "Mới", order=9, valid_from=DAY + timedelta(1))
    before = make_commune(world.north, "90104", "Cũ", order=9, valid_to=DAY - timedelta(1))
    make_district(world.province, "903", "Huyện mới", valid_from=DAY + timedelta(1))
    found = name_index(world.plan)
    assert [unit.name for unit in found.districts] == ["Mường Đông", "Tủa Xanh"]
    assert [unit.name for unit in found.communes] == ["Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét"]
    assert not {after.pk, before.pk} & {unit.id for unit in found.communes}


def test_index_knows_aliases_district_and_programme(world):
    commune = world.communes[0]
    Alias.objects.create(commune=commune, name="Áng Cang", kind="damaged")
    Alias.objects.create(district=world.north, name="Mường Dông", kind="damaged")
    CommuneStatus.objects.filter(commune=world.communes[1]).update(in_programme=False)
    found = name_index(world.plan)
    first, second, *_ = found.communes
    assert (first.aliases, first.district_id, first.type) == (("Áng Cang",), world.north.pk, "xã")
    assert (first.in_programme, second.in_programme) == (True, False)
    assert found.districts[0].aliases == ("Mường Dông",)


def test_index_follows_a_commune_that_changed_district(world):
    commune, day = world.communes[0], date(2021, 1, 1)
    CommuneStatus.objects.filter(commune=commune).update(valid_to=day - timedelta(1))
    CommuneStatus.objects.create(commune=commune, district=world.south, valid_from=day)
    (found,) = [unit for unit in name_index(world.plan).communes if unit.id == commune.pk]
    assert found.district_id == world.south.pk


@pytest.mark.parametrize(
    ("who", "communes", "districts"),
    [
        ("staff", None, None),
        ("admin", None, None),
        ("officer", {0, 1}, {"north"}),
        ("part_officer", {0, 2}, set()),
        ("leader", set(), set()),
        ("outsider", set(), set()),
    ],
)
def test_scope_is_what_the_person_may_state(world, cast, who, communes, districts):
    expected = Scope()
    if communes is not None:
        expected = Scope(
            frozenset(world.communes[place].pk for place in communes),
            frozenset(getattr(world, name).pk for name in districts),
        )
    assert scope_of(getattr(cast, who), world.plan) == expected


def test_saved_table_comes_back_as_it_was(world, index, save):
    north, commune = index.districts[0], index.communes[0]
    rows = (
        Row(
            RowKind.DISTRICT,
            north,
            {"name": Cell("Huyện Mường Đông", "", "B8"), "result": Cell("14,0", "14")},
        ),
        unit_row(commune, name="Xã Ẳng Cang", _1="x", _2=""),
        Row(RowKind.SUBTOTAL, north, {"name": Cell("Cộng")}),
        Row(RowKind.TOTAL, None, {"name": Cell("Tổng"), "result": Cell("1.778", "1778")}),
    )
    merged = {"name": Cell("Tổng", rows=2, columns=3), "result": Cell("1", "1", columns=2)}
    rows += (Row(RowKind.SECTION, None, merged, line="I"),)
    loaded = load_table(save(*rows), index)
    assert loaded.rows == rows
    assert (loaded.rows[1].sheet, loaded.rows[1].number) == ("Biểu 02", 9)
    assert loaded.rows[1].cell("1").address == "C1"


def test_no_version_is_an_empty_table(index):
    assert load_table(None, index) == AnnexTable()


def test_targets_follow_the_newest_version(world, index, save):
    first, second, *_ = index.communes
    save(unit_row(first, _1="1", _2="0", _3=""), unit_row(second, _1="1"))
    save(unit_row(first, _1="0", _2="1"), number=2)
    found = CommuneTarget.objects.filter(plan=world.plan).order_by("criterion__position")
    assert [(target.commune_id, target.met) for target in found] == [
        (first.id, number == 2) for number in range(1, 20)
    ]


def test_targets_of_another_plan_stay(world, index, save):
    save(unit_row(index.communes[0], _1="1"))
    other = CommuneTarget.objects.first()
    CommuneTarget.objects.filter(pk=other.pk).update(year=2023)
    save(number=2)
    assert [target.year for target in CommuneTarget.objects.all()] == [2023]


def test_history_leaves_out_what_stayed(world, index):
    commune, total = index.communes[0], Row(RowKind.TOTAL, None, {"result": Cell("19", "19")})
    old, new = unit_row(commune, _1="1", _2="0"), unit_row(commune, _1="1", _2="1", _3="")
    changeset = open_changeset(user=system_user(), channel="shell")
    changes = [Change(new, old, State.CHANGED, ("2",)), Change(total, None, State.NEW)]
    line = Row(RowKind.LINE, None, {"result": Cell("65", "65")}, line="7.1")
    changes.append(Change(line, None, State.NEW, ("result",)))
    assert record_figures(world.annex, changes, changeset) == 3
    assert [
        (change.key, change.old, change.new, change.province, change.district, change.commune)
        for change in changeset.changes.order_by("pk")
    ] == [
        ("2", "0", "1", world.province, world.north, world.communes[0]),
        ("result", "", "19", world.province, None, None),
        ("7.1/result", "", "65", world.province, None, None),
    ]


def test_newest_version_is_the_current_one(world, save):
    save()
    second = save(number=2)
    assert AnnexVersion.objects.current(world.annex) == second
    assert AnnexVersion.objects.numbered(world.annex, 1).number == 1


def test_criteria_have_their_own_columns(world):
    assert definition_of(world.annex).row_total.of == tuple(c.number for c in world.criteria)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("biểu.xlsx", "biểu.xlsx"),
        ("C:\\Users\\a\\biểu 02.xlsx", "biểu 02.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("bie\u0302\u0309u.xlsx", "biểu.xlsx"),
        ("a" * 300, "a" * 255),
    ],
)
def test_file_name_is_shown_without_its_path(name, shown):
    assert clean_name(name) == shown
