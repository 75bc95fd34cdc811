import io
import re
import subprocess
import sys
from itertools import accumulate

import pytest
from pypdf import PdfReader

from plans import checks, pdf
from plans.domain.entries import Scope
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable, RowKind
from plans.domain.write.html import as_paper
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.papers import Paper

from . import dien_bien
from .domain import merged

pytestmark = pytest.mark.skipif(bool(pdf.missing_packages()), reason="chưa cài Pango và phông chữ")


def said(text):
    return Paper("<!DOCTYPE html>", (f"<p>{text}</p>",))


@pytest.fixture(scope="module")
def lines():
    """The readable rows of Biểu 02."""
    book = dien_bien.to_bytes(dien_bien.printed_workbook(dien_bien.readable_rows()))
    parsed = parse(read_workbook(book), dien_bien.matrix(), dien_bien.name_index(), Scope())
    return printed_lines(dien_bien.matrix(), AnnexTable(parsed.rows))


@pytest.fixture(scope="module")
def document(lines):
    return PdfReader(io.BytesIO(pdf.render_pdf(as_paper(dien_bien.matrix(), lines))))


@pytest.fixture(scope="module")
def pages(document):
    """The text of each page, all on one line."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in document.pages]


def test_every_row_is_printed_in_order(pages, lines):
    expected = [" ".join(filter(None, line.texts)) for line in lines]
    place, text = -1, " ".join(pages)
    places = [place := text.find(row, place + 1) for row in expected]
    assert (len(places), -1 in places, places) == (77, False, sorted(places))


def test_every_text_stands_in_its_column(document, lines):
    """Blank cells leave nothing behind, so the place on the page must tell the column."""
    printed = [columns for page in document.pages for columns in _filled_columns(page)]
    filled = [tuple(place for place, text in enumerate(line.texts) if text) for line in lines]
    assert printed == filled


def test_heading_and_numbers_on_every_page(pages):
    numbers = " ".join(str(number) for number in range(1, 24))
    assert len(pages) == 4
    assert [text.count(numbers) for text in pages] == [1, 1, 1, 1]
    assert [text.count("Hệ thống chính trị và tiếp cận pháp luật") for text in pages] == [1, 1, 1, 1]
    assert [text.count("Kèm theo") for text in pages] == [1, 0, 0, 0]


def test_page_numbers_from_the_second_page_on(document):
    assert [_top_of(page) for page in document.pages] == ["", "2", "3", "4"]


def test_annex_ends_as_the_decree_has_it(pages):
    assert [text.count("1.778 15,46 ./.") for text in pages] == [0, 0, 0, 1]


def test_paper_language_title_and_fonts(document):
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert [round(float(side) / 72 * 25.4) for side in document.pages[0].mediabox[2:]] == [297, 210]
    assert (document.trailer["/Root"]["/Lang"], fonts) == (
        "vi",
        {"Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic"},
    )
    assert document.metadata.title == (
        "Biểu số 2. Biểu chi tiết tiêu chí nông thôn mới đến năm 2025 trên địa bàn tỉnh Điện Biên"
    )


@pytest.mark.parametrize("communes", range(17, 23))
def test_district_row_is_never_last_on_its_page(communes):
    blank = ("",) * 21
    rows = [("unit", "u")] * communes + [("district", "D"), ("unit", "u"), ("unit", "u"), ("total", "T")]
    made = [Line(RowKind(kind), None, (name, name, *blank)) for kind, name in rows]
    reader = PdfReader(io.BytesIO(pdf.render_pdf(as_paper(dien_bien.matrix(), made))))
    first = reader.pages[0].extract_text().split()
    assert (first[-1], len(reader.pages)) in [("u", 2), ("./.", 1)]


def test_same_document_is_rendered_once(settings, monkeypatch):
    calls = []
    settings.CACHES = settings.CACHES | {
        "documents": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pdf"}
    }
    monkeypatch.setattr(pdf, "render", lambda request: calls.append(request) or b"%PDF")
    assert [pdf.make_pdf(said("a")), pdf.make_pdf(said("a")), pdf.make_pdf(said("b"))] == [b"%PDF"] * 3
    assert len(calls) == 2


def test_each_document_has_a_program_of_its_own_that_waits_already():
    pdf._dismiss()
    pdf.render_pdf(said("một"))
    waiting = pdf._waiting[0]
    pdf.render_pdf(said("hai"))
    assert (waiting.returncode, len(pdf._waiting), pdf._waiting[0] is waiting) == (0, 1, False)


def test_program_that_died_while_waiting_is_replaced():
    pdf.render_pdf(said("một"))
    pdf._waiting[0].kill()
    pdf._waiting[0].wait()
    assert pdf.render_pdf(said("hai"))[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        (pdf.LIBRARIES_MISSING, pdf.PdfUnavailableError, pdf.install_hint()),
        (1, pdf.PdfError, "Không tạo được PDF. Hãy tải bản Excel để in và báo người quản trị xem nhật ký."),
    ],
)
def test_failing_program_is_told_in_words(monkeypatch, code, error, message):
    done = subprocess.CompletedProcess([], code, b"", b"trace")
    monkeypatch.setattr(pdf, "_run", lambda request: done)
    with pytest.raises(error) as raised:
        pdf.render_pdf(said(""))
    assert str(raised.value) == message


def test_slow_program_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(pdf.PdfError) as raised:
        pdf.render_pdf(said("x"))
    assert str(raised.value) == "Tạo PDF quá 0.01 giây nên đã dừng. Hãy tải bản Excel để in."


def test_missing_fonts_are_told(monkeypatch):
    monkeypatch.setattr(pdf, "has_fonts", lambda: False)
    with pytest.raises(pdf.PdfUnavailableError):
        pdf.render_pdf(said(""))
    (warning,) = checks.check_pdf()
    assert (warning.id, warning.msg) == ("plans.W001", pdf.install_hint())


def test_check_is_quiet_where_nothing_is_missing():
    assert checks.check_pdf() == []


def test_program_reads_nothing_from_outside(tmp_path):
    secret = tmp_path / "a.txt"
    secret.write_text("bí mật", encoding="utf-8")
    html = f'<p>x<img src="{secret.as_uri()}" alt="không có ảnh">'
    reader = PdfReader(io.BytesIO(pdf.render_pdf(Paper("", (html,)))))
    assert reader.pages[0].extract_text() == "xkhông có ảnh"
    assert reader.attachments == {}


def test_program_keeps_out_of_the_web_process():
    asked = "import plans.pdf, sys; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def _filled_columns(page):
    """For each row below the column numbers, the places of the columns in which something is written."""
    edges = list(accumulate((float(column.width) for column in dien_bien.matrix().columns), initial=30))
    rows: dict[float, set[int]] = {}

    def note(operator, operands, page_matrix, text_matrix):
        if operator in (b"TJ", b"Tj"):
            x = (text_matrix[4] * page_matrix[0] + page_matrix[4]) / 72 * 25.4
            rows.setdefault(round(text_matrix[5], 1), set()).add(sum(x >= edge for edge in edges) - 1)

    page.extract_text(visitor_operand_before=note)
    every = [tuple(sorted(rows[y])) for y in sorted(rows)]
    numbers = every.index(tuple(range(23)))
    return [places for places in every[numbers + 1 :] if 1 in places]


def _top_of(page):
    """What stands in the top margin, in the middle of the page."""
    lines = page.extract_text(extraction_mode="layout").splitlines()
    first = next(line for line in lines if line.strip())
    return first.strip() if first.strip().isdecimal() else ""


def rendered(definition, table):
    """The text of each page, all on one line."""
    paper = as_paper(definition, printed_lines(definition, table))
    reader = PdfReader(io.BytesIO(pdf.render_pdf(paper)))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def test_commune_repeats_its_name_on_every_page_of_its_block():
    pages = rendered(merged.blocks(), merged.block_table(communes=2, criteria=14))
    named = [[name for name in ("Mường Sai", "Ngọc Chiến") if name in page] for page in pages]
    assert named == [
        ["Mường Sai"],
        ["Mường Sai"],
        ["Mường Sai", "Ngọc Chiến"],
        ["Ngọc Chiến"],
        ["Ngọc Chiến"],
    ]
    assert all("STT Tên xã" in page for page in pages)
    assert sum(page.count("Chỉ tiêu 14.1:") for page in pages) == 2


def test_pages_found_are_the_pages_printed():
    definition, table = merged.blocks(), merged.block_table(communes=2, criteria=14)
    ((layout,),) = pdf.find_layouts(as_paper(definition, printed_lines(definition, table)))
    pages = len(rendered(definition, table))
    assert (len(layout.starts) + 1, len(layout.slack) + 1, len(layout.head)) == (pages, pages, 3)
    assert all(0.5 <= slack < 30 for slack in layout.slack)


def test_pages_of_a_table_without_merged_cells_are_found_too(lines, document):
    ((layout,),) = pdf.find_layouts(as_paper(dien_bien.matrix(), lines))
    assert (len(layout.starts), len(layout.heights)) == (len(document.pages) - 1, len(lines))


@pytest.mark.parametrize(("rows", "words"), [(8, 900), (1, 1500), (3, 60)])
def test_no_word_of_a_cell_higher_than_its_page_is_lost(rows, words):
    pages = rendered(merged.free_rows(), merged.row_table(rows=rows, words=words))
    text = " ".join(pages)
    assert {n for n in range(1, words + 1) if not re.search(rf"\b{n},", text)} == set()


def test_papers_of_one_file_are_numbered_apart(lines):
    papers = [as_paper(dien_bien.matrix(), lines[:50]), as_paper(dien_bien.matrix(), lines[:50])]
    pages = PdfReader(io.BytesIO(pdf.render_pdf(*papers))).pages
    assert [_top_of(page) for page in pages] == ["", "2", "3", "", "2", "3"]
    assert [len(PdfReader(io.BytesIO(one)).pages) for one in pdf.make_pdfs(*papers)] == [3, 3]
