"""The commands over the units the program ships."""

import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from communes.services import load_units
from criteria.services.sets import load_criteria
from plans.models import AnnexVersion, CommuneTarget, Plan, Upload
from plans.services.plans import load_seed_plans
from tests.factories import make_period
from tests.plans.dien_bien import printed_workbook, readable_rows
from tests.reports.sheets import enter

PLAN = "dien-bien-2022-1986"


@pytest.fixture
def reference(db):
    load_units(settings.FIXTURES_DIR / "units")
    load_criteria(settings.FIXTURES_DIR / "criteria")


def run(name, *args):
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def summarize(*args):
    return json.loads(run("summarize", "--province", "11", "--plan", PLAN, "--json", *args))


def test_summary_of_the_readable_rows(reference, tmp_path):
    load_seed_plans()
    path = tmp_path / "biểu 02.xlsx"
    printed_workbook(readable_rows()).save(path)
    run("import_annex", str(path), "--annex", "criteria-matrix", "--plan", PLAN)
    told = summarize()
    figures = ("communes", "with_data", "total", "average")
    found = {one["name"]: tuple(one[key] for key in figures) for one in told["districts"] if one["with_data"]}
    assert found == {
        "Mường Chà": (11, 10, 149, "14.9"),
        "Tủa Chùa": (11, 11, 146, "13.27"),
        "Mường Ảng": (9, 9, 136, "15.11"),
        "Nậm Pồ": (15, 15, 203, "13.53"),
        "Mường Nhé": (11, 3, 42, "14"),
        "Tuần Giáo": (18, 16, 254, "15.88"),
        "Điện Biên Phủ": (5, 5, 95, "19"),
        "Mường Lay": (1, 1, 19, "19"),
    }
    stated = {one["name"]: one["stated"] for one in told["districts"]}
    assert stated["Nậm Pồ"] == {"result": "210", "average": "14,0"}
    assert (told["communes"], told["with_data"], told["stated"]) == (
        115,
        70,
        {"result": "1.778", "average": "15,46"},
    )
    assert list(told["bands"]) == ["19", "15-18", "10-14", "5-9", "0-4", "no_data"]


def test_summary_of_one_district(reference):
    load_seed_plans()
    told = summarize("--district", "102")
    assert [one["code"] for one in told["districts"]] == ["102"]
    assert told["districts"][0]["bands"]["no_data"] == 9
    assert (told["province"], told["average"]) == ("11", None)


def test_summary_of_a_period(world, cast):
    period = make_period(world)
    first, second, third, _ = world.communes
    enter(period, first, cast.officer, c1="1", c2="1", c3="0")
    enter(period, second, cast.officer, c1="1", c2="CB")
    enter(period, third, cast.staff, stage="province", c1="1")
    told = json.loads(run("summarize", "--province", "91", "--period", period.code, "--json"))
    figures = ("communes", "with_data", "total", "average", "provisional")
    assert [tuple(one[key] for key in figures) for one in (told, *told["districts"])] == [
        (4, 2, 3, "1.5", True),
        (2, 2, 3, "1.5", True),
        (2, 0, 0, None, True),
    ]
    assert (told["province"], told["period"], told["stage"]) == ("91", "6-thang-2022", "district")
    assert told["bands"] == {"19": 0, "15-18": 0, "10-14": 0, "5-9": 0, "0-4": 2, "no_data": 2}
    other = run("summarize", "--province", "91", "--period", period.code, "--stage", "province", "--json")
    assert (json.loads(other)["total"], json.loads(other)["stage"]) == (1, "province")


def test_summary_of_a_period_for_people(world, cast):
    period = make_period(world)
    enter(period, world.communes[0], cast.officer, c1="1", c2="1")
    told = run("summarize", "--province", "91", "--period", period.code, "--district", "901").splitlines()
    assert [line.split()[:10] for line in told[1:]] == [
        ["Huyện", "Mường", "Đông", "2", "1", "2", "2,00", "x", "0", "0"],
        ["Tỉnh", "Hồng", "Lam", "4", "1", "2", "2,00", "x", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--province", "14", "--plan", PLAN], "mã 11"),
        (["--province", "11", "--plan", "khong-co"], "Không có kế hoạch"),
        (["--province", "14", "--plan", "son-la-2023-176"], "không có biểu mục tiêu"),
        (["--province", "11", "--plan", PLAN, "--district", "999"], "Không có huyện nào mã “999”"),
        (["--province", "11", "--period", "2022"], "không có kỳ “2022”"),
        (["--province", "11", "--plan", PLAN, "--stage", "self"], "không có bước đánh giá"),
    ],
)
def test_summarize_refuses(reference, arguments, message):
    load_seed_plans()
    with pytest.raises(CommandError, match=message) as caught:
        run("summarize", *arguments)
    assert caught.value.returncode == 2


def test_demo_has_plans_and_people_but_no_figures(reference):
    told = run("load_demo")
    assert sorted(Plan.objects.values_list("slug", flat=True)) == [PLAN, "son-la-2023-176"]
    assert (Upload.objects.count(), User.objects.filter(is_demo=True).count()) == (
        0,
        told.count("dienbien.") + 9,
    )
    assert told.count("nong-thon-moi-2022") == 1


SON_LA = ("commune-gaps-advanced", "commune-gaps-ntm", "funding", "inspection-schedule", "policy-tasks")


def test_demo_sheets_are_brought_once(reference):
    run("load_demo", "--uploads")
    first = (Upload.objects.count(), AnnexVersion.objects.count(), CommuneTarget.objects.count())
    run("load_demo", "--uploads")
    again = (Upload.objects.count(), AnnexVersion.objects.count(), CommuneTarget.objects.count())
    assert (first, again) == ((10, 10, 29 * 19), (10, 10, 29 * 19))
    bearers = Upload.objects.values_list("user__username", "annex__code", "state")
    assert sorted(bearers) == [
        ("dienbien.muongang", "criteria-matrix", "stored"),
        ("dienbien.nampo", "criteria-matrix", "stored"),
        ("dienbien.thanhpho", "criteria-matrix", "stored"),
        ("dienbien.vanphong", "village-targets", "stored"),
        ("dienbien.vanphong", "yearly-targets", "stored"),
        *(("sonla.vanphong", code, "stored") for code in SON_LA),
    ]


def test_demo_refuses_where_people_work(reference):
    User.objects.create(username="that", full_name="Người thật")
    with pytest.raises(CommandError, match="Đã có người dùng thật"):
        run("load_demo")
    assert run("load_demo", "--optional") == "Đã có người dùng thật nên không nạp dữ liệu dùng thử.\n"
    assert Plan.objects.count() == 0


def test_demo_needs_the_reference_data(db):
    with pytest.raises(CommandError, match="load_reference"):
        run("load_demo")


def test_workbook_to_try_is_the_printed_sheet(reference):
    load_seed_plans()
    path = settings.FIXTURES_DIR / "demo" / "bieu-02-dien-bien.xlsx"
    told = run("import_annex", str(path), "--annex", "criteria-matrix", "--plan", PLAN, "--json")
    counts = json.loads(told)["counts"]
    assert (counts["rows"], counts["new"], counts["refused"], counts["asked"]) == (70, 70, 0, 0)


def test_annexes_of_the_whole_plan_are_those_that_were_issued(reference):
    run("load_demo", "--uploads")
    first = dict(AnnexVersion.objects.values_list("annex__plan__slug", "frozen_at"))
    run("load_demo", "--uploads")
    assert dict(AnnexVersion.objects.values_list("annex__plan__slug", "frozen_at")) == first
    assert (bool(first["son-la-2023-176"]), first[PLAN]) == (True, None)
