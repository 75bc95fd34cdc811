"""Periods are data: proposed, typed dd/mm/yyyy, changed as far as their results allow, recorded."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Changeset, FigureChange
from criteria.domain.stages import Action
from criteria.models import ReportingPeriod, Submission
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import make_criteria_set, make_free_commune, make_period, move_submission

DAY = date(2022, 6, 20)
TYPED = {
    "kind": "quarter",
    "name": "quý III/2022",
    "code": "quy-3-2022",
    "official_stage": "district",
    "first_day": "15/06/2022",
    "last_day": "14/9/2022",
    "opens_on": "01/09/2022",
    "due_on": "25.09.2022",
    "closes_on": "",
}


@pytest.fixture
def typed(world):
    return TYPED | {"province": world.province.pk, "criteria_set": world.criteria_set.pk}


def test_form_starts_with_the_days_of_the_decree(client, cast, world):
    make_period(world, code="quy-3-2022", official_stage="province")
    client.force_login(cast.staff)
    page = client.get(reverse("criteria:period_new"), {"loai": "quarter", "nam": "2022", "so": "3"})
    shown = {name: page.context["form"][name].value() for name in ("name", "code", "official_stage")}
    assert shown == {"name": "quý III/2022", "code": "quy-3-2022-2", "official_stage": "province"}
    days = [page.context["form"][name].value() for name in ("first_day", "last_day", "opens_on", "due_on")]
    assert days == [date(2022, 6, 15), date(2022, 9, 14), date(2022, 9, 1), date(2022, 9, 25)]
    assert 'value="14/09/2022"' in page.text
    assert page.context["form"]["criteria_set"].value() == world.criteria_set.pk


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"loai": "quarter", "nam": "2022", "so": "5"}, "so"),
        ({"loai": "up_to", "nam": "2022"}, "den"),
        ({"loai": "up_to", "nam": "2022", "den": "31/31/2022"}, "den"),
        ({"loai": "year", "nam": "22"}, "nam"),
    ],
)
def test_bad_choice_is_said_at_its_field(client, cast, asked, field):
    client.force_login(cast.staff)
    page = client.get(reverse("criteria:period_new"), asked)
    assert (page.status_code, list(page.context["asked"].errors)) == (422, [field])


def test_new_period_is_stored_and_recorded(client, cast, typed):
    client.force_login(cast.staff)
    answer = client.post(reverse("criteria:period_new"), typed)
    period = ReportingPeriod.objects.get()
    assert (answer.url, period.last_day, period.due_on) == (
        reverse("criteria:periods"), date(2022, 9, 14), date(2022, 9, 25),
    )  # fmt: skip
    told = FigureChange.objects.get(key="hạn gửi")
    assert (told.old, told.new, told.subject) == ("", "25/09/2022", "period/91/quy-3-2022")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_on": "31/08/2022"}, "__all__"),
        ({"last_day": "01/06/2022"}, "__all__"),
        ({"last_day": "mai"}, "last_day"),
        ({"code": "Quý 3"}, "code"),
        ({"official_stage": "khac"}, "official_stage"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(client, cast, typed, changed, field):
    client.force_login(cast.staff)
    page = client.post(reverse("criteria:period_new"), typed | changed)
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (422, [field])
    assert form["name"].value() == "quý III/2022"


def test_code_once_in_a_province(client, cast, world, typed):
    make_period(world, code="quy-3-2022")
    client.force_login(cast.staff)
    page = client.post(reverse("criteria:period_new"), typed)
    assert page.context["form"].non_field_errors() == ["Tỉnh đã có kỳ với mã này."]


def test_other_province_cannot_be_chosen(client, cast, world, typed):
    client.force_login(cast.staff)
    page = client.post(reverse("criteria:period_new"), typed | {"province": world.other_province.pk})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["province"])


@pytest.fixture
def used(world, cast):
    period = make_period(world)
    edit = Edit(world.communes[0].pk, "c1", 0, text="1")
    save_edits(sheet=open_sheet(period, "self"), user=cast.clerk, edits=[edit], today=DAY)
    return period


def refusals(period, **changed):
    for name, value in changed.items():
        setattr(period, name, value)
    try:
        period.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_period_with_results_keeps_set_province_and_code(used, world):
    other = {"criteria_set": make_criteria_set(5), "province": world.other_province, "code": "khac"}
    assert refusals(used, **other) == {
        "criteria_set": ["Kỳ đã có số liệu nên không đổi được bộ tiêu chí."],
        "province": ["Kỳ đã có số liệu nên không đổi được tỉnh."],
        "code": ["Kỳ đã có số liệu nên không đổi được mã kỳ."],
    }


def test_period_with_results_changes_days_stage_and_name(used):
    assert refusals(used, due_on=date(2022, 6, 30), official_stage="self", name="nửa đầu 2022") == {}


def test_no_unit_with_results_is_lost(used, world):
    world.communes[0].statuses.update(valid_to=date(2022, 6, 20))
    assert refusals(used, last_day=date(2022, 6, 20)) == {}
    words = "Kỳ đã có số liệu của xã Ẳng Cang: vào ngày 21/06/2022 không còn các đơn vị đó, hoặc "
    assert refusals(used, last_day=date(2022, 6, 21)) == {"last_day": [f"{words}xã đã sang huyện khác."]}


def test_no_unit_that_sent_is_lost(world, cast):
    """A commune in no district that sent, though nothing was entered."""
    period, free = make_period(world), make_free_commune(world, name="Na Ư")
    unit = Unit(commune_id=free.pk)
    move_submission(period=period, stage="self", unit=unit, action=Action.SEND, user=cast.staff)
    free.statuses.update(valid_to=date(2022, 6, 20))
    assert list(refusals(period, last_day=date(2022, 7, 1))) == ["last_day"]


def test_edit_page_holds_what_is_fixed(client, cast, used, typed):
    client.force_login(cast.staff)
    url = reverse("criteria:period_edit", args=["91", used.code])
    assert client.post(url, typed | {"first_day": "15/12/2021", "last_day": "14/06/2022"}).status_code == 302
    used.refresh_from_db()
    assert (used.code, used.name, used.due_on) == ("6-thang-2022", "quý III/2022", date(2022, 9, 25))
    told = FigureChange.objects.filter(subject="period/91/6-thang-2022").values_list("key", "old", "new")
    assert ("hạn gửi", "25/06/2022", "25/09/2022") in told


def test_nothing_changed_is_not_recorded(client, cast, world):
    period = make_period(world)
    client.force_login(cast.staff)
    url = reverse("criteria:period_edit", args=["91", period.code])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    days = {name: f"{value:%d/%m/%Y}" for name, value in sent.items() if isinstance(value, date)}
    client.post(url, sent | days)
    assert (FigureChange.objects.count(), Changeset.objects.count()) == (0, 0)


def test_period_without_figures_can_be_taken_back(client, cast, world, used):
    empty = make_period(world, code="nham")
    client.force_login(cast.staff)
    client.post(reverse("criteria:period_delete", args=["91", empty.code]))
    client.post(reverse("criteria:period_delete", args=["91", used.code]))
    assert [period.code for period in ReportingPeriod.objects.all()] == ["6-thang-2022"]
    assert Submission.objects.count() == 1


def test_period_somebody_only_tried_to_enter_into_can_be_taken_back(client, cast, world):
    tried = make_period(world)
    edit = Edit(world.communes[0].pk, "c1", 0, text=" ")
    save_edits(sheet=open_sheet(tried, "district"), user=cast.officer, edits=[edit], today=DAY)
    assert (Submission.objects.count(), tried.has_figures) == (1, False)
    client.force_login(cast.staff)
    client.post(reverse("criteria:period_delete", args=["91", tried.code]))
    assert ReportingPeriod.objects.count() == 0


@pytest.mark.parametrize("more", [0, 3])
def test_list_costs_the_same_for_more_periods(client, cast, world, more, django_assert_num_queries):
    for number in range(more + 1):
        make_period(world, code=f"ky-{number}")
    client.force_login(cast.staff)
    with django_assert_num_queries(5):
        page = client.get(reverse("criteria:periods"))
    assert len(page.context["table"].rows) == more + 1
