"""What a table states against what follows from its marks. Sums are reported, never a reason to refuse."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from communes.domain.names import NameIndex, Unit
from ntm.numbers import digits_of, plain, round_to, vietnamese

from .definition import AnnexDefinition, Average, ColumnType, Level, Rounding
from .entries import WHOLE, Parsed, Scope, Standing
from .findings import Finding
from .places import Place
from .rules import check_rules
from .sums import Sums, add_up, in_style_of, met_count, rounded, section_sums
from .table import EMPTY, AnnexTable, Row, RowKind

_STORED = "\0"  # the name of no sheet


class Checker:
    """Checks rows against ``table``: what is stored, or would be once they are in it.

    ``left_out``: units whose rows cannot be taken now. What is stored of them says nothing of the sheet's
    sums, so sums over them are incomplete.
    """

    def __init__(
        self,
        definition: AnnexDefinition,
        table: AnnexTable,
        index: NameIndex,
        left_out: frozenset[Unit] = frozenset(),
    ) -> None:
        self.definition, self.index = definition, index
        known = tuple(row for row in table.rows if row.unit not in left_out)
        self.sums = section_sums(definition, AnnexTable(known), index)

    def check(self, rows: Iterable[Row]) -> list[Finding]:
        return [finding for row in rows for finding in self.check_row(row)]

    def check_row(self, row: Row) -> Iterator[Finding]:
        if row.kind is RowKind.UNIT:
            if self.definition.row_total:
                yield from self._check_unit(row, self.definition.row_total.target)
        elif self.definition.sums_by_district:
            yield from self.check_sums(row, self.sums[row.key])

    def _check_unit(self, row: Row, target: str) -> Iterator[Finding]:
        stated, computed = row.value(target), met_count(self.definition, row)
        place = Place.in_row(row, target)
        who = row.unit.title if row.unit else ""
        if average := self._shifted(row, stated):
            message = (
                f"{who}: các ô có vẻ bị lệch sang phải: kết quả ghi {place.text or 'trống'}, "
                f"bình quân ghi {average}. Hãy xem lại từng ô."
            )
            yield place.error("row-shifted", message, blocks=False, computed=str(computed))
        elif stated and stated != str(computed):
            message = f"{who}: ghi {place.text} tiêu chí, các ô trong dòng có {computed} ô đạt."
            shown = in_style_of(place.text, Decimal(computed), whole=True)
            yield place.error("row-sum", message, blocks=False, computed=shown)

    def _shifted(self, row: Row, result: str) -> str:
        """What may be the result in the column of the average where a mark stands for the result, or ""."""
        average = row.cell(self.definition.average.target) if self.definition.average else EMPTY
        is_result = average.value.isdecimal() and int(average.value) > 1
        return average.text if result in ("", "0", "1") and is_result else ""

    def check_sums(self, row: Row, sums: Sums) -> Iterator[Finding]:
        """The row's stated sums against ``sums``; nothing where it states none."""
        target = self.definition.row_total.target if self.definition.row_total else ""
        stated = [key for key in self._sum_keys if row.value(key)]
        if not stated:
            return
        if not sums.is_complete:
            message = (
                f"{_whose(row)}: mới có số liệu {sums.with_data}/{sums.communes} xã "
                "nên chưa so được số tổng đã ghi."
            )
            shown = target if row.value(target) else stated[0]
            place = Place.in_row(row, shown)
            computed = in_style_of(place.text, sums.values[target], whole=True) if shown == target else ""
            yield place.info("incomplete", message, computed)
            return
        for key in stated:
            if key in sums.values and row.value(key) != plain(sums.values[key]):
                yield self._wrong_sum(row, key, sums)
        if self.definition.average:
            yield from self._check_average(row, sums, self.definition.average)

    @cached_property
    def _sum_keys(self) -> tuple[str, ...]:
        columns = self.definition.column_total.of if self.definition.column_total else ()
        return (*columns, self.definition.average.target) if self.definition.average else columns

    def _wrong_sum(self, row: Row, key: str, sums: Sums) -> Finding:
        place = Place.in_row(row, key)
        column = self.definition.column(key)
        computed = in_style_of(place.text, sums.values[key], whole=column.type is not ColumnType.DECIMAL)
        message = f"{_whose(row)}, cột “{column.title}”: ghi {place.text}, cộng các xã được {computed}."
        code = "total" if row.kind is RowKind.TOTAL else "subtotal"
        return place.error(code, message, blocks=False, computed=computed)

    def _check_average(self, row: Row, sums: Sums, average: Average) -> Iterator[Finding]:
        """The stated average at its own digits; told apart: wrong, or only rounded otherwise."""
        key = average.target
        exact, stated = sums.average(average.of), row.value(key)
        if not stated or exact is None:
            return
        place = Place.in_row(row, key)
        digits = digits_of(place.text)
        ours = rounded(self.definition, exact, digits)
        if Decimal(stated) == ours:
            return
        computed = vietnamese(ours, digits)
        other_way = round_to(exact, digits, cut=self.definition.rounding is not Rounding.CUT)
        if Decimal(stated) == other_way:
            message = (
                f"{_whose(row)}: bình quân ghi {place.text}, theo cách làm tròn của kế hoạch là {computed}."
            )
            yield place.warning("rounding", message, computed)
            return
        over = f"{vietnamese(sums.values[average.of])} : {sums.with_data} xã"
        message = f"{_whose(row)}: bình quân ghi {place.text}, tính lại được {computed} ({over})."
        yield place.warning("average", message, computed)


def check_sheet(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, parsed: Parsed, scope: Scope = WHOLE
) -> list[Finding]:
    """The rows of a file against ``table``, in which they are already; and the communes it leaves out."""
    told = _by_rules(definition, table, index, parsed)
    return told + _units_of_sheet(definition, table, index, parsed, scope) if definition.is_of_units else told


def _by_rules(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, parsed: Parsed
) -> list[Finding]:
    """What the annex's rules say of the rows of the file; stored ones had their say when they came, and may
    be another person's."""
    brought = {row.key: row for row in parsed.rows}
    rows = tuple(brought.get(row.key) or _elsewhere(row) for row in table.rows)
    found = check_rules(definition, AnnexTable(rows), index)
    return [finding for finding in found if finding.sheet != _STORED]


def _elsewhere(row: Row) -> Row:
    """A stored row, which came from a sheet that may have had the name of this one."""
    return replace(row, sheet=_STORED, children=tuple(map(_elsewhere, row.children)))


def _units_of_sheet(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, parsed: Parsed, scope: Scope
) -> list[Finding]:
    units = [entry for entry in parsed.entries if entry.row.kind is RowKind.UNIT]
    waiting = [entry.row for entry in units if entry.standing is not Standing.READ]
    left_out = frozenset(row.unit for row in waiting if row.unit) | _asked_about(parsed, index)
    checker = Checker(definition, table, index, left_out)
    findings = checker.check(parsed.rows)
    read = [row for row in parsed.rows if row.kind is RowKind.UNIT]
    for entry in parsed.entries:
        if entry.standing is not Standing.CONTEXT:
            continue
        if entry.row.kind is not RowKind.TOTAL:
            findings += checker.check_row(entry.row)
        elif units:  # the total of a part of the province speaks of the file's own rows
            findings += checker.check_sums(entry.row, add_up(definition, read, len(units)))
    shifted = {(found.sheet, found.row) for found in parsed.findings if found.code == "row-shifted"}
    told = [found for found in findings if found.code != "row-sum" or (found.sheet, found.row) not in shifted]
    return [*told, *_missing(index, read, left_out, scope)] if definition.level is Level.COMMUNE else told


def _asked_about(parsed: Parsed, index: NameIndex) -> frozenset[Unit]:
    """The units that rows without an answer may speak of."""
    questions = (found for found in parsed.findings if found.code == "name-ambiguous")
    codes = (option.value for found in questions for option in found.options)
    return frozenset(unit for code in codes if (unit := index.by_code.get(code)))


def _missing(
    index: NameIndex, rows: Iterable[Row], left_out: frozenset[Unit], scope: Scope
) -> Iterator[Finding]:
    """The person's communes, in the districts of the sheet, that have no row in it."""
    touched = {row.unit.district_id: row for row in rows if row.unit}
    present = left_out | {row.unit for row in rows if row.unit}
    for district in index.districts:
        communes = (unit for unit in index.communes_of(district.id) if scope.holds(unit))
        absent = [unit.name for unit in communes if unit not in present]
        if district.id in touched and absent:
            message = (
                f"{district.title}: tệp không có {len(absent)} xã ({', '.join(absent)}); "
                "số liệu đã lưu của các xã này giữ nguyên."
            )
            yield Place(touched[district.id].sheet, "", None).warning("missing-commune", message)


def _whose(row: Row) -> str:
    return row.unit.title if row.unit else "Dòng tổng"
