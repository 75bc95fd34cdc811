"""Files of every kind that is taken, and the hostile ones: told by content, whatever they are called."""

import io
import warnings
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from PIL import Image

from ntm import attachments
from ntm.attachments import (
    DOC,
    DOCX,
    JPEG,
    PDF,
    PNG,
    WEBP,
    XLS,
    XLSX,
    FileRefusedError,
    type_of,
    type_of_suffix,
)

from ..archives import repack, zip_of
from ..factories import PDF_BYTES

DATA = Path(__file__).parent.parent / "data"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
TYPES = "[Content_Types].xml"


def picture(kind: str, size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 120, 60)).save(out, kind)
    return out.getvalue()


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_bytes() -> bytes:
    return saved(docx.Document())


def xlsx_bytes() -> bytes:
    return saved(Workbook())


def old(name: str) -> bytes:
    return (DATA / name).read_bytes()


def heic(brand: bytes = b"heic") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(100)


def test_types_by_content():
    made = {
        PDF: PDF_BYTES,
        JPEG: picture("JPEG"),
        PNG: picture("PNG"),
        WEBP: picture("WEBP"),
        DOCX: docx_bytes(),
        XLSX: xlsx_bytes(),
        DOC: old("bien-ban-cu.doc"),
        XLS: old("bang-cu.xls"),
    }
    assert {type_of(io.BytesIO(data)): kind for kind, data in made.items()} == {kind: kind for kind in made}


def test_photo_of_a_phone_with_a_preview_beside_it_is_a_jpeg():
    out = io.BytesIO()
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert type_of(out) == JPEG


def test_file_is_left_at_its_beginning():
    for data in (PDF_BYTES, picture("PNG"), docx_bytes(), old("bang-cu.xls")):
        file = io.BytesIO(data)
        type_of(file)
        assert file.read() == data


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefusedError) as caught:
        type_of(io.BytesIO(data))
    return str(caught.value)


def encrypted_zip() -> bytes:
    """With the mark of a password at each of its parts."""
    data = bytearray(docx_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        places = [entry.header_offset + 6 for entry in archive.infolist()]
    start = data.rindex(b"PK\x05\x06")
    directory = int.from_bytes(data[start + 16 : start + 20], "little")
    while data[directory : directory + 4] == b"PK\x01\x02":
        places.append(directory + 8)
        name, extra, comment = (
            int.from_bytes(data[directory + at : directory + at + 2], "little") for at in (28, 30, 32)
        )
        directory += 46 + name + extra + comment
    for place in places:
        data[place] |= 1
    return bytes(data)


def bomb() -> bytes:
    return repack(docx_bytes(), add={"word/media/a.bmp": bytes(20 * 1024 * 1024)})


def renamed(data: bytes, before: str, after: str) -> bytes:
    """An OLE file in whose directory one entry has another name."""
    old_name, new_name = (name.encode("utf-16-le").ljust(64, b"\0") for name in (before, after))
    assert data.count(old_name) == 1
    at = data.index(old_name)
    length = (len(after) * 2 + 2).to_bytes(2, "little")
    return data[:at] + new_name + length + data[at + 66 :]


def locked_doc() -> bytes:
    data = bytearray(old("bien-ban-cu.doc"))
    start = data.index(b"\xec\xa5")
    data[start + 11] |= 1
    return bytes(data)


def excel_4_macro() -> bytes:
    data = bytearray(old("bang-cu.xls"))
    start = data.index(b"\x85\x00", 512)
    data[start + 4 + 5] = 1
    return bytes(data)


def locked_xls() -> bytes:
    """The record after the first becomes the one that says a password is needed."""
    data = bytearray(old("bang-cu.xls"))
    start = data.index(b"\x09\x08\x10\x00")
    after = start + 4 + 16
    data[after : after + 2] = b"\x2f\x00"
    return bytes(data)


NOT_TAKEN, PASSWORD = "Tệp này không phải PDF, ảnh", "Tệp có mật khẩu"
MACRO, BROKEN, STRANGE = "Tệp có macro", "Tệp Word, Excel bị hỏng", "Tệp nén bất thường"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(lambda: b"", "Tệp không có nội dung (0 byte).", id="nothing"),
        pytest.param(lambda: HTML, NOT_TAKEN, id="page"),
        pytest.param(lambda: HTML + PDF_BYTES, NOT_TAKEN, id="page that is a PDF further on"),
        pytest.param(lambda: SVG, NOT_TAKEN, id="SVG"),
        pytest.param(lambda: b"GIF89a" + HTML, NOT_TAKEN, id="GIF that is a page"),
        pytest.param(lambda: b"{\\rtf1 a}", NOT_TAKEN, id="RTF"),
        pytest.param(lambda: b"MZ" + bytes(500), NOT_TAKEN, id="program"),
        pytest.param(lambda: zip_of(a_txt=b"x"), NOT_TAKEN, id="archive"),
        pytest.param(lambda: HTML + docx_bytes(), NOT_TAKEN, id="page with a document behind it"),
        pytest.param(lambda: PDF_BYTES[:20], "Tệp PDF bị cắt cụt", id="half a PDF"),
        pytest.param(lambda: picture("JPEG")[:30], "Ảnh bị hỏng", id="half a JPEG"),
        pytest.param(lambda: picture("PNG")[:60], "Ảnh bị hỏng", id="half a PNG"),
        pytest.param(lambda: b"\xff\xd8\xff" + HTML, "Ảnh bị hỏng", id="page that begins as a JPEG"),
        pytest.param(lambda: b"RIFF\x10\0\0\0WEBP" + HTML, "Ảnh bị hỏng", id="page that begins as a WEBP"),
        pytest.param(heic, "Ảnh dạng HEIC", id="HEIC"),
        pytest.param(lambda: heic(b"mif1"), "Ảnh dạng HEIC", id="HEIF"),
        pytest.param(encrypted_zip, PASSWORD, id="locked docx"),
        pytest.param(bomb, STRANGE, id="zip bomb"),
        pytest.param(lambda: docx_bytes()[:-40], BROKEN, id="docx without its end"),
        pytest.param(lambda: repack(docx_bytes(), drop=(TYPES,)), NOT_TAKEN, id="docx without types"),
        pytest.param(lambda: repack(docx_bytes(), add={"word/vbaProject.bin": b"x"}), MACRO, id="docm"),
        pytest.param(lambda: repack(xlsx_bytes(), add={"xl/VBAPROJECT.BIN": b"x"}), MACRO, id="xlsm"),
        pytest.param(
            lambda: repack(xlsx_bytes(), {TYPES: lambda part: part + b"<!-- macroEnabled -->"}),
            MACRO,
            id="xlsm by its types",
        ),
        pytest.param(lambda: old("bang-cu.xls")[:600], BROKEN, id="half an xls"),
        pytest.param(lambda: old("bang-cu.xls")[:8] + bytes(2000), BROKEN, id="OLE of nothing"),
        pytest.param(
            lambda: renamed(old("bien-ban-cu.doc"), "1Table", "EncryptedPackage"), PASSWORD, id="docx in OLE"
        ),
        pytest.param(
            lambda: renamed(old("bien-ban-cu.doc"), "1Table", "Macros"), MACRO, id="doc with macros"
        ),
        pytest.param(
            lambda: renamed(old("bang-cu.xls"), "\x01Ole", "_VBA_PROJECT_CUR"), MACRO, id="xls with macros"
        ),
        pytest.param(excel_4_macro, MACRO, id="xls with macros of Excel 4"),
        pytest.param(locked_doc, PASSWORD, id="locked doc"),
        pytest.param(locked_xls, PASSWORD, id="locked xls"),
        pytest.param(
            lambda: renamed(old("bang-cu.xls"), "Workbook", "PowerPoint"),
            NOT_TAKEN,
            id="OLE of another program",
        ),
    ],
)
def test_refused(data, says):
    assert refusal(data()).startswith(says)


def test_archive_with_too_many_parts_is_refused():
    parts = {f"word/part{n}.xml": b"" for n in range(attachments.MAX_PARTS)}
    assert refusal(repack(docx_bytes(), add=parts)).startswith(STRANGE)


def test_picture_of_too_many_pixels_is_refused_without_drawing_it(monkeypatch):
    monkeypatch.setattr(attachments, "MAX_PIXELS", 1199)
    assert refusal(picture("PNG", (40, 30))).startswith("Ảnh có quá nhiều điểm ảnh")


def test_large_picture_gives_no_warning(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert type_of(io.BytesIO(picture("PNG", (40, 30)))) == PNG
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert refusal(picture("PNG", (40, 30))).startswith("Ảnh có quá nhiều điểm ảnh")


def test_polyglots_are_what_they_begin_as():
    """A PDF or photo with a page or an archive behind it leaves as PDF or photo, never as a page."""
    assert type_of(io.BytesIO(PDF_BYTES + docx_bytes() + b"%%EOF")) == PDF
    assert type_of(io.BytesIO(picture("JPEG") + HTML)) == JPEG


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", PDF), ("a.pdf.jpg", JPEG), ("a.doc", DOC), ("a.docx", DOCX), ("a.html", None), ("", None)],
)
def test_type_of_a_stored_name(name, kind):
    assert type_of_suffix(name) == kind
