"""A plan's text as the first section of a Word document."""

from collections.abc import Iterator
from decimal import Decimal

from plans.domain.paper import PORTRAIT

from .docx import short_rule
from .plan_text import KIND, MOTTO, NATION, RECIPIENTS, Paragraph, PlanText, Role, Run
from .word import WordBook, note_mark, paragraph, said, twips

MARGINS = (20, 15, 20, 30)  # mm
_STYLES = {
    Role.BASIS: "CanCu",
    Role.BODY: "DoanVan",
    Role.MUC: "Muc",
    Role.KHOAN: "Khoan",
    Role.DIEM: "Diem",
}
_BOLD = "<w:b/><w:bCs/>"
_PLAIN = '<w:b w:val="0"/><w:bCs w:val="0"/>'
_LEFT, _SIGNING = Decimal(66), Decimal(75)  # mm: the left half at the top and at the end
_MOTTO = Decimal(66)  # mm: as long as its line


def write_plan_docx(text: PlanText) -> bytes:
    book = start_book(text)
    add_plan(book, text, last=True)
    return book.to_bytes()


def start_book(text: PlanText) -> WordBook:
    return WordBook(f"{KIND.capitalize()} {text.title}", text.number, text.notes)


def add_plan(book: WordBook, text: PlanText, *, last: bool) -> None:
    book.add_section(_elements(text), margins=MARGINS, last=last)


def _elements(text: PlanText) -> Iterator[str]:
    yield paragraph("NgatPhan")  # LibreOffice would put a whole line before a table when there are footnotes
    yield _top(text)
    yield paragraph("LoaiVanBan", said(KIND))
    yield paragraph("TrichYeu", said(text.title))
    yield short_rule("GachNgan", (PORTRAIT - 60) / 2)
    yield from map(_paragraph, text.paragraphs)
    yield paragraph("NgatPhan", properties=f'<w:keepNext/><w:spacing w:before="{twips(6)}"/>')
    yield _signing(text)
    yield paragraph("NgatPhan")  # Word wants a paragraph behind a table


def _top(text: PlanText) -> str:
    issuer = [paragraph("CoQuan", said(line, _BOLD)) for line in text.issuer]
    left = [*issuer, short_rule("GachNgan", (_LEFT - 22) / 2), paragraph("SoKyHieu", said(text.number))]
    right = [
        paragraph("QuocHieu", said(NATION)),
        paragraph("TieuNgu", said(MOTTO)),
        short_rule("GachNgan", (PORTRAIT - _LEFT - _MOTTO) / 2),
        paragraph("DiaDanh", said(text.place_and_date)),
    ]
    return _beside("".join(left), "".join(right), _LEFT)


def _paragraph(shown: Paragraph) -> str:
    kept = "<w:keepNext/>" if shown.is_heading or shown.is_last else ""
    return paragraph(_STYLES[shown.role], *(_run(run, shown.role) for run in shown.runs), properties=kept)


def _run(run: Run, role: Role) -> str:
    if run.note:
        return note_mark(run.note)
    if role is Role.MUC:  # bold by its style
        return said(run.text, *([] if run.bold else [_PLAIN]))
    return said(run.text, *([_BOLD] if run.bold else []))


def _signing(text: PlanText) -> str:
    left = [paragraph("NoiNhanDong", said(line)) for line in text.recipients]
    if left:
        left.insert(0, paragraph("NoiNhan", said(RECIPIENTS)))
    right = [paragraph("ChucVu", said(line)) for line in text.powers]
    signer = paragraph("NguoiKy", said(text.signer), properties=f'<w:spacing w:before="{twips(32)}"/>')
    return _beside("".join(left) or paragraph("NoiNhanDong"), "".join([*right, signer]), _SIGNING)


def _beside(left: str, right: str, width: Decimal) -> str:
    """Two blocks side by side, without rules, not torn apart."""
    widths = (twips(width), twips(PORTRAIT - width))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for wide, content in zip(widths, (left, right), strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )
