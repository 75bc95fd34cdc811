"""What the rows of an annex want done by when: a policy task each, or the steps of an inspection's row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communes.domain.names import Unit
from plans.domain.table import AnnexTable, Cell, Row, RowKind

from .deadlines import Due, find_dues, read_due
from .step_words import StepWords, read_step


@dataclass(frozen=True, slots=True)
class Task:
    """``line`` and ``step`` name it within its annex; the first line of ``title`` says what, the others more.

    ``due`` None: the printed ``due_text`` gives no days. ``done``: the annex itself says it has been done.
    """

    line: str
    title: str
    step: str = ""
    section: str = ""
    unit: Unit | None = None
    lead: str = ""
    partners: str = ""
    authority: str = ""
    due_text: str = ""
    due: Due | None = None
    done: bool = False


CHECKS, APPRAISAL, RECOGNITION = ("check_1", "check_2"), "appraisal", "recognition"
STEPS = (*CHECKS, APPRAISAL, RECOGNITION)
_POLICY = ("name", "lead", "partners", "authority", "due")
_STEP_WORDS = {
    **dict.fromkeys(CHECKS, "Kiểm tra, giám sát"),
    APPRAISAL: "Thẩm định",
    RECOGNITION: "Hoàn thiện hồ sơ, công nhận, công bố",
}
_ANNOUNCED = "công bố"


def policy_tasks(table: AnnexTable, year: int | None = None) -> Iterator[Task]:
    """One task a row. ``year`` holds where a deadline names none."""
    for section, row, cells in _items(table, _POLICY):
        texts = {key: cell.text for key, cell in cells.items()}
        if any(texts.values()):
            yield Task(
                line=row.line,
                title=texts["name"],
                section=section,
                unit=row.unit,
                lead=texts["lead"],
                partners=texts["partners"],
                authority=texts["authority"],
                due_text=texts["due"],
                due=read_due(texts["due"], year),
            )


def inspection_tasks(table: AnnexTable, year: int | None = None) -> Iterator[Task]:
    """The steps of each row: what its cells say, and the period above them where a cell says none."""
    heads: dict[str, str] = {}
    last = ""
    for section, row, cells in _items(table, ("name", *STEPS), (RowKind.ITEM, RowKind.SUBHEAD)):
        if section != last:
            heads, last = {}, section
        if row.kind is RowKind.SUBHEAD:
            heads = _heads([(key, cells[key]) for key in STEPS])
        else:
            yield from _InspectionRow(section, row, cells, heads, year).tasks()


def _items(
    table: AnnexTable, keys: Sequence[str], kinds: Sequence[RowKind] = (RowKind.ITEM,)
) -> Iterator[tuple[str, Row, dict[str, Cell]]]:
    """Rows of these kinds, each with the title of its section and its cells. A cell that is merged over
    several rows stands in all of them.
    """
    section = ""
    above: dict[str, tuple[Cell, int]] = {}  # merged cells, with how many rows they still cover
    for row in (inner for outer in table.rows for inner in outer.walk()):
        cells = {key: row.cell(key) for key in keys}
        for key, (cell, left) in list(above.items()):
            if left > 0 and not cells[key].text:
                cells[key] = cell
            above[key] = (cell, left - 1)
        above |= {
            key: (cell, cell.rows - 1) for key, cell in row.cells.items() if key in keys and cell.rows > 1
        }
        if row.kind is RowKind.SECTION:
            section = f"{row.line}. {row.cell('name').text}" if row.line else row.cell("name").text
        elif row.kind in kinds:
            yield section, row, cells


def _heads(cells: Sequence[tuple[str, Cell]]) -> dict[str, str]:
    """What stands above each column; a merged heading stands above all it covers."""
    heads: dict[str, str] = {}
    text, left = "", 0
    for key, cell in cells:
        text, left = (cell.text, cell.columns) if cell.text else (text, left)
        heads[key] = text if left else ""
        left = max(left - 1, 0)
    return heads


@dataclass(frozen=True, slots=True)
class _InspectionRow:
    section: str
    row: Row
    cells: dict[str, Cell]
    heads: dict[str, str]
    year: int | None

    def tasks(self) -> list[Task]:
        words = {key: read_step(text) for key in STEPS if (text := self.cells[key].text)}
        found = [task for key, said in words.items() for task in self._steps(key, said)]
        if any(said.done and _ANNOUNCED in said.text.lower() for said in words.values()):
            found = [replace(task, done=True) for task in found]  # nothing is left to be checked
        return found or [self._task("", self.name)]

    @property
    def name(self) -> str:
        return self.cells["name"].text

    def _task(self, step: str, title: str, lead: str = "", due_text: str = "", done: bool = False) -> Task:
        return Task(
            line=self.row.line,
            title=title,
            step=step,
            section=self.section,
            unit=self.row.unit,
            lead=lead,
            due_text=due_text,
            due=read_due(due_text, self.year),
            done=done,
        )

    def _steps(self, key: str, said: StepWords) -> Iterator[Task]:
        """One step, or one for each thing of the cell that has a day of its own."""
        for place, (what, when) in enumerate(said.parts, start=1):
            step = f"{key}.{place}" if len(said.parts) > 1 else key
            yield self._task(step, self._title(what, ()), said.members, when)
        if not said.parts:
            title = self._title(said.head or self._column(key), said.content)
            due_text = said.when or self._inside(said.text) or self.heads.get(key, "")
            yield self._task(key, title, said.members, due_text, said.done)

    def _title(self, what: str, content: Sequence[str]) -> str:
        return "\n".join((f"{what}: {self.name}" if what else self.name, *content))

    def _column(self, key: str) -> str:
        """What a column is for; only a section that has headings of its own keeps to them."""
        return _STEP_WORDS[key] if self.heads else ""

    def _inside(self, text: str) -> str:
        """The deadline that stands in a running text, if it can be told."""
        if read_due(text, self.year) is None:
            return ""
        return "; ".join(found.text for found in find_dues(text, self.year))
