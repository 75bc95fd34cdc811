"""The units the program ships, and how they are brought into the database."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, F, Q

from communes.models import Alias, Commune, CommuneStatus, District, Province
from communes.services import load_units
from ntm.reference import Counts
from ntm.text import fold

BEFORE, AFTER = date(2022, 6, 29), date(2025, 7, 1)
UNITS = settings.FIXTURES_DIR / "units"
PRINTED = Path(__file__).parents[1] / "data" / "printed_names.csv"

pytestmark = pytest.mark.django_db


def per_district(province_code: str) -> list[tuple[str, int]]:
    statuses = CommuneStatus.objects.filter(commune__province__code=province_code, in_programme=True)
    found = statuses.exclude(district=None).values("district__name").annotate(n=Count("pk"))
    return [(row["district__name"], row["n"]) for row in found.order_by("district__sort_order")]


def test_provinces_are_loaded(units):
    rows = Province.objects.values_list("code", "name", "type", "region", "search_name")
    assert list(rows) == [
        ("11", "Điện Biên", "tinh", "TDMNPB", "dien bien"),
        ("14", "Sơn La", "tinh", "TDMNPB", "son la"),
    ]


def test_programme_of_dien_bien_by_district(units):
    assert per_district("11") == [
        ("Điện Biên", 21),
        ("Mường Chà", 11),
        ("Tủa Chùa", 11),
        ("Mường Ảng", 9),
        ("Nậm Pồ", 15),
        ("Mường Nhé", 11),
        ("Điện Biên Đông", 13),
        ("Tuần Giáo", 18),
        ("Điện Biên Phủ", 5),
        ("Mường Lay", 1),
    ]


def test_programme_of_son_la_by_district(units):
    assert per_district("14") == [
        ("Sơn La", 5),
        ("Quỳnh Nhai", 11),
        ("Thuận Châu", 28),
        ("Mường La", 15),
        ("Bắc Yên", 15),
        ("Phù Yên", 26),
        ("Mộc Châu", 13),
        ("Yên Châu", 14),
        ("Mai Sơn", 21),
        ("Sông Mã", 18),
        ("Sốp Cộp", 8),
        ("Vân Hồ", 14),
    ]


@pytest.mark.parametrize(
    ("code", "day", "units_then", "in_programme", "districts"),
    [
        ("11", BEFORE, 129, 115, 10),
        ("11", AFTER, 45, 42, 0),
        ("14", BEFORE, 204, 188, 12),
        ("14", AFTER, 75, 67, 0),
    ],
)
def test_numbers_before_and_after_the_reform(units, code, day, units_then, in_programme, districts):
    communes = Commune.objects.filter(province__code=code)
    assert (
        communes.on(day).count(),
        communes.in_programme(day).count(),
        District.objects.filter(province__code=code).on(day).count(),
    ) == (units_then, in_programme, districts)


def test_order_is_that_of_the_plan(units):
    muong_cha = Commune.objects.in_programme(BEFORE).filter(statuses__district__code="097")
    assert [unit.name for unit in muong_cha] == [
        "Mường Mươn",
        "Na Sang",
        "Sa Lông",
        "Huổi Lèng",
        "Mường Tùng",
        "Hừa Ngài",
        "Sá Tổng",
        "Pa Ham",
        "Nậm Nèn",
        "Huổi Mí",
        "Ma Thì Hồ",
    ]


def test_order_is_unique_inside_a_province(units):
    for model in (District, Commune):
        pairs = list(model.objects.values_list("province", "sort_order"))
        assert len(set(pairs)) == len(pairs)


def test_code_is_given_again_to_another_unit(units):
    rows = Commune.objects.filter(code="03166").order_by("valid_from")
    assert [(unit.full_name, unit.valid_from, unit.valid_to) for unit in rows] == [
        ("xã Chà Cang", date(2020, 1, 1), date(2025, 6, 30)),
        ("xã Mường Chà", date(2025, 7, 1), None),
    ]


def test_predecessors_of_a_new_unit(units):
    new = Commune.objects.get(code="03166", valid_from=AFTER)
    assert [str(unit) for unit in new.predecessors.order_by("name")] == [
        "xã Chà Cang",
        "xã Chà Nưa",
        "xã Nậm Tin",
        "xã Pa Tần",
    ]
    assert [str(unit) for unit in new.successors.all()] == []


def test_units_that_lead_nowhere(units):
    ended = Commune.objects.exclude(valid_to=None).filter(successors=None)
    assert [unit.name for unit in ended] == [
        "Chiềng Ly",
        "Huy Bắc",
        "Phù Yên",
        "Tân Hợp",
        "Quy Hướng",
        "Tà Lai",
    ]


def test_status_says_no_more_than_is_known(units):
    status = CommuneStatus.objects.get(commune__code="03310", commune__name="Ẳng Cang")
    assert (
        status.valid_from,
        status.valid_to,
        status.district.name,
        status.in_programme,
        status.area_class,
        status.is_extremely_difficult,
        status.is_atk,
    ) == (date(2020, 1, 1), date(2025, 6, 30), "Mường Ảng", True, "", None, None)


def test_new_units_lie_in_no_district(units):
    new = CommuneStatus.objects.filter(valid_from=AFTER)
    assert new.count() == 120
    assert list(new.exclude(district=None)) == []
    assert list(new.filter(in_programme=False).exclude(commune__type="phuong")) == []


def known_as(kind: str, district_code: str, name: str) -> list[str]:
    """The official names of the units of the district that the printed name stands for."""
    here = {"code": district_code} if kind == "district" else {"statuses__district__code": district_code}
    model = District if kind == "district" else Commune
    found = model.objects.filter(Q(name=name) | Q(aliases__name=name), **here)
    return [unit.name for unit in found.distinct()]


def test_printed_names_of_the_plan_are_known(units):
    """All 70 communes and 6 districts of the annex: by official name or alias, inside the district."""
    rows = list(csv.DictReader(PRINTED.read_text(encoding="utf-8").splitlines()))
    unit_type = re.compile(r"^(Xã|Huyện|Thị xã|Tp\.) ")
    found = [known_as(row["kind"], row["district_code"], unit_type.sub("", row["printed"])) for row in rows]
    assert found == [[row["official"]] for row in rows]
    assert len(rows) == 76


def test_no_alias_hides_another_unit_of_the_district(units):
    names = {
        (status.district_id, fold(status.commune.name)): status.commune_id
        for status in CommuneStatus.objects.exclude(district=None).select_related("commune")
        if status.commune.type == "xa"
    }
    hidden = [
        alias.name
        for alias in Alias.objects.exclude(commune=None).annotate(place=F("commune__statuses__district"))
        if names.get((alias.place, fold(alias.name)), alias.commune_id) != alias.commune_id
    ]
    assert hidden == []


def test_alias_of_one_district_is_a_commune_of_another(units):
    alias = Alias.objects.get(name="Mường Bằng")
    assert (alias.kind, str(alias.commune)) == ("damaged", "xã Chiềng Bằng")
    assert Commune.objects.get(name="Mường Bằng").statuses.get().district.name == "Mai Sơn"


def test_aliases_of_a_district(units):
    names = Alias.objects.filter(district__code="102").values_list("name", flat=True)
    assert set(names) == {"Mường Án", "Mường Áng"}


def test_loading_again_changes_nothing(units):
    assert load_units(UNITS) == {
        "tỉnh": Counts(unchanged=2),
        "huyện": Counts(unchanged=22),
        "xã, phường, thị trấn": Counts(unchanged=453),
        "tình trạng của xã": Counts(unchanged=453),
        "đơn vị hợp thành": Counts(unchanged=327),
        "cách viết khác": Counts(unchanged=56),
    }


def test_a_stale_row_is_set_right(units):
    Commune.objects.filter(code="03310").update(name="Áng Cang", search_name="x")
    assert load_units(UNITS)["xã, phường, thị trấn"] == Counts(changed=1, unchanged=452)
    unit = Commune.objects.get(code="03310")
    assert (unit.name, unit.search_name) == ("Ẳng Cang", "ang cang")


def test_a_row_edited_by_hand_is_kept(units):
    unit = Commune.objects.get(code="03197")
    Commune.objects.filter(pk=unit.pk).update(name="Sa Lông mới", edited_by_hand=True)
    unit.statuses.update(in_programme=False)
    unit.aliases.all().delete()
    counts = load_units(UNITS)
    unit.refresh_from_db()
    assert (unit.name, unit.statuses.get().in_programme, unit.aliases.count()) == ("Sa Lông mới", False, 0)
    kinds = ("xã, phường, thị trấn", "tình trạng của xã", "cách viết khác")
    assert [counts[kind].kept for kind in kinds] == [1, 1, 1]


def test_rows_a_person_added_are_left_alone(units):
    unit = Commune.objects.get(code="03197")
    Alias.objects.create(commune=unit, name="Salông", kind=Alias.Kind.OFFICE)
    load_units(UNITS)
    assert sorted(alias.name for alias in unit.aliases.all()) == ["Sa Lồng", "Salông"]
