"""What remains to be done for a cell of results, as a person writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ntm.text import clean

from .values import BadResultError, number_of, number_text

MAX_TEXT, MAX_UNIT, MAX_WORKS = 500, 30, 40


@dataclass(frozen=True, slots=True)
class Work:
    """``funded`` is the part of ``quantity`` that has its funds already; both None where not said."""

    text: str
    quantity: Decimal | None = None
    unit: str = ""
    funded: Decimal | None = None

    def __str__(self) -> str:
        """ "Cần cứng hóa 6,2 km (6,2 km, đã bố trí vốn 2 km)": a printed text has its figure already."""
        if self.quantity is None:
            return self.text
        counted = self._with_unit(self.quantity)
        if self.funded is not None:
            counted += f", đã bố trí vốn {self._with_unit(self.funded)}"
        return f"{self.text} ({counted})"

    def _with_unit(self, figure: Decimal) -> str:
        return f"{number_text(figure)} {self.unit}".rstrip()


def parse_works(lines: Iterable[Mapping[str, str]]) -> tuple[Work, ...]:
    """The lines of a form: text, quantity, unit, funded, all as typed. Raises BadResultError.

    A line without anything in it is dropped.
    """
    works = tuple(work for line in lines if (work := _parse_work(line)))
    if len(works) > MAX_WORKS:
        raise BadResultError("out-of-range", f"Một ô ghi tối đa {MAX_WORKS} việc còn lại.")
    return works


def _parse_work(line: Mapping[str, str]) -> Work | None:
    text, unit = clean(line.get("text", "")), clean(line.get("unit", ""))
    quantity, funded = (number_of(line.get(name, "")) for name in ("quantity", "funded"))
    if not (text or unit or quantity is not None or funded is not None):
        return None
    if not text:
        raise BadResultError("bad-mark", "Việc còn lại cần có nội dung.")
    if len(text) > MAX_TEXT or len(unit) > MAX_UNIT:
        message = f"Nội dung tối đa {MAX_TEXT} ký tự, đơn vị tính tối đa {MAX_UNIT} ký tự."
        raise BadResultError("out-of-range", message)
    if funded is not None and (quantity is None or funded > quantity):
        message = "Phần đã bố trí vốn không được lớn hơn khối lượng còn lại."
        raise BadResultError("out-of-range", message)
    return Work(text, quantity, unit, funded)
