"""A plan's text as it is printed after decree 30/2020/NĐ-CP: one description for PDF and Word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ntm.dates import long_date
from plans.domain.text.document import Paragraph as Written
from plans.domain.text.document import Section, paragraphs

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
KIND = "KẾ HOẠCH"
RECIPIENTS = "Nơi nhận:"
END = "./."

_BLANK = "\u00a0" * 6  # room for what the registry gives
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(r"(?<![kdc]m)(?<!\bm)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")  # not that of "m²"
_UNIT_OF_ISSUER = re.compile(r"\s+(?=(?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG)\s)")


class Role(StrEnum):
    BASIS = "basis"
    BODY = "body"
    MUC = "muc"
    KHOAN = "khoan"
    DIEM = "diem"


_LEVELS = {0: Role.BODY, 1: Role.MUC, 2: Role.KHOAN}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, or where ``note`` is set the mark of the footnote with that number."""

    text: str
    bold: bool = False
    note: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``is_last``: the signing block below must not stand on a page without it."""

    role: Role
    runs: tuple[Run, ...]
    is_heading: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class PlanFields:
    """What a plan says of itself beside its sections; blank where it is not known yet."""

    issuer: str
    number: str
    place: str
    day: date | None
    title: str
    bases: Sequence[str] = ()
    opening: Sequence[str] = ()
    closing: Sequence[str] = ()
    notes: Sequence[str] = ()
    recipients: Sequence[str] = ()
    powers: Sequence[str] = ()  # "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    signer: str = ""


@dataclass(frozen=True, slots=True)
class PlanText:
    """All that stands on the paper, from top to bottom."""

    issuer: tuple[str, ...]
    number: str
    place_and_date: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...]
    recipients: tuple[str, ...]
    powers: tuple[str, ...]
    signer: str


def plan_text(fields: PlanFields, sections: Iterable[Section]) -> PlanText:
    body = list(_body(fields, sections))
    marker = _Marker(len(fields.notes))
    return PlanText(
        issuer=tuple(_UNIT_OF_ISSUER.split(fields.issuer.upper(), maxsplit=1)),
        number=f"Số: {fields.number or f'{_BLANK}/KH-UBND'}",
        place_and_date=_place_and_date(fields),
        title=fields.title,
        paragraphs=tuple(marker.mark(paragraph) for paragraph in _ended(body)),
        notes=tuple(fields.notes),
        recipients=tuple(f"- {text.removeprefix('-').strip()}" for text in fields.recipients),
        powers=tuple(text for text in fields.powers if text),
        signer=fields.signer,
    )


def _place_and_date(fields: PlanFields) -> str:
    day = long_date(fields.day) if fields.day else f"ngày {_BLANK} tháng {_BLANK} năm {_BLANK}"
    return f"{fields.place}, {day}" if fields.place else day[:1].upper() + day[1:]


def _body(fields: PlanFields, sections: Iterable[Section]) -> Iterator[Paragraph]:
    yield from (Paragraph(Role.BASIS, (Run(text),)) for text in fields.bases)
    yield from (Paragraph(Role.BODY, (Run(text),)) for text in fields.opening)
    for section in sections:
        yield from map(_of_section, paragraphs(section))
    yield from (Paragraph(Role.BODY, (Run(text),)) for text in fields.closing)


def _of_section(written: Written) -> Paragraph:
    """The number of a mục and of a khoản stands out where it has a heading; that of a điểm does not."""
    role = _LEVELS.get(written.level, Role.DIEM)
    top = " ".join(part for part in (written.number, written.heading) if part)
    bold = role in (Role.MUC, Role.KHOAN) and bool(written.heading)
    runs = [Run(top, bold)] if top else []
    if written.text:
        runs.append(Run(f" {written.text}" if top else written.text))
    return Paragraph(role, tuple(runs), is_heading=bool(top) and not written.text)


def _ended(body: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """With the sign that nothing follows, behind the last word."""
    yield from body[:-1]
    for paragraph in body[-1:]:
        *runs, last = paragraph.runs
        text = last.text.removesuffix(END).rstrip(" .;,") + END
        yield replace(paragraph, runs=(*runs, replace(last, text=text)), is_heading=False, is_last=True)


class _Marker:
    """Puts the marks of footnotes in the place of ¹ ² ³: each once, in their order."""

    def __init__(self, count: int) -> None:
        self._waiting = list(range(1, count + 1))

    def mark(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, runs=tuple(part for run in paragraph.runs for part in self._split(run)))

    def _split(self, run: Run) -> Iterator[Run]:
        done = 0
        for found in _MARK.finditer(run.text):
            number = int(found[1].translate(_SUPERSCRIPTS))
            if self._waiting[:1] == [number]:
                del self._waiting[0]
                if before := run.text[done : found.start()]:
                    yield replace(run, text=before)
                yield Run("", note=number)
                done = found.end()
        if rest := run.text[done:]:
            yield replace(run, text=rest)
