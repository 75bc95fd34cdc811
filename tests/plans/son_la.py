"""Sơn La's Biểu số 01 and 02 for tests: units, definitions, printed rows, and sheets laid out from them."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from openpyxl import Workbook

from plans.annexes.commune_gaps import ADVANCED, NTM, advanced_definition, ntm_definition
from plans.domain.definition import AnnexDefinition, CriterionFacts, PlanFacts, Rounding
from plans.domain.entries import WHOLE, Parsed, Scope
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable, Row

from . import dien_bien

_SETS = {NTM: "xa-ntm-2021-2025", ADVANCED: "xa-ntm-nang-cao-2021-2025"}
_DEFINE = {NTM: ntm_definition, ADVANCED: advanced_definition}
SAP_VAT = {1: "Xã Sấp Vạt"}  # on its second page
# Criteria of each commune by page, as the plan prints them.
PAGES = {
    NTM: ((6,), (5, 4), (8, 3), (7,)),
    ADVANCED: ((4, 4, 3), (6, 5), (4, 6, 4)),
}
Tree = list[tuple[dict[str, str], list[tuple[str, list[str]]]]]


def name_index():
    return dien_bien.name_index("14")


@cache
def gaps(code: str = NTM, **changed) -> AnnexDefinition:
    plan = json.loads((dien_bien.ROOT / "fixtures/plans/son-la-2023-176.json").read_text(encoding="utf-8"))
    annex = next(annex for annex in plan["annexes"] if annex["code"] == code)
    path = dien_bien.ROOT / f"fixtures/criteria/{_SETS[code]}.json"
    criteria = json.loads(path.read_text(encoding="utf-8"))["criteria"]
    facts = PlanFacts(
        slug=plan["slug"],
        number=plan["number"],
        date=date.fromisoformat(plan["date"]),
        title=plan["title"],
        issuer="UBND tỉnh Sơn La",
        province="Sơn La",
        first_year=plan["first_year"],
        last_year=plan["last_year"],
        baseline_year=plan["baseline_year"],
        criteria=tuple(
            CriterionFacts(str(one["number"]), one["name"], one["short_name"]) for one in criteria
        ),
        rounding=Rounding.HALF_UP,
        digits=2,
        annex_label=changed.get("label", annex["label"]),
        annex_title=changed.get("title", annex["title"]),
        annex_intro=changed.get("intro", tuple(annex["intro"])),
        indicators=tuple(str(part["number"]) for one in criteria for part in one["indicators"]),
        as_of_month=changed.get("month", annex["as_of_month"]),
    )
    return _DEFINE[code](facts)


@cache
def _printed(code: str) -> str:
    path = dien_bien.ROOT / f"fixtures/demo/{code}.son-la-2023-176.json"
    return path.read_text(encoding="utf-8")


def printed(code: str) -> Tree:
    """The printed annex: each commune's own cells, then its criteria with their items."""
    return [
        (
            row["cells"],
            [
                (child["cells"]["criterion"], [item["cells"]["work"] for item in child["children"]])
                for child in row["children"]
            ],
        )
        for row in json.loads(_printed(code))["rows"]
    ]


def tree(rows: Sequence[Row]) -> Tree:
    """The same of rows that were read."""
    return [
        (
            {key: cell.text for key, cell in row.cells.items()},
            [
                (child.cell("criterion").text, [item.cell("work").text for item in child.children])
                for child in row.children
            ],
        )
        for row in rows
    ]


class Sheet:
    """A sheet being laid out as the printed annex is: title, heading, numbers of the columns, rows."""

    def __init__(self, definition: AnnexDefinition, book: Workbook | None = None) -> None:
        self.definition, self.keys = definition, [column.key for column in definition.columns]
        self.book = book or Workbook()
        self.sheet = self.book.create_sheet() if book else self.book.active
        self.row = 1

    def add(self, cells: dict[str, str | None]) -> int:
        for place, key in enumerate(self.keys, start=1):
            if cells.get(key):
                self.sheet.cell(self.row, place, cells[key])
        self.row += 1
        return self.row - 1

    def heading(self, *, numbers: bool = True) -> "Sheet":
        """With the one heading of two columns merged."""
        top = self.add({column.key: column.heading for column in self.definition.columns})
        left = self.keys.index("unmet") + 1
        self.sheet.cell(top, left + 1).value = None
        self.sheet.merge_cells(start_row=top, end_row=top, start_column=left, end_column=left + 1)
        if numbers:
            self.add({key: str(place) for place, key in enumerate(self.keys, start=1)})
        return self

    def title(self) -> "Sheet":
        for text in (self.definition.label, self.definition.title, *self.definition.intro):
            self.add({"stt": text})
        return self

    def merge(self, key: str, first: int, last: int) -> None:
        column = self.keys.index(key) + 1
        if last > first:
            self.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


Layout = Callable[[str], Workbook]


def _each(code: str, add: Callable[[Sheet, dict, list], None]) -> Workbook:
    sheet = Sheet(gaps(code)).title().heading()
    for cells, criteria in printed(code):
        add(sheet, cells, criteria)
    return sheet.book


def _lines(criteria: list) -> dict[str, str]:
    return {
        "criterion": "\n".join(text for text, _ in criteria),
        "work": "\n".join(item for _, items in criteria for item in items),
    }


def by_commune(code: str) -> Workbook:
    """One row for a commune, with as many lines in its cells as there are criteria and items."""
    return _each(code, lambda sheet, cells, criteria: sheet.add(cells | _lines(criteria)))


def by_criterion(code: str) -> Workbook:
    """A row for each criterion, the commune's own cells blank below the first."""

    def add(sheet, cells, criteria):
        for place, (text, items) in enumerate(criteria):
            sheet.add({**(cells if place == 0 else {}), "criterion": text, "work": "\n".join(items)})

    return _each(code, add)


def by_item(code: str) -> Workbook:
    """A row for each item, nothing repeated and nothing merged."""

    def add(sheet, cells, criteria):
        for first, (text, items) in enumerate(criteria):
            for place, item in enumerate(items):
                own = cells if first == place == 0 else {}
                sheet.add({**own, "criterion": None if place else text, "work": item})

    return _each(code, add)


def merged_down(code: str) -> Workbook:
    """A row for each item, the cells of commune and criterion merged over theirs."""

    def add(sheet, cells, criteria):
        top = sheet.row
        for text, items in criteria:
            first = sheet.row
            for item in items:
                own = cells if sheet.row == top else {}
                sheet.add({**own, "criterion": text if sheet.row == first else None, "work": item})
            sheet.merge("criterion", first, sheet.row - 1)
        for key in cells:
            sheet.merge(key, top, sheet.row - 1)

    return _each(code, add)


def filled_down(code: str) -> Workbook:
    """A row for each item, the cells of commune and criterion said again in each."""

    def add(sheet, cells, criteria):
        for text, items in criteria:
            for item in items:
                sheet.add({**cells, "criterion": text, "work": item})

    return _each(code, add)


def work_merged(code: str) -> Workbook:
    """A row for each criterion, all of the work in one cell beside them."""

    def add(sheet, cells, criteria):
        top, whole = sheet.row, cells | {"work": _lines(criteria)["work"]}
        for place, (text, _) in enumerate(criteria):
            sheet.add({**(whole if place == 0 else {}), "criterion": text})
        for key in (*cells, "work"):
            sheet.merge(key, top, sheet.row - 1)

    return _each(code, add)


def criteria_first(code: str) -> Workbook:
    """All criteria in the first row's cell, the items one below the other."""

    def add(sheet, cells, criteria):
        both = _lines(criteria)
        for place, item in enumerate(both["work"].split("\n")):
            sheet.add({**(cells | both if place == 0 else {}), "work": item})

    return _each(code, add)


def _pages(code: str):
    """The commune's own cells and the criteria of each printed page; the second spells Sặp Vạt otherwise."""
    for (cells, criteria), sizes in zip(printed(code), PAGES[code], strict=True):
        start = 0
        for page, size in enumerate(sizes):
            own = cells | ({"name": SAP_VAT[page]} if cells["name"] == "Xã Sập Vạt" and page else {})
            yield own, criteria[start : start + size]
            start += size


def pages_below(code: str) -> Workbook:
    """The pages pasted below each other with their headings; the number of the third commune is lost once."""
    sheet = Sheet(gaps(code)).title()
    lost = True
    for cells, criteria in _pages(code):
        own = dict(cells)
        if own["stt"] == "3" and lost:
            own["stt"], lost = "", False
        sheet.heading(numbers=own["stt"] != "2")
        if len(criteria) % 2:
            sheet.add(own | _lines(criteria))
        else:
            _add_loosely(sheet, own, criteria)
        sheet.row += 1
    return sheet.book


def _add_loosely(sheet: Sheet, cells: dict, criteria: list) -> None:
    """A row for each item; a criterion stands in the middle of its rows, as scans put it."""
    for first, (text, items) in enumerate(criteria):
        middle = len(items) // 2 if all("." in item[:20] for item in items) and first else 0
        for place, item in enumerate(items):
            own = cells if first == place == 0 else {}
            sheet.add({**own, "criterion": text if place == middle else None, "work": item})


def pages_apart(code: str, *, named: bool = True) -> Workbook:
    """Each page on a sheet of its own; ``named``: the commune's cells stand on each."""
    book, before = None, ""
    for cells, criteria in _pages(code):
        sheet = Sheet(gaps(code), book).heading()
        again = cells["stt"] == before
        sheet.add({**({} if again and not named else cells), **_lines(criteria)})
        book, before = sheet.book, cells["stt"]
    return book


def pages_unnamed(code: str) -> Workbook:
    return pages_apart(code, named=False)


LAYOUTS: tuple[Layout, ...] = (
    by_commune,
    by_criterion,
    by_item,
    merged_down,
    filled_down,
    work_merged,
    criteria_first,
    pages_below,
    pages_apart,
    pages_unnamed,
)


def both_below(first: str, second: str) -> Workbook:
    """Both annexes on one sheet, and below them one of other columns."""
    sheet = Sheet(gaps(first))
    for code in (first, second):
        sheet.definition = gaps(code)
        sheet.keys = [column.key for column in sheet.definition.columns]
        sheet.title().heading()
        for cells, criteria in printed(code):
            sheet.add(cells | _lines(criteria))
    sheet.add({"stt": "BIỂU SỐ 03"})
    sheet.add({"stt": "TT", "district": "Nhiệm vụ", "name": "Cơ quan chủ trì"})
    sheet.add({"stt": "1", "district": "Nghị quyết", "name": "Sở Nông nghiệp", "met": "Quý IV/2023"})
    return sheet.book


def scanned(code: str, *, breaks: bool) -> Workbook:
    """The pages as a machine read them, one below the other: headings again and again, cells that slipped to
    the left, marks of bold. ``breaks``: paragraphs are lines of their cells.
    """
    text = (dien_bien.ROOT / "tests/data/bieu-01-02-son-la.txt").read_text(encoding="utf-8")
    part = text.split("**BIỂU SỐ 02**")[code == ADVANCED]
    book = Workbook()
    for row, line in enumerate(part.splitlines(), start=1):
        for column, cell in enumerate(line.split("\t"), start=1):
            shown = re.sub(r"</p>\s*<p>", "\n", cell).removeprefix("<p>").removesuffix("</p>")
            if cell:
                book.active.cell(row, column, shown if breaks else cell)
    return book


def read(book: Workbook, code: str = NTM, scope: Scope = WHOLE, answers: dict | None = None) -> Parsed:
    sheets = read_workbook(dien_bien.to_bytes(book))
    return parse(sheets, gaps(code), name_index(), scope, answers)


def table(code: str = NTM) -> AnnexTable:
    return AnnexTable(read(merged_down(code), code).rows)
