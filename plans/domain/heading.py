"""Finds a table in a sheet by its heading, wherever it stands, and says which column is which."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ntm.text import fold

from .definition import AnnexDefinition
from .findings import Finding
from .heading_keys import dated_keys, heading_key, heading_keys, in_full, shared_headings, short_headings
from .heading_words import longest_run, names_units, unbracketed
from .places import Place, quote
from .read import RawCell, RawSheet

HEADING_DEPTH = 4  # rows: a title of the columns, groups, names, and sometimes their numbers
CODE, DISTRICT = "code", "district"  # columns any annex of units may have beside its own

_EXTRA = {
    CODE: ("mã đơn vị", "mã xã", "mã đvhc", "mã", "mã huyện, xã", "mã số", "mã đơn vị hành chính"),
    DISTRICT: (
        "huyện",
        "tên huyện",
        "huyện, thị xã, thành phố",
        "thuộc huyện",
        "đơn vị huyện",
        "quận, huyện",
    ),
}
_OWN_EXTRA = {CODE: ("mã đơn vị",)}  # stands in every workbook of ours
_INDICATOR = re.compile(
    r"^(?P<word>(?:chi tieu|ct|tieu chi|tc)\s*(?:so\s*)?)?(?P<number>\d{1,2} \d{1,2})(?P<rest>\b.*)$"
)
_NUMBER_LENGTH = 3  # digits of a column's number
_START = 4  # words that a longer heading must begin with
_SEQUENCE = 5  # so many numbers or letters in a row that rise by one are column numbers


@dataclass(frozen=True, slots=True)
class Heading:
    """``columns``: column key → column of the sheet. ``top``/``bottom``: the heading's rows."""

    columns: dict[str, int]
    top: int
    bottom: int
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> range:
        """The rows a heading may take up, down to its last."""
        return range(max(self.top - HEADING_DEPTH + 1, 1), self.bottom + 1)

    @property
    def blocks(self) -> bool:
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Head:
    """The heading of one column of the sheet: its text, and the column of the annex it names, if any."""

    column: int
    text: str
    key: str | None


class Headings:
    """The known headings of one definition."""

    def __init__(self, definition: AnnexDefinition) -> None:
        self.definition = definition
        self.keys: dict[str, str] = {}
        for column in definition.columns:
            for alias in (column.heading, *column.aliases):
                self.keys.setdefault(heading_key(alias), column.key)
                if dated := dated_keys(alias):
                    self.keys.setdefault(dated[0], column.key)
        self.is_of_units = definition.is_of_units
        for key, aliases in (_EXTRA if self.is_of_units else _OWN_EXTRA).items():
            for alias in aliases:
                self.keys.setdefault(heading_key(alias), key)
        self.shared = shared_headings(definition)
        self.short = short_headings(definition)
        self.pairs = {
            _pair(column.group, alias): column.key
            for column in definition.columns
            for alias in column.aliases
            if column.group
        }
        for column in definition.columns:  # told apart by the heading above
            if heading_key(column.title) in self.shared:
                self.keys.setdefault(heading_key(f"{column.group} {column.title}"), column.key)
        self._known: dict[str, str | None] = {}
        self.names = (definition.name_key,)
        self.figures = definition.unit_keys if self.is_of_units else definition.keys_beside_labels

    def find(self, sheet: RawSheet) -> Heading | None:
        """The heading of the sheet, or None where the sheet does not hold this annex.

        A row of mere numbers is a heading ("1" to "19" under "Tiêu chí") only where no other row is one, and
        only with the number of every criterion.
        """
        half = max(1 + len(self.figures) // 2, 2)  # the name is one of them
        enough = 2 if self.definition.fills_in else half
        for numbers, least in ((False, enough), (True, 1 + len(self.figures))):
            scores = {
                row: self._score(sheet, row)
                for row in sheet.rows
                if self._is_number_row(sheet, row) is numbers and (numbers or self._has_heading(sheet, row))
            }
            best = max(scores, key=lambda row: (scores[row], -row), default=None)
            if best is not None and scores[best] >= least:
                return self._read(sheet, best)
        return None

    def again(self, sheet: RawSheet, row: int) -> Heading | None:
        """The heading that stands in a row further down, where it is whole: its columns may be others."""
        heading = self._read(sheet, row) if self._score(sheet, row) else None
        return None if heading is None or heading.blocks else heading

    def keys_of_row(self, sheet: RawSheet, row: int) -> set[str]:
        """The columns named by a heading that ends in the row."""
        return {head.key for head in self._heads(sheet, row) if head.key}

    def repeats(self, sheet: RawSheet, row: int, heading: Heading) -> bool:
        """Whether the row is the heading again (pages pasted one below the other) or column numbers.

        A row of figures may look like either, but it names its unit.
        """
        if self._names_unit(sheet, row, heading.columns[self.names[0]]):
            return False
        cells = sheet.rows.get(row, {})
        known = sum(self._key_of(cell.text) is not None for cell in cells.values())
        enough = min(3, len(heading.columns) if self.is_of_units else len(cells))
        return known >= enough or self._counts_columns(sheet, row, heading.columns)

    def _counts_columns(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> bool:
        """Whether the row holds column numbers, were they only those of two columns."""
        if self._is_number_row(sheet, row):
            return True
        texts = {column: unbracketed(cell.text) for column, cell in sheet.rows.get(row, {}).items()}
        before = min(columns.values()) - 1
        return len(texts) > 1 and all(text == str(column - before) for column, text in texts.items())

    def _names_unit(self, sheet: RawSheet, row: int, name: int) -> bool:
        text = unbracketed(sheet.text(row, name))
        return len(text) > _NUMBER_LENGTH and not self._key_of(text)

    def _has_heading(self, sheet: RawSheet, row: int) -> bool:
        """A quick look that spares most rows the long one."""
        return any(self._key_of(cell.text) for cell in sheet.rows[row].values())

    def _score(self, sheet: RawSheet, row: int) -> int:
        columns = self.keys_of_row(sheet, row)
        return sum(key in columns for key in self.figures) + 1 if columns & set(self.names) else 0

    def _heads(self, sheet: RawSheet, row: int) -> Iterator[_Head]:
        """The heading of each column that has one, for a heading that ends in the row."""
        above = range(row, max(row - HEADING_DEPTH, 0), -1)
        used = {column for line in above for column in sheet.rows.get(line, {})}
        used |= {column for line, column in sheet.merged if line in above}
        taken: Counter[tuple[str, ...]] = Counter()
        groups: list[str] = []
        for column in sorted(used):
            cells = (sheet.spread(line, column) for line in above)
            texts = list(dict.fromkeys(cell.text for cell in cells if cell and cell.text))
            if texts:
                groups = texts[1:] or groups  # a group that is not merged stands over its first column only
                yield _Head(column, texts[0], self._shared_key(texts, groups, taken) or self._key_in(texts))

    def _shared_key(self, texts: list[str], groups: list[str], taken: Counter[tuple[str, ...]]) -> str | None:
        """Of columns with one heading, the one in whose group it stands, else the next of them."""
        paired = next((key for above in groups if (key := self._paired(above, texts[0]))), None)
        shared = next((found for text in texts if (found := self._shared_by(text))), ())
        shared = shared or self.short.get(heading_key(texts[0]), ())
        if not shared or (paired and paired not in shared):
            return paired
        pairs = (heading_key(f"{above} {texts[0]}") for above in texts[1:])
        place = taken[shared]
        taken[shared] += 1
        in_order = shared[place] if place < len(shared) else None
        return paired or next((self.keys[pair] for pair in pairs if self.keys.get(pair) in shared), in_order)

    def _paired(self, group: str, text: str) -> str | None:
        """The column that goes by a short heading ("NTM") only under the heading of its group."""
        return self.pairs.get(_pair(group, text))

    def _shared_by(self, text: str) -> tuple[str, ...] | None:
        """The columns that go by the heading; a long one may go on behind what is known."""
        said = heading_key(text)
        long = (key for key in self.shared if len(key.split()) >= _START)
        start = max((key for key in long if said.startswith(f"{key} ")), key=len, default="")
        return self.shared.get(said) or self.shared.get(in_full(said)) or self.shared.get(start)

    def _key_in(self, texts: list[str]) -> str | None:
        """The key of the lowest text that is known, else of the texts read from above as one."""
        for text in (*texts, " ".join(reversed(texts))):
            if key := self._key_of(text) or self._key_of_number(text):
                return key
        return None

    def _key_of(self, text: str) -> str | None:
        """Every cell of a sheet is asked about, most of them figures that come again."""
        if text not in self._known:
            self._known[text] = self._find_key(text)
        return self._known[text]

    def _find_key(self, text: str) -> str | None:
        known = next((self.keys[key] for key in heading_keys(text) if key in self.keys), None)
        if known or not self.is_of_units:
            return known or self._key_by_start(text)
        return self._key_of_indicator(text) or (self.names[0] if names_units(text) else None)

    def _key_by_start(self, text: str) -> str | None:
        """A long heading that goes on: "Kết quả số tiêu chí đã đạt đến hết tháng 3/2023, cần duy trì"."""
        said = in_full(heading_key(text))
        starts = (key for key in self.keys if len(key.split()) >= _START and said.startswith(f"{key} "))
        longest = max(starts, key=len, default=None)
        return self.keys[longest] if longest else None

    def _key_of_indicator(self, text: str) -> str | None:
        """ "2.1 Đường xã được cứng hóa", "Chỉ tiêu 2.1 (%)": by the number, whatever words follow it."""
        found = _INDICATOR.match(heading_key(text))
        if found is None or not (found["word"] or re.search("[a-z]", found["rest"])):
            return None
        return self.keys.get(f"ct {found['number']}")

    def _key_of_number(self, text: str) -> str | None:
        """A bare number: "7", or as a workbook may show it, "7,1"."""
        bare = unbracketed(text).replace(",", ".")
        if bare.isdecimal() and len(bare) < 3:
            return self.keys.get(f"tc {int(bare)}") or self.keys.get(f"ct {int(bare)}")
        is_number = re.fullmatch(r"\d{1,2}\.\d{1,2}", bare)
        return self.keys.get(f"ct {bare.replace('.', ' ')}") if is_number else None

    def _is_number_row(self, sheet: RawSheet, row: int) -> bool:
        """Whether the row counts the columns: 1, 2, 3 or (1), (2), (3) or a, b, c."""
        texts = [unbracketed(cell.text) for cell in sheet.rows.get(row, {}).values()]
        numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= _NUMBER_LENGTH]
        letters = [ord(text) for text in map(str.lower, texts) if len(text) == 1 and "a" <= text <= "z"]
        if len(numbers) + len(letters) < len(texts) - 2:
            return False
        # in a moved column its number moves along: then no two numbers are the same, as in no row of figures
        apart = self.is_of_units and len(set(numbers)) == len(numbers) >= max(len(self.figures), _SEQUENCE)
        return apart or max(longest_run(numbers), longest_run(letters)) >= _SEQUENCE

    def _read(self, sheet: RawSheet, row: int) -> Heading:
        heads = list(self._settle(self._heads(sheet, row)))
        columns: dict[str, int] = {}
        for head in heads:
            if head.key:
                columns.setdefault(head.key, head.column)
        self._fill_shared(sheet, row, columns)
        problems = [
            *self._missing(sheet, row, columns),
            *self._doubled(sheet, row, heads),
            *self._unclear(sheet, row, heads, columns),
            *self._unheaded(sheet, row, columns),
        ]
        bottom = row
        while self._is_below_heading(sheet, bottom + 1, columns):
            bottom += 1
        return Heading(columns, row, bottom, tuple(problems))

    def _fill_shared(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> None:
        """Of columns with one heading the next one may stand under no text, where cells are not merged."""
        for keys in self.shared.values():
            for before, key in pairwise(keys):
                place = columns.get(before, 0) + 1
                if before in columns and key not in columns and not _has_own_heading(sheet, row, place):
                    columns[key] = place

    def _settle(self, heads: Iterable[_Head]) -> Iterator[_Head]:
        """Of two columns of sums that go by one key, the one headed as in the annex, year and all."""
        heads = tuple(heads)
        counts = Counter(head.key for head in heads)
        for head in heads:
            if head.key and counts[head.key] > 1 and self._has_better(head, heads):
                head = _Head(head.column, head.text, None)
            yield head

    def _has_better(self, head: _Head, heads: tuple[_Head, ...]) -> bool:
        types = {column.key: column for column in self.definition.columns}
        column = types.get(head.key or "")
        if column is None or column.key in self.figures:
            return False
        years = set(re.findall(r"20\d\d", column.title))
        fit = [
            other
            for other in heads
            if other.key == head.key
            and (fold(other.text) == fold(column.title) or years & set(re.findall(r"20\d\d", other.text)))
        ]
        return len(fit) == 1 and fit[0] != head

    def _is_below_heading(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> bool:
        """Column numbers, or cells merged down from the heading."""
        name = columns[self.names[0]]
        names_unit = self._names_unit(sheet, row, name)
        if row in sheet.rows and not names_unit and self._counts_columns(sheet, row, columns):
            return True
        return sheet.merged.get((row, name), (row, name))[0] < row

    def _missing(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> Iterator[Finding]:
        for column in self.definition.columns:
            if column.required and column.key not in columns:
                message = f"Thiếu cột “{column.heading}”. Hãy thêm cột này vào bảng hoặc dùng tệp mẫu."
                yield Place(sheet.name, "", row).error("missing-column", message)

    def _doubled(self, sheet: RawSheet, row: int, heads: list[_Head]) -> Iterator[Finding]:
        known = {column.key: column.heading for column in self.definition.columns}
        counts = Counter(head.key for head in heads if head.key in known)
        for head in heads:
            if head.key and counts[head.key] > 1:
                message = (
                    f"Cột {quote(head.text)}: có {counts[head.key]} cột cùng được hiểu là "
                    f"{quote(known[head.key])}. Hãy chỉ giữ lại một cột."
                )
                yield _place(sheet, row, head.column).error("duplicate-column", message)

    def _unclear(
        self, sheet: RawSheet, row: int, heads: list[_Head], columns: dict[str, int]
    ) -> Iterator[Finding]:
        """Unknown headings: an error among the figures while a column is missing, else only noted."""
        missing = any(column.required and column.key not in columns for column in self.definition.columns)
        known = [columns[key] for key in self.figures if key in columns]
        for head in heads:
            if head.key or not sheet.spread(row, head.column):
                continue
            if missing and known and min(known) - 1 <= head.column <= max(known) + 1:
                what = "tiêu chí nào" if self.definition.mark_keys else "cột nào của biểu"
                message = f"Không rõ cột {quote(head.text)} là {what}. Hãy ghi tên cột như trong tệp mẫu."
                yield _place(sheet, row, head.column).error("unclear-column", message)
                continue
            place = _place(sheet, row, head.column)
            message = f"Cột {quote(head.text)} không thuộc biểu nên không được đọc."
            between = known and min(known) < head.column < max(known)
            missed = self.definition.fills_in and between
            yield (
                place.warning("ignored-column", message) if missed else place.info("ignored-column", message)
            )

    def _may_be_heading(self, sheet: RawSheet, row: int) -> bool:
        """Whether the row is a heading again, of this annex or of another one below it, or column numbers."""
        known = sum(self._key_of(cell.text) is not None for cell in sheet.rows[row].values())
        return known > 1 or self._is_number_row(sheet, row)

    def _unheaded(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> Iterator[Finding]:
        """Columns inside the table that hold something and have no heading: nothing is left out unsaid."""
        for column in range(min(columns.values()), max(columns.values())):
            headed = column in columns.values() or sheet.spread(row, column)
            first = next(
                (
                    cells[column]
                    for line, cells in sorted(sheet.rows.items())
                    if line > row and column in cells
                ),
                None,
            )
            if first and not headed and not self._may_be_heading(sheet, first.row):
                message = (
                    f"Cột {first.letter} không có tên trong đầu bảng nên không được đọc; "
                    f"ô {first.address} ghi {quote(first.text)}."
                )
                yield Place.of(first, sheet.name).warning("ignored-column", message)


def _pair(group: str, text: str) -> str:
    """A heading with its year under that of its group."""
    return f"{heading_key(group)} / {next(iter(dated_keys(text)), heading_key(text))}"


def _has_own_heading(sheet: RawSheet, row: int, column: int) -> bool:
    """Whether a text stands over the column that does not reach it from the left, as titles of a sheet do."""
    above = range(row, max(row - HEADING_DEPTH, 0), -1)
    cells = (sheet.spread(line, column) for line in above)
    lowest = next((cell for cell in cells if cell and cell.text), None)
    return lowest is not None and lowest.column == column


def _place(sheet: RawSheet, row: int, column: int) -> Place:
    return Place.of(sheet.spread(row, column) or RawCell("", row, column), sheet.name)
