"""What Sơn La's plan of 7/7/2023 says seven communes had achieved, entered as results."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Changeset, FigureChange
from accounts.services import create_demo_users
from communes.services import load_units
from criteria.models import RemainingWork, ReportingPeriod, Result
from criteria.services.results import Edit, save_edits
from criteria.services.sets import load_criteria
from criteria.services.sheets import communes_of, entry_rights, open_sheet
from reports.services.demo_results import enter_demo_results, make_demo_periods

TODAY = date(2026, 11, 22)
NTM, ADVANCED = "den-31-3-2023", "den-31-3-2023-nang-cao"


@pytest.fixture
def entered(db):
    load_units(settings.FIXTURES_DIR / "units")
    load_criteria(settings.FIXTURES_DIR / "criteria")
    create_demo_users()
    make_demo_periods()
    return enter_demo_results(TODAY)


def results(period):
    return Result.objects.filter(period__province__code="14", period__code=period, stage="province")


def met(period):
    """Commune → met criteria, unmet criteria, unmet indicators."""
    counts = {}
    for name, key, state in results(period).values_list("commune__name", "key", "state"):
        counts.setdefault(name, Counter())[key[0], state] += 1
    kinds = (("c", "met"), ("c", "not_met"), ("i", "not_met"))
    return {name: tuple(found[kind] for kind in kinds) for name, found in counts.items()}


def stated(period):
    printed = json.loads(Path(settings.FIXTURES_DIR, "demo", "ket-qua-son-la.json").read_text("utf-8"))
    names = ("met_criteria", "unmet_criteria", "met_indicators", "unmet_indicators")
    (sheet,) = (sheet for sheet in printed["sheets"] if sheet["period"] == period)
    return {one["name"]: tuple(one["stated"][name] for name in names) for one in sheet["communes"]}


def test_communes_of_the_ntm_set(entered):
    assert met(NTM) == {
        "Mường Sai": (13, 6, 2),
        "Ngọc Chiến": (10, 9, 3),
        "Sặp Vạt": (8, 11, 3),
        "Chiềng Pha": (12, 7, 5),
    }
    assert stated(NTM) == {
        "Mường Sai": (12, 7, 45, 12),
        "Ngọc Chiến": (9, 9, 42, 15),
        "Sập Vạt": (8, 11, 37, 20),
        "Chiềng Pha": (13, 6, 48, 9),
    }


def test_communes_of_the_advanced_set(entered):
    assert met(ADVANCED) == {
        "Hua La": (8, 11, 6),
        "Chiềng Bằng": (8, 11, 10),
        "Chiềng Khoang": (5, 14, 13),
    }
    assert stated(ADVANCED) == {
        "Hua La": (8, 11, 55, 20),
        "Chiềng Bằng": (8, 11, 53, 22),
        "Chiềng Khoang": (5, 14, 43, 30),
    }


def test_printed_numbers_are_unmet_and_mere_counts_leave_no_data(entered):
    rows = results(NTM).filter(commune__name="Ngọc Chiến").exclude(key__startswith="c")
    found = dict(rows.values_list("key", "state"))
    assert {key for key, state in found.items() if state == "not_met"} == {"i9.1", "i12.2", "i19.1"}
    assert {key for key, state in found.items() if state == "no_data"} == {
        "i2.2", "i2.4", "i6.1", "i6.2", "i6.3", "i13.2", "i13.3", "i13.5", "i15.1", "i15.4", "i17.1",
    }  # fmt: skip


def test_remaining_work_is_kept_as_printed(entered):
    works = RemainingWork.objects.filter(result__commune__name="Ngọc Chiến").order_by("pk")
    figures = {work.result.key: (work.quantity, work.unit, work.funded) for work in works}
    assert (figures["i2.2"], figures["i15.1"]) == ((12.5, "Km", 6), (10333, "người", None))
    assert works.get(result__key="i19.1").text == (
        "Chỉ tiêu 9.1: cần đào tạo, bố trí ít nhất 01 đ/c đạt chuẩn trình độ chuyên môn."
    )
    ocop = RemainingWork.objects.filter(text__contains="OCOP").values_list("result__key", "result__state")
    assert set(ocop) == {("i13.2", "not_met")}


def test_office_entered_it_with_its_source(entered):
    first, second = Changeset.objects.order_by("pk")
    assert (first.user.username, first.channel) == ("sonla.vanphong", "shell")
    assert second.reason.startswith("Nạp theo Biểu số 02, Kế hoạch số 176/KH-UBND ngày 07/7/2023")
    assert entered == Result.objects.count()


def test_entering_again_changes_nothing(entered):
    before = (FigureChange.objects.count(), RemainingWork.objects.count())
    assert (make_demo_periods(), enter_demo_results(TODAY)) == (0, 0)
    assert (FigureChange.objects.count(), RemainingWork.objects.count()) == before


def test_what_a_person_changed_stays(entered, django_user_model):
    period = ReportingPeriod.objects.select_related("province").get(code=NTM)
    commune = communes_of(period).get(name="Mường Sai")
    staff = django_user_model.objects.get(username="sonla.vanphong")
    edit = Edit(commune.pk, "c2", 1, text="1")
    save_edits(sheet=open_sheet(period, "province"), user=staff, edits=[edit], today=TODAY)
    assert enter_demo_results(TODAY) == 0
    assert met(NTM)["Mường Sai"] == (14, 5, 2)


@pytest.mark.parametrize(
    ("code", "communes", "districts", "criteria", "indicators"),
    [
        ("6-thang-2022", 115, 10, 19, 57),
        ("6-thang-2026", 42, 0, 10, 0),
        (NTM, 188, 12, 19, 57),
        (ADVANCED, 188, 12, 19, 75),
    ],
)
def test_periods_have_their_units_and_columns(entered, code, communes, districts, criteria, indicators):
    period = ReportingPeriod.objects.get(code=code)
    rows = list(communes_of(period))
    sheet = open_sheet(period, period.official_stage)
    assert (
        len(rows),
        len({row.district_id for row in rows} - {None}),
        len(sheet.criteria),
        len(sheet.indicators),
    ) == (communes, districts, criteria, indicators)


@pytest.mark.parametrize(("who", "code"), [("dienbien.sogtvt", "6-thang-2022"), ("sonla.sogtvt", NTM)])
def test_departments_have_their_turn(entered, django_user_model, who, code):
    period = ReportingPeriod.objects.get(code=code)
    sheet = open_sheet(period, "department")
    rights = entry_rights(django_user_model.objects.get(username=who), period, "department")
    first = communes_of(period)[0].pk
    led = [one.number for one in sheet.criteria if rights.allows(first, sheet.criterion_of(one.key))]
    assert (led, len(rights.departments)) == (["2"], communes_of(period).count())
