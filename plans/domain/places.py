"""A finding made at a cell: every part of the engine speaks of cells in the same way."""

from dataclasses import dataclass, field

from .findings import Finding, Option, Severity
from .read import RawCell
from .table import Row

_SHOWN = 60  # letters of a cell's text in a message
_KEPT = 200  # and beside it


def quote(text: str) -> str:
    """The text of a cell inside a message; a very long one is cut."""
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + '…'}”"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a sheet, with the text it shows."""

    sheet: str
    address: str
    row: int | None = None
    text: str = field(default="", compare=False)

    @classmethod
    def of(cls, cell: RawCell, sheet: str) -> "Place":
        return cls(sheet, cell.address, cell.row, cell.text)

    @classmethod
    def in_row(cls, row: Row, key: str) -> "Place":
        cell = row.cell(key)
        return cls(row.sheet, cell.address, row.number or None, cell.text)

    @property
    def question(self) -> str:
        """The name under which an answer to a question asked here is kept."""
        return f"{self.sheet}!{self.address}"

    def error(
        self,
        code: str,
        message: str,
        *,
        blocks: bool = True,
        computed: str = "",
        options: tuple[Option, ...] = (),
    ) -> Finding:
        return self._finding(Severity.ERROR, code, message, computed, blocks, options)

    def warning(self, code: str, message: str, computed: str = "") -> Finding:
        return self._finding(Severity.WARNING, code, message, computed)

    def info(self, code: str, message: str, computed: str = "") -> Finding:
        return self._finding(Severity.INFO, code, message, computed)

    def _finding(
        self,
        severity: Severity,
        code: str,
        message: str,
        computed: str,
        blocks: bool = False,
        options: tuple[Option, ...] = (),
    ) -> Finding:
        return Finding(
            severity,
            code,
            message,
            sheet=self.sheet,
            cell=self.address,
            row=self.row,
            column=self.address.rstrip("0123456789"),
            stated=self.text[:_KEPT],
            computed=computed,
            blocks=blocks,
            options=options,
        )
