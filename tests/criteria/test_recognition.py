"""Writing into the register: one decision for many communes, corrected, ended, deleted; nothing lost."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Changeset, FigureChange
from communes.models import Alias
from criteria.models import Recognition
from criteria.services.recognition_doubts import Doubts
from tests.factories import make_commune, make_criteria_set, make_free_commune, make_recognition

NEW = reverse("criteria:recognition_new")
SENT = {"level": "ntm", "number": "1234/QĐ-UBND", "decided_on": "20/12/2021", "year": "2021"}


@pytest.fixture
def office(client, cast):
    client.force_login(cast.staff)
    return client


def told() -> list[tuple]:
    rows = FigureChange.objects.order_by("pk").values_list("commune__name", "key", "old", "new")
    return list(rows)


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def errors(page) -> dict[str, list[str]]:
    return {name: list(lines) for name, lines in page.context["form"].errors.items()}


def test_one_decision_names_many_communes(office, world):
    sent = SENT | {"signer": "Nguyễn  Văn A", "communes": [world.communes[2].pk], "names": "ang cang, Nà Tấu"}
    answer = office.post(NEW, sent)
    assert (answer.status_code, answer.url) == (302, reverse("criteria:recognitions"))
    rows = Recognition.objects.order_by("commune__code")
    assert [(row.commune.name, row.signer, row.state) for row in rows] == [
        (name, "Nguyễn Văn A", "valid") for name in ("Ẳng Cang", "Nà Tấu", "Đứa Mòn")
    ]
    words = "Quyết định số 1234/QĐ-UBND ngày 20/12/2021; người ký: Nguyễn Văn A; còn hiệu lực"
    assert told() == [(name, "ntm/2021", "", words) for name in ("Đứa Mòn", "Ẳng Cang", "Nà Tấu")]
    (change, *_) = FigureChange.objects.order_by("pk")
    assert (change.subject, change.district, change.changeset.reason) == (
        "recognition/91",
        world.south,
        "Thêm công nhận đạt chuẩn nông thôn mới theo 1234/QĐ-UBND",
    )
    assert FigureChange.objects.values("changeset").distinct().count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"number": " "}, "number"),
        ({"decided_on": "31/12/2008"}, "decided_on"),
        ({"decided_on": "31/02/2021"}, "decided_on"),
        ({"decided_on": f"{localdate() + timedelta(days=1):%d/%m/%Y}"}, "decided_on"),
        ({"year": "2009"}, "year"),
        ({"year": "21"}, "year"),
        ({"level": "kieu_mau"}, "domains"),
        ({"domains": ["du_lich"]}, "domains"),
        ({"level": "khac"}, "level"),
        ({"names": ""}, "names"),
        ({"names": "Hà Nội"}, "names"),
        ({"communes": ["0"]}, "communes"),
        ({"number": "x" * 61}, "number"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(office, world, sent, field):
    page = office.post(NEW, SENT | {"names": "Ẳng Cang", "signer": "A"} | sent)
    assert (page.status_code, list(errors(page))) == (422, [field])
    assert 'value="A"' in page.text
    assert Recognition.objects.count() == 0


def test_set_of_another_tier_is_refused(office, world):
    advanced = make_criteria_set(5)
    type(advanced).objects.filter(pk=advanced.pk).update(tier="nang_cao")
    page = office.post(NEW, SENT | {"names": "Ẳng Cang", "criteria_set": advanced.pk})
    assert errors(page) == {"criteria_set": ["Bộ tiêu chí này là của mức khác."]}


def test_unknown_names_and_towns_are_told_at_their_line(office, world):
    make_commune(world.north, "90103", "Mường Ẳng", type="thi_tran")
    page = office.post(NEW, SENT | {"names": "Ẳng Cang\nHà Nội\nMường Ẳng"})
    assert errors(page) == {
        "names": [
            "Dòng 2: không có xã nào tên “Hà Nội” vào ngày quyết định.",
            "Dòng 3: thị trấn Mường Ẳng không phải là xã, không có công nhận này.",
        ]
    }


def test_doubtful_name_is_asked_and_the_answer_counts(office, world):
    other = make_commune(world.south, "90203", "Nà Tấu")
    sent = SENT | {"names": "Nà Tấu\nĐứa Mòn"}
    page = office.post(NEW, sent)
    (question,) = page.context["form"].questions
    assert question.options == (
        (str(world.communes[1].pk), "Xã Nà Tấu, huyện Mường Đông"),
        (str(other.pk), "Xã Nà Tấu, huyện Tủa Xanh"),
    )
    assert question.field in page.text
    office.post(NEW, sent | {question.field: str(other.pk)})
    assert set(Recognition.objects.values_list("commune", flat=True)) == {other.pk, world.communes[2].pk}


def test_doubtful_name_can_be_left_out(office, world):
    make_commune(world.south, "90203", "Nà Tấu")
    sent = SENT | {"names": "Nà Tấu\nĐứa Mòn"}
    (question,) = office.post(NEW, sent).context["form"].questions
    office.post(NEW, sent | {question.field: "bo"})
    assert [row.commune for row in Recognition.objects.all()] == [world.communes[2]]


def test_one_question_stays_answered_while_another_is_asked(office, world):
    make_commune(world.south, "90203", "Nà Tấu")
    make_commune(world.north, "90104", "Đứa Mòn")
    sent = SENT | {"names": "Nà Tấu\nĐứa Mòn"}
    first, second = office.post(NEW, sent).context["form"].questions
    page = office.post(NEW, sent | {first.field: first.options[0][0]})
    assert page.context["form"].questions == [second]
    assert page.context["form"].answered == [(first.field, first.options[0][0])]


def test_alias_and_name_beside_a_tick_make_one_commune(office, world):
    Alias.objects.create(commune=world.communes[0], name="Ảng Cang")
    sent = SENT | {"communes": [world.communes[0].pk], "names": "Ảng Cang, Ẳng Cang"}
    assert office.post(NEW, sent).status_code == 302
    assert Recognition.objects.count() == 1


def test_commune_of_the_day_of_the_decision(office, world):
    old = world.communes[0]
    type(old).objects.filter(pk=old.pk).update(valid_to=date(2025, 6, 30))
    new = make_free_commune(world, "90101", name="Ẳng Cang", valid_from=date(2025, 7, 1))
    office.post(NEW, SENT | {"names": "Ẳng Cang"})
    office.post(NEW, SENT | {"names": "Ẳng Cang", "decided_on": "20/12/2025", "year": "2025"})
    rows = Recognition.objects.order_by("decided_on")
    assert [row.commune for row in rows] == [old, new]
    page = office.post(NEW, SENT | {"communes": [new.pk]})
    assert errors(page) == {
        "communes": ["Vào ngày 20/12/2021 không có xã Ẳng Cang: bỏ chọn, hoặc xem lại ngày."]
    }


def test_decision_older_than_the_first_units_is_looked_up_on_their_first_day(office, world):
    assert (
        office.post(NEW, SENT | {"names": "Ẳng Cang", "decided_on": "20/12/2012", "year": "2012"}).status_code
        == 302
    )
    (change,) = FigureChange.objects.all()
    assert (change.commune, change.district) == (world.communes[0], world.north)


def test_model_commune_keeps_its_fields(office, world, cast):
    make_recognition(world.communes[0], cast.staff, level="nang_cao")
    sent = SENT | {"level": "kieu_mau", "domains": ["du_lich", "san_xuat"], "names": "Ẳng Cang"}
    office.post(NEW, sent)
    (row,) = Recognition.objects.filter(level="kieu_mau")
    assert row.domain_names == ["sản xuất", "du lịch"]


def test_doubts_are_read_once_and_saved_all_the_same(office, world):
    sent = SENT | {"level": "nang_cao", "year": "2018", "names": "Ẳng Cang"}
    page = office.post(NEW, sent)
    form = page.context["form"]
    assert (page.status_code, form.doubts.warnings) == (
        422,
        (
            "Công nhận cho năm 2018 nhưng quyết định ngày 20/12/2021: xem lại năm và ngày.",
            "Vào ngày quyết định, sổ chưa có công nhận đạt chuẩn nông thôn mới còn hiệu lực của xã Ẳng Cang. "
            "Nếu quyết định trước đó chưa được ghi vào sổ thì cứ lưu, rồi ghi thêm.",
        ),
    )
    assert office.post(NEW, sent | {"seen": form.digest}).status_code == 302
    assert office.post(NEW, sent | {"names": "Nà Tấu", "seen": form.digest}).status_code == 422


def test_ground_may_be_that_of_a_former_commune(office, world, cast):
    old = world.communes[0]
    make_recognition(old, cast.staff)
    new = make_free_commune(world, "90901", name="Mới", valid_from=date(2025, 7, 1))
    new.predecessors.add(old)
    sent = SENT | {"level": "nang_cao", "decided_on": "20/12/2025", "year": "2025", "names": "Mới"}
    assert office.post(NEW, sent).status_code == 302


def test_same_decision_twice_is_refused_another_one_is_asked_about(office, world, cast):
    make_recognition(world.communes[0], cast.staff)
    page = office.post(NEW, SENT | {"names": "Ẳng Cang, Nà Tấu"})
    assert errors(page) == {"__all__": ["Sổ đã có công nhận này, theo đúng quyết định này, của xã Ẳng Cang."]}
    page = office.post(NEW, SENT | {"names": "Ẳng Cang", "number": "9/QĐ-UBND", "decided_on": "21/12/2021"})
    assert page.context["form"].doubts.warnings == (
        "Đã có công nhận cùng mức còn hiệu lực: xã Ẳng Cang (số 1234/QĐ-UBND ngày 20/12/2021).",
    )


def test_number_with_two_days_in_a_year_is_asked_about(office, world, cast):
    make_recognition(world.communes[0], cast.staff)
    page = office.post(NEW, SENT | {"names": "Nà Tấu", "decided_on": "02/12/2021"})
    assert page.context["form"].doubts.warnings == (
        "Quyết định số 1234/QĐ-UBND đã được ghi với ngày 20/12/2021: xem lại ngày hoặc số.",
    )


@pytest.fixture
def row(world, cast):
    return make_recognition(world.communes[0], cast.staff, signer="A")


def act(office, row, name, **sent):
    return office.post(reverse(f"criteria:{name}", args=[row.pk]), {"version": row.version} | sent)


def test_correction_is_told_with_its_reason(office, row):
    answer = act(office, row, "recognition_edit", **SENT | {"signer": "B", "reason": "Gõ nhầm tên"})
    assert (answer.status_code, said(answer)) == (302, ["Đã lưu công nhận của xã Ẳng Cang."])
    (change,) = FigureChange.objects.all()
    assert (change.old, change.new, change.changeset.reason) == (
        "Quyết định số 1234/QĐ-UBND ngày 20/12/2021; người ký: A; còn hiệu lực",
        "Quyết định số 1234/QĐ-UBND ngày 20/12/2021; người ký: B; còn hiệu lực",
        "Sửa công nhận: Gõ nhầm tên",
    )
    row.refresh_from_db()
    assert (row.signer, row.version, row.changeset) == ("B", 2, change.changeset)


def test_other_year_ends_one_line_of_history_and_begins_another(office, row):
    act(office, row, "recognition_edit", **SENT | {"signer": "A", "year": "2020", "reason": "Sai năm"})
    words = "Quyết định số 1234/QĐ-UBND ngày 20/12/2021; người ký: A; còn hiệu lực"
    assert told() == [("Ẳng Cang", "ntm/2021", words, ""), ("Ẳng Cang", "ntm/2020", "", words)]


def test_nothing_changed_leaves_no_trace(office, row):
    before = Changeset.objects.count()
    answer = act(office, row, "recognition_edit", **SENT | {"signer": "A", "reason": "Xem"})
    assert (said(answer), told()) == (["Không có gì thay đổi."], [])
    assert Changeset.objects.count() == before


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("recognition_edit", SENT | {"signer": "C", "reason": "Sửa"}),
        ("recognition_end", {"state": "revoked", "number": "7/QĐ", "on": "01/02/2022", "reason": "Rớt"}),
        ("recognition_delete", {"reason": "Ghi nhầm"}),
    ],
)
def test_who_comes_second_overwrites_nothing(office, row, name, sent):
    act(office, row, "recognition_edit", **SENT | {"signer": "B", "reason": "Sửa trước"})
    answer = act(office, row, name, **sent)
    assert (answer.url, said(answer)[-1][:40]) == (
        reverse("criteria:recognition", args=[row.pk]),
        "Chưa lưu: công nhận của xã Ẳng Cang vừa ",
    )
    row.refresh_from_db()
    assert (row.signer, row.state, row.version, len(told())) == ("B", "valid", 2, 1)


@pytest.mark.parametrize("version", ["0", "2", "-1"])
def test_version_nobody_saw_writes_nothing(office, row, version):
    act(office, row, "recognition_edit", **SENT | {"signer": "B", "reason": "Sửa", "version": version})
    act(office, row, "recognition_delete", reason="Xóa", version=version)
    row.refresh_from_db()
    assert (row.signer, told()) == ("A", [])


def test_whole_decision_is_corrected_at_once(office, row, world, cast):
    other = make_recognition(world.communes[1], cast.staff, signer="A")
    apart = make_recognition(world.communes[2], cast.staff, number="9/QĐ-UBND")
    form = office.get(reverse("criteria:recognition_edit", args=[row.pk])).context["form"]
    assert form.fields["together"].label == "Sửa như vậy cho cả 1 xã khác cùng quyết định"
    sent = SENT | {"number": "1243/QĐ-UBND", "signer": "A", "reason": "Gõ nhầm số", "together": "on"}
    answer = act(office, row, "recognition_edit", **sent, versions=form["versions"].value())
    assert said(answer) == ["Đã lưu công nhận của xã Ẳng Cang và 1 xã khác."]
    numbers = Recognition.objects.order_by("pk").values_list("pk", "number")
    assert dict(numbers) == {row.pk: "1243/QĐ-UBND", other.pk: "1243/QĐ-UBND", apart.pk: "9/QĐ-UBND"}
    assert FigureChange.objects.values_list("changeset__reason").distinct().get() == (
        "Sửa công nhận: Gõ nhầm số",
    )


@pytest.mark.parametrize("versions", ["", "{other}:9,"])
def test_whole_decision_or_none_of_it(office, row, world, cast, versions):
    other = make_recognition(world.communes[1], cast.staff, signer="A")
    sent = SENT | {"number": "1243/QĐ-UBND", "signer": "A", "reason": "Gõ nhầm số", "together": "on"}
    act(office, row, "recognition_edit", **sent, versions=versions.format(other=other.pk))
    assert set(Recognition.objects.values_list("number", flat=True)) == {"1234/QĐ-UBND"}
    assert (told(), Changeset.objects.filter(reason__startswith="Sửa").count()) == ([], 0)


def test_two_who_write_one_decision_at_once(office, world, cast, monkeypatch):
    """The second one stored while the first one's page was being checked."""
    form = "criteria.forms_recognition.look_over"
    make_recognition(world.communes[0], cast.staff)
    monkeypatch.setattr(form, lambda *args, **kwargs: Doubts())
    answer = office.post(NEW, SENT | {"names": "Ẳng Cang, Nà Tấu"})
    (message,) = said(answer)
    assert message.startswith("Chưa ghi quyết định 1234/QĐ-UBND: đạt chuẩn nông thôn mới, 2 xã: ")
    assert (Recognition.objects.count(), told()) == (1, [])


def test_revoked_by_a_decision_it_stays_in_the_register(office, row):
    act(
        office,
        row,
        "recognition_end",
        state="revoked",
        number="77/QĐ-UBND",
        on="03/05/2023",
        reason="Rớt chuẩn",
    )
    row.refresh_from_db()
    assert (row.state, row.ended_number, row.ended_on) == ("revoked", "77/QĐ-UBND", date(2023, 5, 3))
    ((_, _, old, new),) = told()
    assert new == old.replace("còn hiệu lực", "đã thu hồi theo số 77/QĐ-UBND ngày 03/05/2023: Rớt chuẩn")


def test_wrong_revocation_is_taken_back(office, row):
    act(office, row, "recognition_end", state="revoked", number="77/QĐ", on="03/05/2023", reason="Rớt")
    row.refresh_from_db()
    act(office, row, "recognition_end", state="valid", reason="Ghi nhầm xã")
    row.refresh_from_db()
    assert (row.state, row.ended_number, row.ended_on, row.ended_reason) == ("valid", "", None, "")
    assert FigureChange.objects.first().changeset.reason == "Ghi hiệu lực công nhận: Ghi nhầm xã"


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["number", "on"]),
        ({"number": "7/QĐ", "on": "19/12/2021"}, ["on"]),
        ({"number": "7/QĐ", "on": "01/01/2100"}, ["on"]),
        ({"number": "7/QĐ", "on": "mai"}, ["on"]),
        ({"state": "valid"}, ["state"]),
        ({"number": "7/QĐ", "on": "19/12/2022", "reason": ""}, ["reason"]),
    ],
)
def test_ending_needs_a_decision_not_before_the_first(office, row, sent, fields):
    page = act(office, row, "recognition_end", **{"state": "revoked", "reason": "Rớt"} | sent)
    assert (page.status_code, sorted(errors(page))) == (422, sorted(fields))


def test_higher_level_that_stays_is_said_where_one_is_ended(office, row, world, cast):
    make_recognition(world.communes[0], cast.staff, level="nang_cao", number="99/QĐ-UBND")
    page = office.get(reverse("criteria:recognition_end", args=[row.pk]))
    assert "Xã còn công nhận ở mức cao hơn: nông thôn mới nâng cao (số 99/QĐ-UBND)" in page.text


def test_deleted_entry_is_kept_by_the_history(office, row):
    answer = act(office, row, "recognition_delete", reason="Xã không có trong quyết định")
    assert (answer.url, Recognition.objects.count()) == (reverse("criteria:recognitions"), 0)
    (change,) = FigureChange.objects.all()
    assert (change.key, change.new, change.changeset.reason) == (
        "ntm/2021", "", "Xóa công nhận: Xã không có trong quyết định",
    )  # fmt: skip
    page = office.get(reverse("reports:history"), {"bang": "recognition/91"})
    assert "Công nhận đạt chuẩn nông thôn mới, năm 2021" in page.text


def test_correction_keeps_to_the_rules(office, row):
    act(office, row, "recognition_end", state="revoked", number="77/QĐ", on="03/05/2023", reason="Rớt")
    row.refresh_from_db()
    page = act(office, row, "recognition_edit", **SENT | {"decided_on": "04/05/2023", "reason": "Sửa"})
    assert errors(page) == {"decided_on": ["Sau ngày thu hồi, thay thế (03/05/2023)."]}
    page = act(office, row, "recognition_edit", **SENT | {"reason": ""})
    assert list(errors(page)) == ["reason"]
