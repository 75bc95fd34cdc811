"""Parts of an indicator on the pages: written in the grid, shown, kept in the history; and stored wrongly."""

import json
from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import FigureChange
from criteria.models import Indicator, Result, Threshold
from tests.factories import make_indicators, make_period

from .grids import DAY, address, put

PARTS = [
    {"key": "a", "name": "nước máy", "kind": "percentage", "unit": "%"},
    {"key": "c", "name": "số trường", "kind": "count", "unit": "trường"},
]
LEVELS = [{"part": "a", "comparison": ">=", "threshold": "30", "condition": "c > 3"}]
COPIED = ("indicator", "scope", "comparison", "value", "value_text", "provenance")
TEXT = "95 Đ; a) 45/60; c) 4"
REACHED = "95 ≥ 90%; a) 45/60 = 75 ≥ 30% (Trung du miền núi phía Bắc)"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)


@pytest.fixture
def water(world) -> Indicator:
    (indicator,) = make_indicators(world.criteria[16], [("17.1", "percentage")], parts=PARTS)
    return indicator


@pytest.fixture
def level(water) -> Threshold:
    return Threshold.objects.create(
        indicator=water,
        scope="TDMNPB",
        comparison=">=",
        value=90,
        value_text="90",
        parts=LEVELS,
        provenance="verified",
        valid_from=date(2022, 3, 8),
    )


@pytest.fixture
def period(world, level):
    return make_period(world)


def pages(world, period):
    """Every page that shows levels or figures of the sheet."""
    names = ("grid", "proposals", "proposals_xlsx", "sheet")
    found = [address(name, period, "district") for name in names]
    found += [address("grid", period, "district") + "?bang=17"]
    found += [address("cell", period, "district", "90101", key) for key in ("i17.1", "c17")]
    where = [world.province.code, period.code]
    found += [reverse(f"reports:{name}", args=where) for name in ("results", "results_nearly")]
    found += [reverse("reports:results_commune", args=[*where, "90101"]) + "?mo=het"]
    return [*found, reverse("criteria:levels", args=[world.province.code, world.criteria_set.code])]


def save(client, period, text):
    edit = {"commune": "90101", "key": "i17.1", "version": 0, "text": text}
    body = json.dumps({"edits": [edit]})
    answer = client.post(address("save", period, "district"), body, content_type="application/json")
    return answer.json()["outcomes"][0]


def test_parts_typed_into_the_grid_are_stored_in_their_one_spelling(client, cast, period):
    client.force_login(cast.officer)
    outcome = save(client, period, "95% đạt; C) 4; a) 45/60")
    assert (outcome["status"], outcome["text"]) == ("saved", TEXT)
    row = Result.objects.get()
    assert (row.value, row.state, row.parts) == (95, "met", "a) 45/60; c) 4")
    assert list(FigureChange.objects.values_list("key", "old", "new")) == [("i17.1", "", TEXT)]


def test_parts_that_cannot_be_read_are_refused_with_their_names(client, cast, period):
    client.force_login(cast.officer)
    outcome = save(client, period, "95; b) 1")
    assert outcome["status"] == "refused"
    assert outcome["message"] == (
        "Phần b) không có trong chỉ tiêu. Các phần của 17.1: a) nước máy; c) số trường."
    )


def test_parts_are_on_the_grid_the_panel_the_commune_and_the_history(client, world, cast, period):
    put(cast.officer, period, "district", **{"i17.1_90101": TEXT})
    client.force_login(cast.staff)
    where = reverse("reports:results_commune", args=[world.province.code, period.code, "90101"])
    told = [f"{where}?mo=het", address("grid", period, "district") + "?bang=17"]
    shown = [client.get(url).content.decode() for url in told]
    assert [(TEXT in page, REACHED in page) for page in shown] == [(True, True), (True, True)]
    assert TEXT in client.get(reverse("reports:history")).content.decode()


WRONG = [{}, "a", [1], [{"part": "a"}], [{"part": "a", "comparison": ">=", "condition": "c ? 3"}]]


@pytest.mark.parametrize("wrong", WRONG)
def test_no_page_breaks_where_levels_are_stored_wrongly(client, world, cast, period, level, wrong):
    put(cast.officer, period, "district", **{"i17.1_90101": TEXT})
    Threshold.objects.filter(pk=level.pk).update(parts=wrong)
    client.force_login(cast.staff)
    assert {url: client.get(url).status_code for url in pages(world, period)} == dict.fromkeys(
        pages(world, period), 200
    )


@pytest.mark.parametrize("wrong", [{}, "a", [1], [{"key": "a"}], [{"key": "a", "name": "x", "kind": "y"}]])
def test_no_page_breaks_where_parts_are_stored_wrongly(client, world, cast, period, water, wrong):
    put(cast.officer, period, "district", **{"i17.1_90101": TEXT})
    Indicator.objects.filter(pk=water.pk).update(parts=wrong)
    client.force_login(cast.staff)
    assert {url: client.get(url).status_code for url in pages(world, period)} == dict.fromkeys(
        pages(world, period), 200
    )


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ("[]", None),
        (json.dumps(LEVELS), None),
        ('[{"part": "b", "comparison": ">=", "threshold": "1"}]', "Chỉ tiêu không có phần b)."),
        ('[{"part": "a", "comparison": "dat"}]', "Phần a) là số hay mức độ: dùng >= hoặc <=."),
        ('[{"part": "a", "comparison": ">=", "condition": "c>3"}]', "Điều kiện “c>3” không đúng: ghi như"),
        ("{}", "Các phần phải là một danh sách [{…}, {…}]."),
    ],
)
def test_admin_refuses_levels_of_parts_that_cannot_be_read(admin, level, parts, said):
    url = reverse("admin:criteria_threshold_change", args=[level.pk])
    data = {"comparison": ">=", "value": "90", "value_text": "90", "provenance": "verified", "parts": parts}
    answer = admin.post(url, data)
    errors = [] if answer.status_code == 302 else answer.context["adminform"].form.errors["parts"]
    assert [said in error for error in errors] == ([True] if said else [])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (json.dumps(PARTS), None),
        ('[{"key": "A", "name": "x", "kind": "count"}]', "“key” của phần là một chữ thường"),
        ('[{"key": "a", "name": "x", "kind": "text"}]', "Phần a): “kind” phải là một trong"),
        ('[{"key": "a", "name": "x", "kind": "count", "ten": ""}]', "Không có mục “ten”"),
    ],
)
def test_admin_refuses_parts_of_an_indicator_that_cannot_be_read(admin, water, parts, said):
    url = reverse("admin:criteria_indicator_change", args=[water.pk])
    data = {"name": "x", "kind": "percentage", "unit": "%", "position": "1", "parts": parts}
    answer = admin.post(url, data)
    errors = [] if answer.status_code == 302 else answer.context["adminform"].form.errors["parts"]
    assert [said in error for error in errors] == ([True] if said else [])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"scope": "TDMNPB"}, []),
        ({"scope": "nhom_3"}, []),
        ({"scope": "VUNG-MOI"}, []),  # of a province
        ({"scope": "TDMNBP"}, ["scope"]),
        ({"value": 100}, []),
        ({"value": "100.5"}, ["value"]),
        ({"value": -1}, ["value"]),
        ({"value": None}, []),
    ],
)
def test_level_that_never_counts_or_cannot_be_is_refused(world, level, fields, wrong):
    type(world.other_province).objects.filter(pk=world.other_province.pk).update(region="VUNG-MOI")
    row = Threshold(**{name: getattr(level, name) for name in COPIED} | {"valid_from": DAY} | fields)
    with nullcontext() if not wrong else pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert list(caught.value.message_dict if wrong else []) == wrong
