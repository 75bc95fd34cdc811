"""What a file somebody sends is, told by its content alone; its name says nothing here.

Nothing is unpacked or drawn: the file is kept and handed out again as it came, so what matters is that it is
what it says, that a program opening it runs nothing, and that nobody is handed a bomb.
"""

import warnings
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from PIL import Image

from .ole import Program, read_ole

MAX_PIXELS = 150_000_000  # a phone's best photo has 108 million, a scanned A3 page at 600 dpi 70
MAX_PARTS = 3000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 100  # unpacked to packed, for parts over 1 MiB
_LARGE_PART = 1024 * 1024
_TYPES = "[Content_Types].xml"
_TAIL = 4096  # bytes at the end of a PDF in which its end mark stands


class Kind(StrEnum):
    PDF = "pdf"
    IMAGE = "image"
    WORD = "word"
    EXCEL = "excel"


@dataclass(frozen=True, slots=True)
class FileType:
    """``suffix`` is the one ending files of this type get here; only what ``is_shown`` a browser may show."""

    kind: Kind
    suffix: str
    media_type: str
    is_shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileType(Kind.PDF, ".pdf", "application/pdf", is_shown=True)
JPEG = FileType(Kind.IMAGE, ".jpg", "image/jpeg", is_shown=True)
PNG = FileType(Kind.IMAGE, ".png", "image/png", is_shown=True)
WEBP = FileType(Kind.IMAGE, ".webp", "image/webp", is_shown=True)
DOCX = FileType(Kind.WORD, ".docx", f"{_OFFICE}.wordprocessingml.document")
XLSX = FileType(Kind.EXCEL, ".xlsx", f"{_OFFICE}.spreadsheetml.sheet")
DOC = FileType(Kind.WORD, ".doc", "application/msword")
XLS = FileType(Kind.EXCEL, ".xls", "application/vnd.ms-excel")
TYPES = (PDF, JPEG, PNG, WEBP, DOCX, XLSX, DOC, XLS)
_IMAGES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP}  # MPO: a photo with a preview beside it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif")

_UNKNOWN = "Tệp này không phải PDF, ảnh (JPG, PNG, WEBP), Word (.docx, .doc) hay Excel (.xlsx, .xls)."
_EMPTY = "Tệp không có nội dung (0 byte)."
_CUT = "Tệp PDF bị cắt cụt, không mở được. Hãy lưu hoặc quét lại rồi chọn lại."
_PICTURE = "Ảnh bị hỏng, không mở được. Hãy chụp hoặc lưu lại rồi chọn lại."
_PIXELS = "Ảnh có quá nhiều điểm ảnh. Hãy giảm độ phân giải rồi chọn lại."
_IPHONE = (
    "Ảnh dạng HEIC của iPhone nhiều máy không mở được. Vào Cài đặt, Camera, Định dạng, chọn “Tương thích "
    "nhất” rồi chụp lại, hoặc chuyển ảnh sang JPG."
)
_PASSWORD = "Tệp có mật khẩu nên người khác không mở được. Hãy bỏ mật khẩu, lưu lại rồi chọn lại."
_MACRO = "Tệp có macro nên không được nhận. Hãy lưu lại dạng .docx, .xlsx không có macro, hoặc PDF."
_BROKEN = "Tệp Word, Excel bị hỏng, không mở được. Hãy mở ra, lưu lại rồi chọn lại."
_BOMB = "Tệp nén bất thường nên không được nhận. Hãy lưu lại dạng PDF rồi chọn lại."


class FileRefusedError(Exception):
    """The file is not taken; the message tells the sender why, and what to do."""


def type_of(file: BinaryIO) -> FileType:
    """What the file is; it is left at its beginning. Raises FileRefusedError."""
    file.seek(0)
    head = file.read(1024)
    try:
        return _judge(file, head)
    finally:
        file.seek(0)


def type_of_suffix(name: str) -> FileType | None:
    """Of a name that was given its ending here."""
    return next((one for one in TYPES if name.endswith(one.suffix)), None)


def _judge(file: BinaryIO, head: bytes) -> FileType:
    if not head:
        raise FileRefusedError(_EMPTY)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[8:12] == b"WEBP":
        return _image(file)
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head.startswith(_OLE):
        return _old_office(file)
    raise FileRefusedError(_IPHONE if head[4:12] in _HEIC else _UNKNOWN)


def _pdf(file: BinaryIO) -> FileType:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.read():
        raise FileRefusedError(_CUT)
    return PDF


def _image(file: BinaryIO) -> FileType:
    """Size and structure; the picture itself is not drawn."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of many pixels, which are counted here
            with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
                found, pixels = _IMAGES[picture.format or ""], picture.width * picture.height
                if pixels <= MAX_PIXELS:
                    picture.verify()
    except Image.DecompressionBombError as error:
        raise FileRefusedError(_PIXELS) from error
    except Exception as error:  # a damaged file makes the decoders raise anything at all
        raise FileRefusedError(_PICTURE) from error
    if pixels > MAX_PIXELS:
        raise FileRefusedError(_PIXELS)
    return found


def _old_office(file: BinaryIO) -> FileType:
    """Of Word and Excel before 2007, which many offices still write."""
    file.seek(0)
    try:
        found = read_ole(file)
    except Exception as error:  # a damaged file makes the reader raise anything at all
        raise FileRefusedError(_BROKEN) from error
    if found.is_locked:
        raise FileRefusedError(_PASSWORD)
    if found.has_macros:
        raise FileRefusedError(_MACRO)
    if found.program is Program.OTHER:
        raise FileRefusedError(_UNKNOWN)
    return DOC if found.program is Program.WORD else XLS


def _office(file: BinaryIO) -> FileType:
    """By the parts of the archive, none of which is unpacked but the short list of their types."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive.infolist())
            found = _main_part(set(archive.namelist()))
            with archive.open(_TYPES) as part:
                types = part.read(_LARGE_PART)
    except FileRefusedError:
        raise
    except Exception as error:  # besides BadZipFile whatever a broken directory leads to
        raise FileRefusedError(_BROKEN) from error
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise FileRefusedError(_MACRO)
    return found


def _main_part(names: set[str]) -> FileType:
    if _TYPES in names and "word/document.xml" in names:
        return DOCX
    if _TYPES in names and "xl/workbook.xml" in names:
        return XLSX
    raise FileRefusedError(_UNKNOWN)


def _check_parts(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError(_PASSWORD)
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileRefusedError(_BOMB)
    for entry in entries:
        if entry.file_size > _LARGE_PART and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise FileRefusedError(_BOMB)
        if entry.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")):
            raise FileRefusedError(_MACRO)
