import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Changeset, Role
from communes.models import Commune
from plans import pdf
from plans.models import Annex, AnnexVersion, CommuneTarget, Upload
from tests.factories import make_annex, make_commune, make_user
from tests.plans.sheets import fill_template

ALL_MET = "1" * 19
HALF_MET = "1" * 9 + "0" * 10


@pytest.fixture
def officer(client, cast):
    """A client that works for the northern district."""
    client.force_login(cast.officer)
    return client


@pytest.fixture
def send(world):
    """Send a workbook to the annex as the client's user; returns the answer."""
    url = reverse("plans:upload_new", args=[world.plan.slug, world.annex.code])

    def send(client, data, name="biểu 02.xlsx"):
        return client.post(url, {"file": SimpleUploadedFile(name, data)})

    return send


def confirm(client, upload, **extra):
    page = client.get(reverse("plans:upload", args=[upload.pk]))
    digest = page.context["preview"].digest
    return client.post(reverse("plans:upload_confirm", args=[upload.pk]), {"digest": digest} | extra)


def marks_of(world, index):
    targets = CommuneTarget.objects.filter(commune=world.communes[index]).order_by("criterion__position")
    return "".join(str(int(met)) for met in targets.values_list("met", flat=True))


@pytest.mark.parametrize("name", ["annex", "print"])
def test_annex_with_rows_of_others_only_is_not_called_empty(officer, client, world, cast, send, name):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    confirm(officer, Upload.objects.get())
    client.force_login(make_user("nam", Role.DISTRICT_OFFICER, world.south))
    page = client.get(reverse(f"plans:{name}", args=[world.plan.slug, world.annex.code])).text
    assert ("Biểu đã có số liệu" in page, "chưa có số liệu" in page) == (True, False)


def test_upload_is_previewed_stored_and_undone(officer, world, cast, send):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET, "Nà Tấu": HALF_MET})
    answer = send(officer, data)
    upload = Upload.objects.get()
    assert answer.url == reverse("plans:upload", args=[upload.pk])
    assert upload.counts | {"sums": 0} == {
        "rows": 2, "new": 2, "changed": 0, "same": 0, "cleared": 0, "refused": 0, "asked": 0, "sums": 0,
    }  # fmt: skip
    assert AnnexVersion.objects.count() == 0
    confirm(officer, upload)
    assert (marks_of(world, 0), marks_of(world, 1), marks_of(world, 2)) == (ALL_MET, HALF_MET, "")
    officer.post(reverse("plans:upload_undo", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, CommuneTarget.objects.count(), AnnexVersion.objects.count()) == ("undone", 0, 2)


def test_second_click_stores_nothing_more(officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    upload = Upload.objects.get()
    page = officer.get(reverse("plans:upload", args=[upload.pk]))
    for _ in range(2):
        answer = officer.post(
            reverse("plans:upload_confirm", args=[upload.pk]), {"digest": page.context["preview"].digest}
        )
        assert answer.url == reverse("plans:upload", args=[upload.pk])
    assert (AnnexVersion.objects.count(), Changeset.objects.count()) == (1, 1)


def test_confirm_after_another_change_stores_nothing(officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": HALF_MET}))
    second, first = Upload.objects.all()
    stale = officer.get(reverse("plans:upload", args=[first.pk])).context["preview"].digest
    confirm(officer, second)
    url = reverse("plans:upload_confirm", args=[first.pk])
    page = officer.post(url, {"digest": stale}, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert told == ["Chưa lưu gì: số liệu đã thay đổi từ lúc xem trước. Hãy xem lại dưới đây."]
    assert (marks_of(world, 0), page.context["preview"].counts["changed"]) == (HALF_MET, 1)


def test_broken_file_is_answered_and_kept(officer, send):
    answer = send(officer, b"%PDF-1.7 khong phai Excel", "biểu.xlsx")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi tải lên."
    ]
    upload = Upload.objects.get()
    assert (upload.state, upload.findings[0]["code"]) == ("unreadable", "file-not-a-workbook")


def test_list_says_why_a_file_could_not_be_read(officer, send):
    send(officer, b"%PDF-1.7 khong phai Excel")
    row = officer.get(reverse("plans:uploads")).context["table"].rows[0]
    assert row.get_cell("counts").startswith("Đây không phải tệp Excel .xlsx.")


def test_looking_at_a_preview_writes_nothing(officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    url = reverse("plans:upload", args=[Upload.objects.get().pk])
    with CaptureQueriesContext(connection) as asked:
        officer.get(url)
    assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []


def test_doubtful_name_is_asked_and_taken_as_answered(officer, world, cast, send):
    data = fill_template(world.annex, cast.officer, {"Nà Tấu": ALL_MET}, names={"Nà Tấu": "Xã Nà Tấuu"})
    send(officer, data)
    upload = Upload.objects.get()
    page = officer.get(reverse("plans:upload", args=[upload.pk]))
    field = page.context["answers"]["answer_0"]
    assert [value for value, _ in field.field.choices] == ["", "90102", "skip"]
    officer.post(reverse("plans:upload_answer", args=[upload.pk]), {"answer_0": "90102"})
    confirm(officer, upload)
    assert marks_of(world, 1) == ALL_MET


def test_cleared_marks_are_counted_before_they_go(officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    confirm(officer, Upload.objects.get())
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": "1" * 7 + " " * 12}))
    page = officer.get(reverse("plans:upload", args=[Upload.objects.first().pk]))
    assert "12 ô đang có số liệu sẽ bị xóa vì trong tệp để trống." in page.content.decode()


def test_all_or_nothing_stores_nothing_while_a_row_is_out(officer, world, cast, send):
    marks = {"Ẳng Cang": ALL_MET, "Nà Tấu": HALF_MET}
    send(officer, fill_template(world.annex, cast.officer, marks, names={"Nà Tấu": "Xã Đứa Mòn"}))
    upload = Upload.objects.get()
    confirm(officer, upload, all_or_nothing="on")
    assert (AnnexVersion.objects.count(), upload.counts["refused"]) == (0, 1)
    confirm(officer, upload)
    assert (marks_of(world, 0), marks_of(world, 1), marks_of(world, 2)) == (ALL_MET, "", "")


def test_abandoned_file_stays_in_the_list(officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    officer.post(reverse("plans:upload_abandon", args=[Upload.objects.get().pk]))
    page = officer.get(reverse("plans:uploads"))
    assert [row.record.state for row in page.context["table"].rows] == ["abandoned"]


def test_original_file_comes_back_byte_for_byte(officer, world, cast, send):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET})
    send(officer, data)
    answer = officer.get(reverse("plans:upload_file", args=[Upload.objects.get().pk]))
    assert b"".join(answer) == data


def test_district_leader_downloads_own_rows_only(client, officer, world, cast, send):
    send(officer, fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL_MET}))
    confirm(officer, Upload.objects.get())
    client.force_login(cast.staff)
    send(client, fill_template(world.annex, cast.staff, {"Ẳng Cang": ALL_MET, "Đứa Mòn": HALF_MET}))
    confirm(client, Upload.objects.first())
    client.force_login(cast.district_leader)
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "xlsx"])
    answer = client.get(url, {"figures": "computed"})
    assert answer["Content-Disposition"] == 'attachment; filename="bieu-so-02-45-kh-ubnd-so-tinh-lai.xlsx"'
    names = [row[1].value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=8)]
    assert [name for name in names if name] == [
        "Huyện Mường Đông (1/2\xa0xã\xa0có\xa0số\xa0liệu)",
        "Xã Ẳng Cang",
    ]


def test_failed_pdf_is_told_on_the_print_page(officer, world, cast, send, monkeypatch):
    def fail(html):
        raise pdf.PdfError("Không in được.")

    monkeypatch.setattr("plans.services.files.make_pdf", fail)
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "pdf"])
    page = officer.get(url, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Không in được."]


def test_unknown_figures_are_not_found(officer, world):
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "xlsx"])
    assert officer.get(url, {"figures": "x"}).status_code == 404


@pytest.fixture
def grown(world):
    """The world with many more communes in both districts."""
    for number in range(10, 30):
        district = world.north if number % 2 else world.south
        make_commune(district, f"909{number}", f"Pá {number}", order=number)
    return world


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize(("page", "queries"), [("annex", 11), ("print", 11), ("plan", 9), ("template", 12)])
def test_pages_ask_as_often_at_any_size(page, queries, size, world, cast, client, request, send):
    client.force_login(cast.staff)
    if size == "large":
        request.getfixturevalue("grown")
    names = [commune.name for commune in Commune.objects.filter(province=world.province)]
    send(client, fill_template(world.annex, cast.staff, dict.fromkeys(names, ALL_MET)))
    confirm(client, Upload.objects.get())
    arguments = [world.plan.slug] if page == "plan" else [world.plan.slug, world.annex.code]
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(f"plans:{page}", args=arguments))
    assert len(asked) == queries


def test_sums_are_judged_over_communes_that_are_not_shown(client, world, cast, send):
    client.force_login(cast.staff)
    send(client, fill_template(world.annex, cast.staff, {"Ẳng Cang": ALL_MET, "Nà Tấu": ALL_MET}))
    confirm(client, Upload.objects.get())
    client.force_login(cast.clerk)  # sees Ẳng Cang only
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "json"])
    rows = client.get(url, {"figures": "computed"}).json()["rows"]
    assert [(row["cells"][1], row["cells"][-2:]) for row in rows] == [
        ("Huyện Mường Đông", ["38", "19,00"]),
        ("Xã Ẳng Cang", ["19", ""]),
    ]
    page = client.get(reverse("plans:print", args=[world.plan.slug, world.annex.code]))
    assert page.context["reading"].differences == []


def test_one_district_is_printed_alone(client, world, cast, send):
    client.force_login(cast.staff)
    send(client, fill_template(world.annex, cast.staff, {"Ẳng Cang": ALL_MET, "Đứa Mòn": ALL_MET}))
    confirm(client, Upload.objects.get())
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "json"])
    answer = client.get(url, {"figures": "printed", "district": "902"})
    assert [row["cells"][1] for row in answer.json()["rows"]] == ["Huyện Tủa Xanh", "Xã Đứa Mòn"]
    assert answer["Content-Disposition"] == (
        'attachment; filename="bieu-so-02-45-kh-ubnd-huyen-tua-xanh-so-da-ghi.json"'
    )
    assert client.get(url, {"district": "911"}).status_code == 404


def test_answer_may_be_changed_until_the_file_is_stored(officer, world, cast, send):
    data = fill_template(world.annex, cast.officer, {"Nà Tấu": ALL_MET}, names={"Nà Tấu": "Xã Nà Tấuu"})
    send(officer, data)
    pk = Upload.objects.get().pk
    for answer in ("skip", "90102"):
        officer.post(reverse("plans:upload_answer", args=[pk]), {"answer_0": answer})
        page = officer.get(reverse("plans:upload", args=[pk]))
        assert page.context["answers"]["answer_0"].value() == answer
    assert page.context["preview"].counts["new"] == 1


def test_page_of_what_does_not_agree(client, cast, world):
    words = "90 xã đạt chuẩn nông thôn mới; 30 xã đạt từ 15-18 tiêu chí; 20 xã đạt từ 10-14 tiêu chí"
    world.plan.sections.create(position=1, number="II", heading="Mục tiêu", text=words)
    client.force_login(cast.leader)
    page = client.get(reverse("plans:reconciliation", args=[world.plan.slug]))
    told = [
        (group.annex, [finding.message for finding in group.differences]) for group in page.context["groups"]
    ]
    communes = Commune.objects.in_programme(world.plan.units_date).filter(province=world.province).count()
    message = f"Mục II: các nhóm xã 90 + 30 + 20 = 140 xã, cả tỉnh có {communes} xã."
    assert told == [(None, [message])]


@pytest.mark.parametrize("code", ["yearly-targets", "policy-tasks", "inspection-schedule", "funding"])
def test_officer_brings_nothing_to_an_annex_of_the_province(client, cast, world, code):
    annex = make_annex(world.plan, code, label="Biểu số 09", position=9)
    pages = [reverse(f"plans:{name}", args=[world.plan.slug, code]) for name in ("upload_new", "template")]
    for user, status in ((cast.officer, 403), (cast.part_officer, 403), (cast.staff, 200)):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [status, status]
    assert list(Annex.objects.editable_by(cast.officer)) == [world.annex] != [annex]
