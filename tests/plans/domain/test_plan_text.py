import io
from datetime import date

import pytest
from docx import Document

from plans.domain.text.document import Section
from plans.domain.write.papers import as_html
from plans.domain.write.plan_docx import write_plan_docx
from plans.domain.write.plan_html import as_paper
from plans.domain.write.plan_text import Paragraph, PlanFields, Role, Run, plan_text

FIELDS = {
    "issuer": "Ủy ban nhân dân tỉnh Sơn La",
    "number": "176/KH-UBND",
    "place": "Sơn La",
    "day": date(2023, 7, 7),
    "title": "Xây dựng nông thôn mới năm 2023",
    "bases": ("Căn cứ Nghị quyết số 142/NQ-HĐND.",),
    "closing": ("Yêu cầu các Sở, ban, ngành thực hiện.",),
    "recipients": ("TT Tỉnh ủy (b/c);", "- Lưu: VT."),
    "powers": ("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH"),
    "signer": "Nguyễn Văn A",
}
SECTIONS = (
    Section(1, 1, "I", "MỤC TIÊU"),
    Section(2, 2, "1", "Cấp xã:", run_in=True, text="Có 01 xã đạt chuẩn¹; đất 5 km² thêm²."),
    Section(3, 3, "a)", "", text="Nội dung một."),
)


def text(**changed):
    return plan_text(PlanFields(**FIELDS | changed), SECTIONS)


def test_paragraphs_with_their_roles():
    assert text(notes=("Xã Thanh Hưng.", "Hai.")).paragraphs == (
        Paragraph(Role.BASIS, (Run("Căn cứ Nghị quyết số 142/NQ-HĐND."),)),
        Paragraph(Role.MUC, (Run("I. MỤC TIÊU", bold=True),), is_heading=True),
        Paragraph(
            Role.KHOAN,
            (
                Run("1. Cấp xã:", bold=True),
                Run(" Có 01 xã đạt chuẩn"),
                Run("", note=1),
                Run("; đất 5 km² thêm"),
                Run("", note=2),
                Run("."),
            ),
        ),
        Paragraph(Role.DIEM, (Run("a)"), Run(" Nội dung một."))),
        Paragraph(Role.BODY, (Run("Yêu cầu các Sở, ban, ngành thực hiện./."),), is_last=True),
    )


def test_head_and_foot():
    made = text()
    assert (made.issuer, made.number, made.place_and_date) == (
        ("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"),
        "Số: 176/KH-UBND",
        "Sơn La, ngày 07 tháng 7 năm 2023",
    )
    assert (made.recipients, made.powers, made.signer) == (
        ("- TT Tỉnh ủy (b/c);", "- Lưu: VT."),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "Nguyễn Văn A",
    )


def test_number_and_date_stay_blank_until_they_are_known():
    made = text(number="", day=None)
    room = "\u00a0" * 6
    assert (made.number, made.place_and_date) == (
        f"Số: {room}/KH-UBND",
        f"Sơn La, ngày {room} tháng {room} năm {room}",
    )


@pytest.mark.parametrize(
    ("closing", "end"), [("thực hiện", "thực hiện./."), ("thực hiện./.", "thực hiện./."), ("a;", "a./.")]
)
def test_end_is_written_once(closing, end):
    assert text(closing=(closing,)).paragraphs[-1].runs[-1].text == end


def test_plan_without_closing_ends_with_its_last_section():
    assert text(closing=()).paragraphs[-1].runs[-1].text == " Nội dung một./."


def test_mark_without_a_footnote_stays_as_it_is():
    assert text().paragraphs[2].runs[-1].text == " Có 01 xã đạt chuẩn¹; đất 5 km² thêm²."


def test_html_says_all_of_it():
    html = as_html(as_paper(text(notes=("Xã A & B.", "Hai.")))).splitlines()
    assert '<p class="muc heading"><b>I. MỤC TIÊU</b></p>' in html
    assert (
        '<p class="khoan"><b>1. Cấp xã:</b> Có 01 xã đạt chuẩn<span class="footnote">Xã A &amp; B.</span>; '
        'đất 5 km² thêm<span class="footnote">Hai.</span>.</p>'
    ) in html
    assert '<p class="body last">Yêu cầu các Sở, ban, ngành thực hiện./.</p>' in html


def test_word_document_says_all_of_it():
    document = Document(io.BytesIO(write_plan_docx(text(notes=("Xã A & B.", "Hai.")))))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Tên loại văn bản", "KẾ HOẠCH"),
        ("Trích yếu", "Xây dựng nông thôn mới năm 2023"),
        ("Căn cứ", "Căn cứ Nghị quyết số 142/NQ-HĐND."),
        ("Mục", "I. MỤC TIÊU"),
        ("Khoản", "1. Cấp xã: Có 01 xã đạt chuẩn; đất 5 km² thêm."),
        ("Điểm", "a) Nội dung một."),
        ("Đoạn văn", "Yêu cầu các Sở, ban, ngành thực hiện./."),
    ]
    cells = [[cell.text.split("\n") for cell in table.rows[0].cells] for table in document.tables]
    assert cells[1] == [
        ["Nơi nhận:", "- TT Tỉnh ủy (b/c);", "- Lưu: VT."],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A"],
    ]
    assert cells[0][0] == ["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA", "", "Số: 176/KH-UBND"]


def test_word_footnotes_are_real_ones():
    document = Document(io.BytesIO(write_plan_docx(text(notes=("Xã A & B.", "Hai.")))))
    (notes,) = (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("footnotes"))
    assert document.element.xpath(".//w:footnoteReference/@w:id") == ["1", "2"]
    assert notes.blob.decode().count("<w:footnote ") == 4
    assert "Xã A &amp; B." in notes.blob.decode()


def test_signing_block_stays_with_the_last_sentence():
    document = Document(io.BytesIO(write_plan_docx(text())))
    last = next(p for p in document.paragraphs if p.text.endswith("./."))
    row = document.tables[1].rows[0]
    assert (last.paragraph_format.keep_with_next, len(row._tr.xpath("./w:trPr/w:cantSplit"))) == (True, 1)
    assert row.cells[1].paragraphs[-1].paragraph_format.space_before.mm == pytest.approx(32, abs=0.1)
