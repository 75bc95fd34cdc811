"""The endpoint of the entry grid: what is taken, what is refused, and in which words it answers."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Changeset, FigureChange
from criteria.domain.stages import Action
from criteria.models import RemainingWork, Result, Submission
from criteria.services.submissions import Unit
from tests.factories import make_free_commune, make_indicators, make_period, move_submission

from .grids import DAY, address, put


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    return make_period(world)


@pytest.fixture
def post(client, cast, period):
    """``post("officer", [edit, …])``: the answer."""

    def post(who, edits, stage="district", **more):
        client.force_login(getattr(cast, who))
        body = json.dumps({"edits": edits} | more)
        return client.post(address("save", period, stage), body, content_type="application/json")

    return post


def edit(commune="90101", key="c1", version=0, **parts):
    return {"commune": commune, "key": key, "version": version, **parts}


def outcomes(answer):
    """As the tests below look at them: what is proposed has tests of its own in test_grid_verdicts.py."""
    judged = ("told", "verdicts")
    return [
        {name: value for name, value in one.items() if name not in judged}
        for one in answer.json()["outcomes"]
    ]


def outcome(commune="90101", key="c1", status="saved", **parts):
    blank = {"text": "", "version": 0, "state": "no_data", "has": False, "has_note": False}
    blank |= {"message": "", "code": "", "by": "", "at": ""}
    return {"commune": commune, "key": key, "status": status} | blank | parts


def test_stores_and_tells(post, cast):
    answer = post("officer", [edit(text="đạt"), edit(key="i2.1", text="45/60 cđ"), edit("90102", text=" ")])
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    assert outcomes(answer) == [
        outcome(text="1", version=1, state="met", has=True),
        outcome(key="i2.1", text="45/60 CĐ", version=1, state="not_met", has=True),
        outcome("90102", status="same"),
    ]
    changeset = Changeset.objects.get()
    assert (changeset.user, changeset.channel, changeset.address) == (cast.officer, "browser", "127.0.0.1")
    assert list(changeset.changes.order_by("pk").values_list("key", "old", "new")) == [
        ("c1", "", "1"), ("i2.1", "", "45/60 CĐ"),
    ]  # fmt: skip


def test_note_and_remaining_work_are_parts_of_the_cell(post):
    works = [
        {"text": "Cứng hóa đường bản", "quantity": "6,2", "unit": "km", "funded": "2"},
        {"text": "", "quantity": "", "unit": "", "funded": ""},
    ]
    (told,) = outcomes(post("officer", [edit(note="Đường liên bản Ẳng Cang", works=works)]))
    assert told == outcome(version=1, has_note=True)
    assert str(RemainingWork.objects.get()) == "Cứng hóa đường bản"
    (told,) = outcomes(post("officer", [edit(version=1, text="0")]))
    assert told == outcome(text="0", version=2, state="not_met", has=True, has_note=True)
    (told,) = outcomes(post("officer", [edit(version=2, note="", works=[])]))
    assert told == outcome(text="0", version=3, state="not_met", has=True)
    assert RemainingWork.objects.count() == 0


def test_remaining_work_alone_marks_the_cell(post):
    post("officer", [edit(works=[{"text": "Xây nhà văn hóa"}])])
    (told,) = outcomes(post("officer", [edit(version=1, text="0")]))
    assert told["has_note"] is True


def test_bad_figures_are_refused_by_themselves(post):
    edits = [
        edit(version=3, text="mười"),
        edit(key="c2", text="1"),
        edit(key="c3", text="1", works=[{"text": "Cứng hóa", "quantity": "2", "funded": "3"}]),
        edit(key="c4", note="x" * 2001),
    ]
    told = outcomes(post("officer", edits))
    assert [(one["status"], one["code"], one["version"]) for one in told] == [
        ("refused", "bad-mark", 3), ("saved", "", 1),
        ("refused", "out-of-range", 0), ("refused", "out-of-range", 0),
    ]  # fmt: skip
    assert told[0]["message"].startswith("Không hiểu “mười”.")
    assert told[2]["message"] == "Phần đã bố trí vốn không được lớn hơn khối lượng còn lại."
    assert list(Result.objects.values_list("key", flat=True)) == ["c2"]


@pytest.mark.parametrize(
    ("who", "stage", "wanted"),
    [
        ("officer", "district", {"commune": "90201"}),
        ("officer", "district", {"commune": "91101"}),
        ("officer", "district", {"commune": "00000"}),
        ("officer", "district", {"key": "c99"}),
        ("officer", "province", {}),
        ("clerk", "district", {}),
        ("leader", "district", {}),
        ("department", "department", {"key": "c1"}),
    ],
)
def test_what_is_not_yours(post, cast, period, who, stage, wanted):
    put(cast.staff, period, stage, c1_90201="1", c1_90101="1")
    (told,) = outcomes(post(who, [edit(**{"version": 1, "text": "0"} | wanted)], stage))
    told.pop("commune"), told.pop("key")
    message = "Bạn không được nhập số liệu này."
    blank = outcome(status="refused", code="not-allowed", message=message, version=1)
    assert told == {name: value for name, value in blank.items() if name not in ("commune", "key")}


def test_two_unknown_communes_are_two(post):
    told = outcomes(post("officer", [edit("1", text="1"), edit("2", text="1"), edit(text="1")]))
    assert [(one["commune"], one["status"]) for one in told] == [
        ("1", "refused"), ("2", "refused"), ("90101", "saved"),
    ]  # fmt: skip


def test_the_second_person_is_told_who_and_when(post):
    post("staff", [edit(text="CB", note="Chờ thẩm tra")])
    (told,) = outcomes(post("officer", [edit(text="1")]))
    at = told.pop("at")
    assert re.fullmatch(r"\d\d:\d\d \d\d/\d\d/\d{4}", at)
    wanted = outcome(
        status="conflict", text="CB", version=1, state="basically_met", has=True, has_note=True, by="staff"
    )
    wanted.pop("at")
    assert told == wanted


def test_a_batch_sent_again_is_the_same(post):
    batch = [edit(text="1"), edit("90102", text="0", note="x")]
    post("officer", batch)
    told = outcomes(post("officer", batch))
    assert [(one["status"], one["version"]) for one in told] == [("same", 1), ("same", 1)]
    assert Changeset.objects.count() == 1


def test_sent_district_tells_what_is_stored(post, cast, world, period):
    post("officer", [edit(text="1")])
    unit = Unit(district_id=world.north.pk)
    move_submission(period=period, stage="district", unit=unit, action=Action.SEND, user=cast.officer)
    told = outcomes(post("officer", [edit(version=1, text="0"), edit("90102", text="1")]))
    message = "Số liệu đã gửi hoặc đã chốt: muốn sửa thì cần được trả lại."
    assert told == [
        outcome(status="closed", text="1", version=1, state="met", has=True, message=message),
        outcome("90102", status="closed", message=message),
    ]


def test_closed_period_tells_what_is_stored(post, monkeypatch):
    post("officer", [edit(text="1")])
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: date(2022, 7, 16))
    told = outcomes(post("officer", [edit(version=1, text="0"), edit("90201", text="0")]))
    message = "Kỳ 6 tháng đầu năm 2022 đã đóng sau ngày 15/07/2022."
    assert told[0] == outcome(status="closed", text="1", version=1, state="met", has=True, message=message)
    assert (told[1]["status"], told[1]["code"], told[1]["text"]) == ("refused", "not-allowed", "")


TWICE = [edit(text="1"), edit(note="x")]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "không phải JSON",
        "\xff",
        "[]",
        "null",
        '"edits"',
        "{}",
        '{"edits": {}}',
        '{"edits": [1]}',
        '{"edits": [{}]}',
        '{"user": 1, "edits": []}',
        "[" * 100_000,
        '{"edits": [{"commune": "90101", "key": "c1", "version": "0"}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": true}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": -1}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 1.5}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 99999999999}]}',
        '{"edits": [{"commune": 90101, "key": "c1", "version": 0}]}',
        '{"edits": [{"commune": "", "key": "c1", "version": 0}]}',
        '{"edits": [{"commune": "90101", "key": null, "version": 0}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "text": 1}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "note": []}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "note": "\\u0000"}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "note": "\\ud800"}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "works": "x"}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "works": [1]}]}',
        '{"edits": [{"commune": "90101", "key": "c1", "version": 0, "works": [{"text": 1}]}]}',
        json.dumps({"edits": [edit(text="x" * 5001)]}),
        json.dumps({"edits": TWICE}),
        json.dumps({"edits": [edit(str(number)) for number in range(2001)]}),
    ],
    ids=lambda body: body[:40],
)
def test_malformed(client, cast, period, body):
    client.force_login(cast.officer)
    data = body.encode("latin-1") if body == "\xff" else body
    answer = client.post(address("save", period, "district"), data, content_type="application/json")
    assert (answer.status_code, list(answer.json()), Result.objects.count()) == (400, ["message"], 0)


def test_nothing_to_store(post):
    assert outcomes(post("officer", [])) == []


def test_logged_out(client, period):
    answer = client.post(address("save", period, "district"), "{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (
        401, {"message": "Bạn đã đăng xuất. Hãy đăng nhập lại để lưu."},
    )  # fmt: skip


def test_edits_kept_for_somebody_else(post, cast):
    answer = post("officer", [edit(text="1")], user=str(cast.staff.pk))
    assert (answer.status_code, Result.objects.count()) == (401, 0)
    assert post("officer", [edit(text="1")], user=str(cast.officer.pk)).status_code == 200


def test_sheets_of_others_do_not_exist(post, client, cast, period):
    assert post("outsider", [edit(text="1")]).status_code == 404
    assert post("officer", [edit(text="1")], stage="official").status_code == 404
    client.force_login(cast.officer)
    assert client.get(address("save", period, "district")).status_code == 405


def test_needs_the_token(cast, period):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    answer = client.post(address("save", period, "district"), "{}", content_type="application/json")
    assert answer.status_code == 403


def test_queries_do_not_grow(client, cast, period):
    client.force_login(cast.officer)
    count(client, period, [edit(text="1")])  # the district has a state from now on
    small = count(client, period, [edit(version=1, text="CB")])
    block = [
        edit(commune, f"c{number}", text="0") for commune in ("90101", "90102") for number in range(2, 20)
    ]
    assert (small, count(client, period, block), FigureChange.objects.count()) == (20, 20, 38)


def test_queries_do_not_grow_with_the_units(client, cast, world, period):
    """Each commune without a district is sent by itself, and at this stage by criterion."""
    client.force_login(cast.staff)
    small = count(client, period, [edit(text="1")], "department")
    free = [make_free_commune(world, f"9090{number}").code for number in range(2)]
    block = [edit(commune, f"c{number}", text="0") for commune in free for number in range(1, 20)]
    assert (small, count(client, period, block, "department")) == (22, 22)
    assert Submission.objects.count() == 1 + 2 * 19


def count(client, period, edits, stage="district"):
    body = json.dumps({"edits": edits})
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address("save", period, stage), body, content_type="application/json")
    assert {one["status"] for one in answer.json()["outcomes"]} == {"saved"}
    return len(queries)
