"""All of a plan as files: its text and its annexes, as one document or each in a file of its own."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify

from accounts.models import User
from ntm.text import fold
from plans.annexes import PLAN_ANNEXES
from plans.domain.text.document import Section, lines
from plans.domain.write import plan_html
from plans.domain.write.docx import Printed, add_annex, write_docx
from plans.domain.write.html import as_paper
from plans.domain.write.lines import printed_lines
from plans.domain.write.papers import Paper
from plans.domain.write.plan_docx import add_plan, start_book, write_plan_docx
from plans.domain.write.plan_text import PlanFields, PlanText, plan_text
from plans.domain.write.word import WordBook
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex, Plan
from plans.pdf import PdfError, find_layouts, make_pdf, make_pdfs

from .files import CONTENT_TYPES, Printout
from .output import FIGURE_WORDS, PRINTED, Reading, read_annex
from .plan_text import read_sections
from .rows import file_name

ALL, TEXT, ANNEXES = "all", "text", "annexes"  # what of the plan
PLAN_TYPES = {"pdf": CONTENT_TYPES["pdf"], "docx": CONTENT_TYPES["docx"], "zip": "application/zip"}

_WORDS = {ALL: ("van-ban-va-bieu",), TEXT: ("van-ban",), ANNEXES: ("cac-bieu",)}
_CONTENTS = "muc-luc.txt"


class NothingToPrintError(Exception):
    """The plan has nothing yet of what is wanted; the text says so in Vietnamese."""


@dataclass(frozen=True)
class PlanOutput:
    """What one person gets of a plan: its text, and of its printed annexes those with rows."""

    plan: Plan
    user: User
    part: str = ALL
    figures: str = PRINTED

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return read_sections(self.plan) if self.part != ANNEXES else ()

    @property
    def has_text(self) -> bool:
        return bool(self.sections or self.plan.opening) and self.part != ANNEXES

    @cached_property
    def _readings(self) -> list[Reading]:
        if self.part == TEXT:
            return []
        annexes = Annex.objects.of_plan(self.plan).for_list().order_by("position")
        known = [
            annex for annex in annexes if annex.code in PLAN_ANNEXES and PLAN_ANNEXES[annex.code].printed
        ]
        return [reading for annex in known if isinstance(reading := read_annex(annex, self.user), Reading)]

    @property
    def readings(self) -> list[Reading]:
        """The annexes that are printed."""
        return [reading for reading in self._readings if reading.table.rows]

    @property
    def left_out(self) -> list[Reading]:
        """The annexes that have no rows yet, or none that this person sees."""
        return [reading for reading in self._readings if not reading.table.rows]

    def printouts(self) -> list[Printout]:
        return [reading.printout(self.figures) for reading in self.readings]

    def file_name(self, kind: str) -> str:
        number = self.plan.number.replace("/", "-") or self.plan.slug
        words = ["ke-hoach", number, *_WORDS[self.part]]
        if self.figures != PRINTED:
            words.append(FIGURE_WORDS[self.figures])
        return f"{slugify(fold(' '.join(words)))}.{kind}"

    def text(self) -> PlanText:
        return plan_text(_fields(self.plan), self.sections)

    def write(self, kind: str) -> bytes:
        """The bytes of a file; ``kind`` is a key of PLAN_TYPES. Raises PdfError, NothingToPrintError."""
        if not self.has_text and not self.readings:
            raise NothingToPrintError("Kế hoạch chưa có văn bản hoặc số liệu nào để in.")
        return _WRITERS[kind](self)


def _fields(plan: Plan) -> PlanFields:
    """Where no place is given the document is made where the province sits: it goes by its name."""
    return PlanFields(
        issuer=plan.issuer,
        number=plan.number,
        place=plan.place or plan.province.name,
        day=plan.date,
        title=plan.title,
        bases=lines(plan.legal_bases),
        opening=lines(plan.opening),
        closing=lines(plan.closing),
        notes=lines(plan.footnotes),
        recipients=lines(plan.recipients),
        powers=(plan.signs_for, plan.in_place_of, plan.post),
        signer=plan.signer,
    )


def _papers(output: PlanOutput) -> Iterator[Paper]:
    if output.has_text:
        yield plan_html.as_paper(output.text())
    yield from _annex_papers(output.printouts())


def _annex_papers(printouts: Iterable[Printout]) -> Iterator[Paper]:
    for definition, table, note in printouts:
        yield as_paper(definition, printed_lines(definition, table), note=note)


def _pdf(output: PlanOutput) -> bytes:
    return make_pdf(*_papers(output))


def _docx(output: PlanOutput) -> bytes:
    printouts = output.printouts()
    text = output.text() if output.has_text else None
    book = start_book(text) if text else WordBook(f"Các biểu kèm theo {output.plan}", output.plan.title)
    if text:
        add_plan(book, text, last=not printouts)
    annexes = _with_layouts(printouts)
    for number, printed in enumerate(annexes, start=1):
        add_annex(book, printed, last=number == len(annexes))
    return book.to_bytes()


def _with_layouts(printouts: Sequence[Printout]) -> list[Printed]:
    try:
        layouts = find_layouts(*_annex_papers(printouts)) if printouts else []
    except PdfError:  # a document without known pages is better than none
        layouts = [[] for _ in printouts]
    return [
        Printed(definition, printed_lines(definition, table), note, found)
        for (definition, table, note), found in zip(printouts, layouts, strict=True)
    ]


def _zip(output: PlanOutput) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(output):
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return stream.getvalue()


def _files(output: PlanOutput) -> Iterator[tuple[str, bytes]]:
    """A list of what there is, then each piece in each kind of file that it comes in."""
    yield _CONTENTS, _contents(output).encode()
    pdfs = iter(make_pdfs(*_papers(output)))
    if output.has_text:
        name = PlanOutput(output.plan, output.user, TEXT).file_name("")
        yield f"00-{name}pdf", next(pdfs)
        yield f"00-{name}docx", write_plan_docx(output.text())
    annexes = zip(output.readings, _with_layouts(output.printouts()), pdfs, strict=True)
    for number, (reading, printed, pdf) in enumerate(annexes, start=1):
        name = f"{number:02}-{file_name(reading.annex, kind='')}"
        yield f"{name}pdf", pdf
        yield f"{name}docx", write_docx(printed)
        yield f"{name}xlsx", write_xlsx(printed.definition, printed.lines, note=printed.note)


def _contents(output: PlanOutput) -> str:
    there = [
        f"{number:02}. {reading.annex.label}. {reading.annex.title}" for number, reading in _numbered(output)
    ]
    first = [f"00. {output.plan}. {output.plan.title}"] if output.has_text else []
    missing = [
        f"{'Không có dòng nào bạn được xem' if reading.whole.rows else 'Chưa có số liệu'} nên không in: "
        f"{reading.annex.label}. {reading.annex.title}"
        for reading in output.left_out
    ]
    return "\r\n".join([*first, *there, *missing, ""])


def _numbered(output: PlanOutput) -> Iterable[tuple[int, Reading]]:
    return enumerate(output.readings, start=1)


_WRITERS: dict[str, Callable[[PlanOutput], bytes]] = {"pdf": _pdf, "docx": _docx, "zip": _zip}
