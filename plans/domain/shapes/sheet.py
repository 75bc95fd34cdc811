"""What the readers of all shapes share: the rows below a heading, and what is to be said of the sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from criteria.domain.values import PLACES
from plans.domain.entries import Entry, Standing
from plans.domain.findings import Finding
from plans.domain.heading import Heading, Headings
from plans.domain.naming import Namer
from plans.domain.places import Place, quote
from plans.domain.read import RawCell, RawSheet
from plans.domain.titles import check_names, check_titles

_PLAN_NUMBER = re.compile(r"(?:kế hoạch|KH)\s+số:?\s*(\d+)\s*/\s*KH", re.IGNORECASE)


class SheetReader:
    """Reads one sheet from its heading down into ``entries``; what it finds is added to ``findings``.

    A reader of a shape says in ``read`` what the rows are.
    """

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        self.sheet, self.heading, self.headings, self.namer = sheet, heading, headings, namer
        self.definition = headings.definition
        self.findings: list[Finding] = list(heading.findings)
        self.entries: list[Entry] = []

    def parse(self) -> tuple[list[Entry], list[Finding]]:
        self._check_plan_number()
        self.findings += check_titles(self.title_cells(), self.definition, self.sheet.name)
        heading = self.heading
        self.findings += check_names(self.sheet, heading.bottom, heading.columns, self.definition)
        self.read()
        self._drop_footer_notes()
        self._note_legacy()
        self._note_hidden_rows()
        if self.heading.blocks:  # without its columns no row can be taken, but its other problems are shown
            self.entries = [replace(entry, standing=Standing.REFUSED) for entry in self.entries]
        return self.entries, self.findings

    def follow(self, before: "SheetReader") -> None:
        """Go on where the sheet before, which was read already, ended. Most shapes begin anew."""

    def read(self) -> None:
        """Add the rows of the sheet to ``entries``."""
        raise NotImplementedError

    def numbers(self) -> Iterator[int]:
        """The rows below the heading that hold something and are not the heading again."""
        for number in sorted(self.sheet.rows):
            if number > self.heading.bottom and not self.headings.repeats(self.sheet, number, self.heading):
                yield number

    def cell(self, number: int, key: str) -> RawCell:
        """The cell of a column; an empty one where there is none."""
        column = self.heading.columns.get(key)
        found = self.sheet.cell(number, column) if column else None
        return found or RawCell("", number, column or 1)

    def titles(self) -> Iterator[str]:
        """Where the sheet may say whose it is."""
        yield from (cell.text for cell in self.title_cells())
        yield self.sheet.name

    def title_cells(self) -> Iterator[RawCell]:
        for number in sorted(self.sheet.rows):
            if number < self.heading.top:
                yield from self.sheet.rows[number].values()

    def ignore(self, cell: RawCell, number: int) -> None:
        message = f"Dòng {number} {quote(cell.text)} không thuộc bảng nên không được đọc."
        self.findings.append(Place.of(cell, self.sheet.name).info("ignored-row", message))

    def _check_plan_number(self) -> None:
        ours = re.match(r"\d+", self.definition.plan_number)
        for cell in self.title_cells():
            stated = _PLAN_NUMBER.search(cell.text)
            if ours and stated and int(stated[1]) != int(ours[0]):
                message = f"Tệp ghi kế hoạch số {stated[1]}, kế hoạch đang nhập là số {ours[0]}."
                self.findings.append(Place.of(cell, self.sheet.name).warning("plan-number", message, ours[0]))

    def _note_legacy(self) -> None:
        old = [cell for cells in self.sheet.rows.values() for cell in cells.values() if cell.legacy]
        if old:
            message = (
                f"{len(old)} ô gõ bằng phông cũ (TCVN3, VNI) đã được đổi sang Unicode. Hãy xem lại tên xã."
            )
            self.findings.append(Place.of(old[0], self.sheet.name).warning("legacy-encoding", message))

    def _note_hidden_rows(self) -> None:
        numbers = (row.number for entry in self.entries for row in entry.row.walk())
        hidden = [str(number) for number in dict.fromkeys(numbers) if number in self.sheet.hidden_rows]
        if hidden:
            message = f"Các dòng đang ẩn ({', '.join(hidden)}) vẫn được đọc."
            place = Place(self.sheet.name, "", int(hidden[0]))
            self.findings.append(place.warning("hidden-row", message))

    def note_rounded(self, cells: Sequence[RawCell]) -> None:
        if cells:
            message = (
                f"{len(cells)} ô có nhiều chữ số hơn bảng tính đang hiện, được làm tròn theo số đang hiện và "
                f"còn nhiều nhất {PLACES} chữ số thập phân."
            )
            self.findings.append(Place.of(cells[0], self.sheet.name).warning("rounding", message))

    def _drop_footer_notes(self) -> None:
        """Signatures and the like below the last row are no news."""
        last = max((row.number for entry in self.entries for row in entry.row.walk()), default=0)
        self.findings[:] = [
            finding for finding in self.findings if finding.code != "ignored-row" or (finding.row or 0) < last
        ]
