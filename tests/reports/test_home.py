from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from plans.models import Annex, Plan, PlanTask
from plans.services.tasks import Mark, Word, mark_done
from plans.services.uploads import receive_upload
from tests.factories import make_annex
from tests.reports.sheets import bring, two_districts


def home(client, user):
    client.force_login(user)
    return client.get(reverse("reports:home"))


@pytest.fixture
def stored(world, cast):
    return bring(world.annex, two_districts()[:3], cast.officer)


def test_staff_see_who_has_uploaded_the_emptiest_first(client, world, cast, stored):
    states = home(client, cast.staff).context["table"].data.data
    assert [(one.line.title, one.standing.name, one.left_out) for one in states] == [
        ("Huyện Tủa Xanh", "NOTHING", None),
        ("Huyện Mường Đông", "ALL", 0),
    ]
    assert (states[1].version.changeset.user, states[0].version) == (cast.officer, None)


def test_staff_see_files_that_were_not_stored(client, world, cast, stored):
    upload, _ = receive_upload(annex=world.annex, user=cast.officer, name="hỏng.xlsx", data=b"PK")
    states = home(client, cast.staff).context["table"].data.data
    assert [one.attempt for one in states] == [None, upload]


def test_stored_file_covers_an_older_attempt(client, world, cast):
    receive_upload(annex=world.annex, user=cast.officer, name="hỏng.xlsx", data=b"PK")
    bring(world.annex, two_districts()[:3], cast.officer)
    states = home(client, cast.staff).context["table"].data.data
    assert [one.attempt for one in states] == [None, None]


def test_staff_are_told_what_is_overdue(client, world, cast, stored):
    Plan.objects.update(state="issued")
    given = {"plan": world.plan, "annex": world.annex, "position": 1, "title": "Đề án"}
    PlanTask.objects.create(line="1", due_to=date(2022, 9, 30), **given)
    PlanTask.objects.create(line="2", due_to=date(2999, 9, 30), **given)
    PlanTask.objects.create(line="3", due_to=localdate(), **given)
    marked = PlanTask.objects.create(line="4", due_to=date(2022, 9, 30), **given)
    mark_done(task=marked, mark=Mark(date(2022, 9, 1)), by=Word(cast.staff, 0))
    PlanTask.objects.create(line="5", due_to=date(2022, 9, 30), done_as_printed=True, **given)
    page = home(client, cast.staff)
    assert "<strong>1</strong> việc quá hạn</a>" in page.text
    assert "<strong>1</strong> việc đến hạn quý này</a>" in page.text


def test_without_tasks_nothing_is_said_of_them(client, world, cast, stored):
    assert "quá hạn</a>" not in home(client, cast.staff).text


def test_officer_sees_own_communes_and_files(client, world, cast, stored):
    page = home(client, cast.officer)
    area = page.context["area"]
    assert [(one.unit.name, one.met) for one in area.communes] == [("Ẳng Cang", 19), ("Nà Tấu", 9)]
    assert [row.record for row in page.context["table"].rows] == [stored]
    arguments = [world.plan.slug, world.annex.code]
    assert [reverse(f"plans:{name}", args=arguments) in page.text for name in ("template", "upload_new")] == [
        True,
        True,
    ]


def test_officer_is_offered_the_annexes_of_units_only(client, world, cast, stored):
    for code in ("yearly-targets", "commune-gaps-ntm"):
        make_annex(world.plan, code, label=code)
    page = home(client, cast.officer)
    assert [annex.code for annex in page.context["annexes"]] == ["criteria-matrix", "commune-gaps-ntm"]
    assert page.text.count("Điền 1 (đạt)") == 1


def test_officer_is_offered_what_a_plan_without_matrix_asks_of_districts(client, world, cast):
    Annex.objects.update(code="commune-gaps-ntm")
    page = home(client, cast.officer)
    assert reverse("plans:upload_new", args=[world.plan.slug, "commune-gaps-ntm"]) in page.text
    assert "Số liệu là mục tiêu" not in page.text


def test_leader_is_offered_the_annexes_of_a_plan_without_matrix(client, world, cast):
    Annex.objects.update(code="policy-tasks")
    page = home(client, cast.leader).text
    assert reverse("plans:output", args=[world.plan.slug, "policy-tasks", "pdf"]) in page
    Annex.objects.all().delete()
    assert "chưa có biểu nào" in home(client, cast.leader).text


def test_clerk_brings_no_annexes(client, world, cast, stored):
    page = home(client, cast.clerk)
    assert [one.unit.name for one in page.context["area"].communes] == ["Ẳng Cang"]
    assert reverse("plans:upload_new", args=[world.plan.slug, world.annex.code]) not in page.text


@pytest.mark.parametrize(
    ("who", "total", "has_table"), [("leader", 28, True), ("district_leader", 28, False)]
)
def test_leader_sees_the_sums_of_the_own_area(client, world, cast, stored, who, total, has_table):
    context = home(client, getattr(cast, who)).context
    assert (context["area"].summary.total, "table" in context) == (total, has_table)


def test_home_without_plan_says_what_comes(client, world, cast):
    world.plan.delete()
    assert home(client, cast.staff).status_code == 200
    assert home(client, cast.outsider).templates[0].name == "reports/home_empty.html"


def test_other_province_sees_nothing_of_it(client, world, cast, stored):
    assert "Hồng Lam" not in home(client, cast.outsider).text
