"""Recognition beside results and targets: both are shown, neither changes the other."""

from datetime import date

import pytest
from django.urls import reverse

from criteria.domain.stages import Action
from criteria.models import Criterion, Recognition, Result
from criteria.services.submissions import Unit
from tests.factories import make_free_commune, make_period, make_recognition, move_submission
from tests.reports.sheets import enter

ENDED = {"state": "revoked", "ended_number": "7/QĐ", "ended_on": date(2022, 1, 5)}
LATER = ENDED | {"ended_on": date(2022, 9, 1)}


def marks(met, empty=0):
    """That many met, the rest not, the last ones without data."""
    return {f"c{number}": "1" if number <= met else "0" for number in range(1, 20 - empty)}


@pytest.fixture
def period(world):
    Criterion.objects.filter(criteria_set=world.criteria_set, number="19").update(key_for_revocation=True)
    return make_period(world)


@pytest.fixture
def get(client, world, period, cast):
    def get(name, *args, user=cast.staff, **query):
        client.force_login(user)
        return client.get(reverse(f"reports:{name}", args=["91", "6-thang-2022", *args]), query)

    return get


@pytest.mark.parametrize(
    ("met", "empty", "recognised", "said"),
    [
        (19, 0, None, "waiting"),
        (19, 0, {}, ""),
        (19, 0, ENDED, "waiting"),
        (19, 0, {"level": "co_ban"}, "waiting"),
        (19, 0, {"level": "nang_cao"}, ""),  # which stands above
        (19, 0, {"decided_on": date(2022, 9, 1), "year": 2022}, ""),  # came after these figures
        (17, 0, {}, "lost"),
        (17, 0, {"decided_on": date(2022, 9, 1), "year": 2022}, ""),
        (17, 0, ENDED, ""),
        (13, 0, LATER, ""),  # revoked since
        (13, 0, {"level": "nang_cao"}, "lost"),  # the hint goes by the criteria of its own set
        (17, 0, None, ""),
        (15, 4, {}, ""),  # what nobody judged says nothing
        (13, 0, {}, "hint"),
        (13, 0, {"level": "co_ban"}, ""),
    ],
)
def test_where_register_and_evaluation_disagree(get, world, cast, period, met, empty, recognised, said):
    enter(period, world.communes[0], cast.officer, **marks(met, empty))
    if recognised is not None:
        make_recognition(world.communes[0], cast.staff, **recognised)
    found = get("results_commune", "90101").context["beside"]
    told = {"waiting": found.waiting, "lost": bool(found.lost) and not found.hint, "hint": bool(found.hint)}
    assert [name for name, holds in told.items() if holds] == ([said] if said else [])


def test_both_are_shown_and_neither_changes_the_other(get, world, cast, period):
    enter(period, world.communes[0], cast.officer, **marks(17))
    make_recognition(world.communes[0], cast.staff)
    page = get("results_commune", "90101").text
    assert "<b>17/19</b>" in page
    assert "đạt chuẩn nông thôn mới năm 2021" in page
    assert (
        "Xã còn công nhận số 1234/QĐ-UBND, kết quả 6 tháng đầu năm 2022 là 17/19 tiêu chí (số liệu tạm)"
        in page
    )
    assert Recognition.objects.get().state == "valid"
    assert Result.objects.filter(indicator=None, state="met").count() == 17


def test_hint_names_figures_and_that_they_may_change(get, world, cast, period):
    enter(period, world.communes[0], cast.officer, **marks(13))
    make_recognition(world.communes[0], cast.staff)
    hint = (
        "6 tháng đầu năm 2022 có 6/19 tiêu chí chưa đạt, có TC 19 (số liệu tạm): đến mức Quyết định 18/2022"
    )
    assert hint in get("results_commune", "90101").text
    unit = Unit(district_id=world.north.pk)
    for action in (Action.SEND, Action.LOCK):
        move_submission(period=period, stage="district", unit=unit, action=action, user=cast.staff)
    assert hint.replace(" (số liệu tạm)", "") in get("results_commune", "90101").text


def test_figures_of_another_step_are_never_final(get, world, cast, period):
    enter(period, world.communes[0], cast.officer, **marks(13))
    make_recognition(world.communes[0], cast.staff)
    page = get("results_commune", "90101", **{"giai-doan": "province"})
    assert page.context["beside"].hint is None  # nobody entered anything there
    assert page.context["beside"].provisional


def test_new_commune_tells_of_those_it_was_formed_from(client, get, world, cast):
    old = world.communes[0]
    make_recognition(old, cast.staff)
    type(old).objects.filter(pk=old.pk).update(valid_to=date(2025, 6, 30))
    new = make_free_commune(world, "90901", valid_from=date(2025, 7, 1))
    new.predecessors.add(old)
    days = {"first_day": date(2025, 12, 15), "last_day": date(2026, 6, 14), "opens_on": date(2026, 6, 1)}
    make_period(world, code="moi", due_on=date(2026, 6, 25), closes_on=None, **days)
    page = client.get(reverse("reports:results_commune", args=["91", "moi", "90901"]))
    assert page.status_code == 302  # nobody is logged in
    client.force_login(cast.staff)
    page = client.get(reverse("reports:results_commune", args=["91", "moi", "90901"]))
    told = page.context["beside"]
    assert (told.record.rows, told.record.level, [row.commune for row in told.record.earlier]) == (
        [],
        None,
        [old],
    )
    assert "Xã hình thành từ các xã đã được công nhận" in page.text


def test_plans_page_of_the_commune_tells_it_too(client, world, cast):
    make_recognition(world.communes[0], cast.staff)
    client.force_login(cast.leader)
    page = client.get(reverse("reports:commune", args=[world.plan.slug, "90101"])).text
    assert "đạt chuẩn nông thôn mới năm 2021" in page


def test_summary_counts_recognised_beside_those_that_meet_all(get, world, cast, period):
    first, second, third, _ = world.communes
    enter(period, first, cast.officer, **marks(19))
    make_recognition(first, cast.staff)
    make_recognition(first, cast.staff, level="nang_cao", number="55/QĐ")
    make_recognition(second, cast.staff)
    make_recognition(third, cast.staff, level="co_ban")
    make_recognition(world.communes[3], cast.staff, decided_on=date(2022, 6, 15), year=2022)
    page = get("results")
    assert (page.context["recognised"].total, page.context["recognised"].told) == (
        2,
        "1 đạt chuẩn nông thôn mới, 1 nông thôn mới nâng cao",
    )
    assert "Đánh giá: <b>1 xã</b> đạt đủ 19 tiêu chí" in page.text
    assert get("results_district", "901", user=cast.officer).context["recognised"].total == 2
    assert "sổ chưa có xã nào" in get("results_district", "902").text
