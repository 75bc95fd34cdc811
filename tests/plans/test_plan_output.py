"""All of a plan as files."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from plans import pdf
from plans.models import Annex, PlanSection
from plans.services.output import COMPUTED
from plans.services.plan_output import ANNEXES, TEXT, NothingToPrintError, PlanOutput
from tests.factories import make_district, make_user
from tests.reports.sheets import bring, two_districts

pytestmark = pytest.mark.skipif(bool(pdf.missing_packages()), reason="chưa cài Pango và phông chữ")


@pytest.fixture
def plan(world, cast):
    """With a text, the matrix with rows, and an annex without."""
    bring(world.annex, two_districts())
    Annex.objects.create(
        plan=world.plan, code="village-targets", label="Biểu số 03", title="Thôn", position=9
    )
    PlanSection.objects.create(plan=world.plan, position=1, number="I", heading="MỤC TIÊU")
    return world.plan


def pages_of(data):
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_one_pdf_has_text_and_annexes_each_with_its_own_pages(plan, cast):
    pages = pages_of(PlanOutput(plan, cast.staff).write("pdf"))
    assert ["I. MỤC TIÊU./." in pages[0], "Biểu số 02" in pages[1], len(pages)] == [True, True, 2]


@pytest.mark.parametrize(("part", "tables"), [(TEXT, 2), (ANNEXES, 1), ("all", 3)])
def test_one_word_document_of_what_is_wanted(plan, cast, part, tables):
    document = Document(io.BytesIO(PlanOutput(plan, cast.staff, part).write("docx")))
    assert (len(document.tables), len(document.sections)) == (tables, 2 if part == "all" else 1)
    starts = {section._sectPr.xpath("./w:pgNumType/@w:start")[0] for section in document.sections}
    assert starts == {"1"}


def test_archive_has_a_file_of_each_kind_and_tells_what_is_missing(plan, cast):
    archive = ZipFile(io.BytesIO(PlanOutput(plan, cast.staff).write("zip")))
    assert sorted(archive.namelist()) == [
        "00-ke-hoach-45-kh-ubnd-van-ban.docx",
        "00-ke-hoach-45-kh-ubnd-van-ban.pdf",
        "01-bieu-so-02-45-kh-ubnd.docx",
        "01-bieu-so-02-45-kh-ubnd.pdf",
        "01-bieu-so-02-45-kh-ubnd.xlsx",
        "muc-luc.txt",
    ]
    told = archive.read("muc-luc.txt").decode().splitlines()
    assert told[-1] == "Chưa có số liệu nên không in: Biểu số 03. Thôn"


def test_archive_does_not_call_empty_what_one_may_not_see(plan, world):
    leader = make_user("lanhdao", "leader", make_district(world.province, "903", "Mường Tây"))
    told = ZipFile(io.BytesIO(PlanOutput(plan, leader).write("zip"))).read("muc-luc.txt").decode()
    assert told.splitlines()[1:] == [
        "Không có dòng nào bạn được xem nên không in: Biểu số 02. Mục tiêu các xã đạt tiêu chí đến năm 2025",
        "Chưa có số liệu nên không in: Biểu số 03. Thôn",
    ]


def test_officer_gets_the_own_rows_only(plan, cast):
    (whole,) = PlanOutput(plan, cast.staff, ANNEXES).printouts()
    (part,) = PlanOutput(plan, cast.officer, ANNEXES).printouts()
    assert [row.kind for row in whole.table.rows][-1] == "total"
    assert {row.key for row in part.table.rows} < {row.key for row in whole.table.rows}
    assert all(row.kind != "total" for row in part.table.rows)


def test_plan_without_anything_is_told(world, cast, client):
    client.force_login(cast.staff)
    with pytest.raises(NothingToPrintError):
        PlanOutput(world.plan, cast.staff).write("pdf")
    response = client.get(reverse("plans:plan_output", args=[world.plan.slug, "pdf"]), follow=True)
    assert "Kế hoạch chưa có văn bản hoặc số liệu nào để in." in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "query", "status"),
    [
        ("pdf", "", 200),
        ("docx", "?part=text", 200),
        ("zip", "?figures=computed", 200),
        ("xlsx", "", 404),
        ("pdf", "?part=all-of-it", 404),
    ],
)
def test_download(plan, cast, client, kind, query, status):
    client.force_login(cast.staff)
    response = client.get(reverse("plans:plan_output", args=[plan.slug, kind]) + query)
    assert response.status_code == status


def test_word_document_needs_no_pdf_program(plan, cast, monkeypatch):
    def missing(*papers):
        raise pdf.PdfUnavailableError("thiếu thư viện")

    monkeypatch.setattr("plans.services.plan_output.find_layouts", missing)
    document = Document(io.BytesIO(PlanOutput(plan, cast.staff, ANNEXES).write("docx")))
    assert not document.tables[0]._tbl.xpath(".//w:trHeight")


def test_file_is_named_by_what_it_holds(plan, cast):
    names = [PlanOutput(plan, cast.staff, *what).file_name("pdf") for what in ((), (ANNEXES, COMPUTED))]
    assert names == [
        "ke-hoach-45-kh-ubnd-van-ban-va-bieu.pdf",
        "ke-hoach-45-kh-ubnd-cac-bieu-so-tinh-lai.pdf",
    ]


def test_page_tells_which_annexes_are_left_out(plan, cast, client):
    client.force_login(cast.staff)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Chưa có số liệu nên không in kèm: Biểu số 03." in page
    assert reverse("plans:plan_output", args=[plan.slug, "zip"]) in page
