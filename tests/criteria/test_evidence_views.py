"""The pages about evidence: adding, using again, taking away, who sees what."""

from datetime import date

import pytest
from django.contrib.messages import get_messages

from criteria.models import Evidence, EvidenceUse
from criteria.services.evidence import drop_uses
from criteria.services.sheets import open_sheet
from tests.factories import (
    PDF_BYTES,
    make_brought,
    make_evidence,
    make_free_commune,
    make_indicators,
    make_period,
)

from .grids import DAY, put
from .papers import KEYS, address, photo, sent, set_today, uses


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "percentage"), ("1.2", "boolean")])
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    return make_period(world)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    set_today(monkeypatch, DAY)


@pytest.fixture
def first(world):
    return world.communes[0]


@pytest.fixture
def as_clerk(client, cast):
    client.force_login(cast.clerk)
    return client


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_a_photo_for_three_indicators(as_clerk, period, first):
    data = {"file": sent(photo()), "keys": KEYS}
    answer = as_clerk.post(address("evidence_new", period, first), data)
    assert (answer.status_code, answer["Location"]) == (302, address("evidence_commune", period, first))
    assert said(answer) == ["Đã thêm minh chứng “ảnh” cho 3 chỉ tiêu."]
    assert uses() == [("90101", key) for key in KEYS]
    page = as_clerk.get(answer["Location"]).content.decode()
    assert "<b>3/20 có minh chứng</b>" in page  # seventeen criteria have no indicators here
    missing = as_clerk.get(answer["Location"] + "?loc=thieu").context["page"]
    assert [section.criterion.number for section in missing.sections][:2] == ["3", "4"]


def test_large_file_goes_over_the_disk(as_clerk, period, first):
    data = PDF_BYTES + bytes(3 * 1024 * 1024) + b"%%EOF"
    answer = as_clerk.post(
        address("evidence_new", period, first), {"file": sent(data, "a.pdf"), "keys": ["i1.1"]}
    )
    made = Evidence.objects.get()
    with made.file.open() as kept:
        assert (answer.status_code, made.size, kept.read() == data) == (302, len(data), True)


NUMBER = {"number": "12/QĐ-UBND", "issued_on": "05/03/2022"}


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"file": ("Biên bản.pdf", PDF_BYTES)}, "Biên bản"),
        ({**NUMBER}, "Văn bản 12/QĐ-UBND"),
        ({**NUMBER, "file": ("a.pdf", PDF_BYTES)}, "Văn bản 12/QĐ-UBND"),
        ({**NUMBER, "title": "  Quyết  định "}, "Quyết định"),
    ],
)
def test_title_follows_where_none_is_given(as_clerk, period, first, given, title):
    if "file" in given:
        name, data = given["file"]
        given = given | {"file": sent(data, name)}
    as_clerk.post(address("evidence_new", period, first), {**given, "keys": ["i1.1"]})
    assert Evidence.objects.get().title == title


NEITHER = {"file": ["Chọn một tệp, hoặc ghi số và ngày của văn bản."]}
NO_KEYS = {"keys": ["Đánh dấu ít nhất một chỉ tiêu mà minh chứng này chứng minh."]}
NO_DAY = {"issued_on": ["Ghi ngày của văn bản."]}
KEY = {"keys": ["i1.1"]}
NOT_TAKEN = {
    "file": ["Tệp này không phải PDF, ảnh (JPG, PNG, WEBP), Word (.docx, .doc) hay Excel (.xlsx, .xls)."]
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, NEITHER | NO_KEYS),
        ({"title": "x" * 201, **KEY}, NEITHER | {"title": ["Tên tối đa 200 ký tự."]}),
        ({"number": "12"}, NO_KEYS | NO_DAY),
        (
            {"issued_on": "05/03/2022", **KEY},
            {"number": ["Ghi số, ký hiệu, hoặc để trống cả ngày và cơ quan ban hành."]},
        ),
        (
            {"number": "12", "issued_on": "21/06/2022", **KEY},
            {"issued_on": ["Ngày văn bản phải từ 02/09/1945 đến hôm nay."]},
        ),
        (
            {"number": "12", "issued_on": "31/02/2022", **KEY},
            {"issued_on": ["Ngày này không có, hoặc chưa theo mẫu 25/06/2026."]},
        ),
        (
            {"file": b"<html>", "number": "12"},
            NO_KEYS | NO_DAY | NOT_TAKEN,
        ),
        ({"file": b"", **KEY}, {"file": ["Tệp không có nội dung (0 byte)."]}),
        (
            {"file": PDF_BYTES, "keys": ["i1.1", "i9.9"]},
            {"keys": ["Có chỉ tiêu bạn không thêm được minh chứng lúc này: hãy đánh dấu lại."]},
        ),
        (
            {"file": PDF_BYTES, **KEY, "communes": ["999999"]},
            {"communes": ["Có xã bạn không thêm được minh chứng lúc này: hãy chọn lại."]},
        ),
    ],
)
def test_all_that_is_wrong_is_told_at_its_field(as_clerk, period, first, given, expected):
    data = {name: sent(value, "a.pdf") if name == "file" else value for name, value in given.items()}
    answer = as_clerk.post(address("evidence_new", period, first), data)
    assert (answer.status_code, errors(answer), Evidence.objects.count()) == (422, expected, 0)


def test_what_was_typed_is_kept(as_clerk, period, first):
    data = {"title": "Biên bản", "keys": ["i1.2"], "issuer": "UBND"}
    page = as_clerk.post(address("evidence_new", period, first), data).content.decode()
    assert 'value="Biên bản"' in page
    assert 'name="keys" value="i1.2" checked' in page
    assert 'name="keys" value="i1.1">' in page


def test_file_that_is_too_large_is_refused(as_clerk, period, first, settings):
    settings.EVIDENCE_MAX_BYTES = 50
    data = {"file": sent(PDF_BYTES + bytes(100) + b"%%EOF", "a.pdf"), "keys": ["i1.1"]}
    answer = as_clerk.post(address("evidence_new", period, first), data)
    assert errors(answer) == {"file": ["Tệp lớn hơn 50\xa0byte. Hãy giảm độ phân giải rồi chọn lại."]}


def test_request_that_is_too_large_is_refused_unread(as_clerk, period, first, settings):
    settings.REQUEST_MAX_BYTES = 1000
    answer = as_clerk.post(
        address("evidence_new", period, first), {"file": sent(bytes(2000)), "keys": ["i1.1"]}
    )
    assert answer.status_code == 413
    assert "tệp minh chứng tối đa" in answer.content.decode()


def test_address_ticks_beforehand(as_clerk, period, first):
    url = address("evidence_new", period, first)
    asked = ["?o=i1.2", "?o=c1", "?o=c3&o=i1.1", "?o=x"]
    found = [sorted(as_clerk.get(url + query).context["form"].ticked) for query in asked]
    assert found == [["i1.2"], ["i1.1", "i1.2"], ["c3", "i1.1"], []]


def test_same_file_is_offered_not_stored_twice(as_clerk, period, first):
    url = address("evidence_new", period, first)
    as_clerk.post(url, {"file": sent(photo()), "keys": ["i1.1"]})
    answer = as_clerk.post(url, {"file": sent(photo(), "khác.jpg"), "keys": ["i1.2"]})
    (made,) = Evidence.objects.all()
    assert (answer.status_code, answer.context["same"], uses()) == (422, made, [("90101", "i1.1")])
    assert "Tệp này đã có trong chương trình" in answer.content.decode()
    answer = as_clerk.post(url, {"existing": made.pk})
    assert (answer.status_code, answer.context["same"], errors(answer)) == (422, made, NO_KEYS)
    answer = as_clerk.post(url, {"existing": made.pk, "keys": ["i1.2"]})
    assert said(answer)[-1] == "Đã dùng minh chứng “ảnh” cho thêm 1 chỗ."
    assert (uses(), Evidence.objects.count()) == ([("90101", "i1.1"), ("90101", "i1.2")], 1)


def test_same_file_of_a_commune_one_does_not_see_is_not_betrayed(as_clerk, cast, world, period, first):
    hidden = make_evidence(cast.staff, period, [(world.communes[2], "i1.1")], make_brought(photo()))
    url = address("evidence_new", period, first)
    assert as_clerk.post(url, {"existing": hidden.pk, "keys": ["i1.1"]}).status_code == 404
    assert as_clerk.post(url, {"file": sent(photo()), "keys": ["i1.1"]}).status_code == 302
    assert (uses(evidence=hidden), Evidence.objects.count()) == ([("90201", "i1.1")], 2)


def test_officer_brings_one_paper_for_several_communes(client, cast, world, period, first):
    client.force_login(cast.officer)
    second = world.communes[1]
    data = {"file": sent(photo()), "keys": ["i1.1", "i2.1"], "communes": [second.pk]}
    answer = client.post(address("evidence_new", period, first), data)
    assert said(answer) == ["Đã thêm minh chứng “ảnh” cho 2 chỉ tiêu của 2 xã."]
    assert uses() == [("90101", "i1.1"), ("90101", "i2.1"), ("90102", "i1.1"), ("90102", "i2.1")]
    form = client.get(address("evidence_new", period, first)).context["form"]
    assert form.units == [(world.north, [second])]


def test_department_brings_evidence_of_its_criterion_only(client, cast, period, first):
    client.force_login(cast.department)
    url = address("evidence_new", period, first)
    form = client.get(url).context["form"]
    assert [line.measure.key for group in form.groups for line in group.lines] == ["i2.1"]
    assert client.post(url, {"file": sent(photo()), "keys": ["i1.1"]}).status_code == 422
    assert client.post(url, {"file": sent(photo()), "keys": ["i2.1"]}).status_code == 302


def test_leader_reads_and_is_told_why_not_more(client, cast, period, first):
    make_evidence(cast.clerk, period, [(first, "i1.1")])
    client.force_login(cast.leader)
    page = client.get(address("evidence_commune", period, first)).content.decode()
    assert "Bạn xem được minh chứng nhưng không thêm, bớt." in page
    assert [word for word in ("Thêm minh chứng", "formaction", 'type="checkbox"') if word in page] == []
    assert client.get(address("evidence_new", period, first)).status_code == 403


def test_evidence_is_taken_away_and_shows_up_for_the_office(as_clerk, client, cast, period, first):
    made = make_evidence(cast.clerk, period, [(first, "i1.1")])
    url = address("evidence_drop", period, first, made.pk, "i1.1")
    answer = as_clerk.post(url)
    assert said(answer) == ["Đã bỏ minh chứng “Biên bản nghiệm thu” khỏi 1.1. Tệp vẫn được giữ."]
    assert (uses(), as_clerk.post(url).status_code) == ([], 404)  # now it is the office's alone
    client.force_login(cast.staff)
    page = client.get("/minh-chung/tai-lieu/khong-dung/").content.decode()
    assert "Biên bản nghiệm thu" in page
    answer = client.post(f"/minh-chung/tai-lieu/{made.pk}/dung-lai/")
    assert said(answer) == ["Đã dùng lại minh chứng “Biên bản nghiệm thu” cho 1 chỉ tiêu."]
    assert uses() == [("90101", "i1.1")]


def test_taking_away_from_what_was_not_used_changes_nothing(as_clerk, cast, period, first):
    made = make_evidence(cast.clerk, period, [(first, "i1.1")])
    answer = as_clerk.post(address("evidence_drop", period, first, made.pk, "i1.2"))
    assert said(answer) == ["Minh chứng “Biên bản nghiệm thu” không còn ở 1.2."]
    assert as_clerk.post(address("evidence_drop", period, first, made.pk, "x")).status_code == 404
    assert uses() == [("90101", "i1.1")]


def test_evidence_of_the_last_period_serves_again(as_clerk, cast, world, period, first):
    days = {"first_day": date(2021, 6, 15), "last_day": date(2021, 12, 14), "opens_on": date(2021, 12, 1)}
    last = make_period(
        world, code="nam-2021", name="năm 2021", due_on=date(2021, 12, 25), closes_on=None, **days
    )
    one = make_evidence(cast.clerk, last, [(first, "i1.1"), (first, "i2.1")])
    make_evidence(cast.clerk, last, [(first, "i1.2")], make_brought(photo()))
    make_evidence(cast.staff, last, [(world.communes[1], "i1.1")], make_brought(photo("red")))
    url = address("evidence_reuse", period, first)
    assert [one.measure.key for one in as_clerk.get(url).context["found"]] == ["i1.1", "i1.2", "i2.1"]
    assert (
        "Dùng lại minh chứng đã có"
        in as_clerk.get(address("evidence_commune", period, first)).content.decode()
    )
    answer = as_clerk.post(url, {"use": [f"{one.pk}:i1.1", f"{one.pk}:i2.1"]})
    assert said(answer) == ["Đã dùng lại minh chứng kỳ trước cho 2 chỉ tiêu."]
    assert uses(period=period) == [("90101", "i1.1"), ("90101", "i2.1")]
    assert [one.measure.key for one in as_clerk.get(url).context["found"]] == ["i1.2"]
    assert as_clerk.post(url, {"use": [f"{one.pk}:i1.1"]}).status_code == 422


def test_figures_stand_beside_their_evidence(as_clerk, cast, period, first):
    put(cast.officer, period, "self", **{"i1.1_90101": "45", "i2.1_90101": "60"})
    put(cast.officer, period, "district", **{"i2.1_90101": "61 Đ"})
    sections = as_clerk.get(address("evidence_commune", period, first)).context["page"].sections
    lines = {line.measure.key: (line.text, line.stage) for section in sections for line in section.lines}
    assert (lines["i1.1"], lines["i2.1"], lines["i1.2"]) == (
        ("45", "xã tự đánh giá"),
        ("61 Đ", ""),
        ("", ""),
    )


def test_list_says_who_lacks_evidence(client, cast, world, period, first, django_assert_num_queries):
    make_evidence(cast.staff, period, [(first, "i1.1"), (first, "i1.2"), (world.communes[3], "i1.1")])
    make_evidence(cast.staff, period, [(first, "i1.1")], make_brought(photo()))
    make_free_commune(world)
    client.force_login(cast.staff)
    url = f"/minh-chung/91/{period.code}/"
    page = client.get(url).context["page"]
    found = [
        (district.name if district else "", line.commune.name, line.complete.short)
        for district, lines in page.sections
        for line in lines
    ]
    assert found == [
        ("Mường Đông", "Nà Tấu", "0/20"),
        ("Mường Đông", "Ẳng Cang", "2/20"),
        ("Tủa Xanh", "Đứa Mòn", "0/20"),
        ("Tủa Xanh", "Nặm Ét", "1/20"),
        ("", "Xã tự do 90901", "0/20"),
    ]
    assert (page.full, page.none, page.whole.short) == (0, 3, "3/100")
    assert len(client.get(url + "?huyen=902").context["page"].lines) == 2
    with django_assert_num_queries(9):
        client.get(url)


def test_officer_sees_in_the_list_only_the_own_district(client, cast, period):
    client.force_login(cast.officer)
    page = client.get(f"/minh-chung/91/{period.code}/").context["page"]
    assert [line.commune.code for line in page.lines] == ["90101", "90102"]


@pytest.mark.parametrize("more", [0, 12])
def test_pages_cost_the_same_for_more_evidence(
    client, cast, world, period, first, more, django_assert_num_queries
):
    for n in range(1 + more):
        cells = [(one, key) for one in world.communes for key in ("i1.1", "i1.2", "i2.1")]
        made = make_evidence(cast.staff, period, cells, make_brought(photo((n, n, n))))
    client.force_login(cast.officer)
    with django_assert_num_queries(12):
        client.get(address("evidence_commune", period, first))
    with django_assert_num_queries(16):
        client.get(address("evidence_new", period, first))
    with django_assert_num_queries(15):
        client.get(f"/minh-chung/tai-lieu/{made.pk}/")


def test_commune_that_is_not_in_the_period_is_404(as_clerk, client, cast, world, period, first):
    client.force_login(cast.staff)
    urls = [address("evidence_commune", period, world.other_commune), f"/minh-chung/91/khac/xa/{first.code}/"]
    assert [client.get(url).status_code for url in urls] == [404, 404]


def test_lists_show_only_own_uses_of_a_shared_paper(client, cast, world, period, first):
    made = make_evidence(cast.staff, period, [(first, "i1.1"), (world.communes[2], "i1.1")])
    client.force_login(cast.officer)
    answer = client.get(f"/minh-chung/tai-lieu/{made.pk}/")
    assert [use.commune.code for use in answer.context["uses"]] == ["90101"]
    assert ("Đứa Mòn" in answer.content.decode(), "Minh chứng này còn dùng" in answer.content.decode()) == (
        False,
        True,
    )


def test_paper_of_many_uses_is_shown_page_by_page(client, cast, world, period, monkeypatch):
    monkeypatch.setattr("criteria.views.evidence_files.PER_PAGE", 5)
    cells = [(one, key) for one in world.communes for key in ("i1.1", "i1.2", "i2.1")]
    made = make_evidence(cast.staff, period, cells)
    client.force_login(cast.staff)
    pages = [client.get(f"/minh-chung/tai-lieu/{made.pk}/?trang={number}") for number in (1, 3, 9)]
    assert [len(page.context["uses"]) for page in pages] == [5, 2, 2]
    assert "Dùng cho 12 chỗ" in pages[0].content.decode()


def test_facts_are_edited_on_the_page(as_clerk, cast, period, first):
    made = make_evidence(cast.clerk, period, [(first, "i1.1")])
    url = f"/minh-chung/tai-lieu/{made.pk}/"
    data = {"title": "Biên bản 2", "seen": made.changeset_id, **NUMBER}
    assert said(as_clerk.post(url, data)) == ["Đã lưu."]
    made.refresh_from_db()
    assert (made.title, made.number, made.issued_on) == ("Biên bản 2", "12/QĐ-UBND", date(2022, 3, 5))
    answer = as_clerk.post(url, data | {"title": "Biên bản 3"})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["Minh chứng vừa được người khác sửa. Hãy xem lại rồi lưu."],
    )
    assert 'value="Biên bản 3"' in answer.content.decode()


def test_decision_keeps_its_number(as_clerk, cast, period, first):
    url = address("evidence_new", period, first)
    as_clerk.post(url, {**NUMBER, "keys": ["i1.1"]})
    made = Evidence.objects.get()
    answer = as_clerk.post(f"/minh-chung/tai-lieu/{made.pk}/", {"title": "x", "seen": made.changeset_id})
    assert errors(answer) == {"number": ["Minh chứng không có tệp nên phải có số và ngày văn bản."]}


def test_evidence_stays_when_a_period_has_some(as_clerk, cast, period, first):
    """A period with evidence cannot be deleted, though it has no figures."""
    make_evidence(cast.clerk, period, [(first, "i1.1")])
    as_clerk.force_login(cast.staff)
    answer = as_clerk.post(f"/ky/91/{period.code}/xoa/")
    assert said(answer) == [f"Không xóa được: kỳ {period.name} đã có số liệu."]
    assert EvidenceUse.objects.count() == 1


def test_unused_paper_tells_where_it_was_used(client, cast, period, first):
    made = make_evidence(cast.staff, period, [(first, "i1.1"), (first, "i1.2")])
    cells = [(first.pk, "i1.1"), (first.pk, "i1.2")]
    drop_uses(sheet=open_sheet(period, "district"), user=cast.staff, evidence=made, cells=cells, today=DAY)
    client.force_login(cast.staff)
    page = client.get(f"/minh-chung/tai-lieu/{made.pk}/").content.decode()
    assert "không còn dùng cho chỉ tiêu nào. Lần cuối: 6 tháng đầu năm 2022, 2 chỉ tiêu." in page
