"""What a table states against what follows from its marks. Sums are reported, never a reason to refuse."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import digits_of, plain, round_to, vietnamese

from .definition import AnnexDefinition, Rounding
from .findings import Finding
from .places import Place
from .sums import Sums, add_up, in_style_of, met_count, rounded, section_sums
from .table import AnnexTable, Row, RowKind


class Checker:
    """Checks rows of a sheet (or of the store) against ``table``: what is stored once they are in it."""

    def __init__(self, definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> None:
        self.definition, self.table, self.index = definition, table, index
        self.sums = section_sums(definition, table, index)

    def check(self, rows: Iterable[Row], context: Iterable[Row] = ()) -> list[Finding]:
        """``context``: sums that speak of the sheet's own rows only, as the total of one district's file."""
        rows = tuple(rows)
        findings = [finding for row in rows for finding in self._check_row(row)]
        units = [row for row in rows if row.kind is RowKind.UNIT]
        for row in context:
            if row.kind is RowKind.TOTAL:
                findings += self._check_sums(row, add_up(self.definition, units, len(units)))
            else:
                findings += self._check_sums(row, self.sums[row.key])
        return [*findings, *self._missing(rows)]

    def _check_row(self, row: Row) -> Iterator[Finding]:
        if row.kind is RowKind.UNIT:
            yield from self._check_unit(row)
        else:
            yield from self._check_sums(row, self.sums[row.key])

    def _check_unit(self, row: Row) -> Iterator[Finding]:
        target = self.definition.row_total.target
        stated, computed = row.value(target), met_count(self.definition, row)
        if not stated or stated == str(computed):
            return
        place = Place.in_row(row, target)
        who = row.unit.title if row.unit else ""
        average = row.value(self.definition.average.target)
        if average and stated in ("0", "1") and average == str(computed + int(stated)):
            message = f"{who}: các ô có vẻ bị lệch sang phải một cột: kết quả {stated}, bình quân {average}."
            yield place.error("row-shifted", message, blocks=False, computed=str(computed))
            return
        message = f"{who}: ghi {place.text} tiêu chí, các ô trong dòng có {computed} ô đạt."
        yield place.error(
            "row-sum", message, blocks=False, computed=in_style_of(place.text, Decimal(computed))
        )

    def _check_sums(self, row: Row, sums: Sums) -> Iterator[Finding]:
        target = self.definition.row_total.target
        stated = [
            key
            for key in (*self.definition.column_total.of, self.definition.average.target)
            if row.value(key)
        ]
        if not stated:
            return
        if not sums.is_complete:
            message = (
                f"{_whose(row)}: mới có số liệu {sums.with_data}/{sums.communes} xã "
                "nên chưa so được số tổng đã ghi."
            )
            place = Place.in_row(row, target if row.value(target) else stated[0])
            computed = in_style_of(place.text, sums.values[target])
            yield place.info("incomplete", message, computed if place.text == row.cell(target).text else "")
            return
        for key in self.definition.column_total.of:
            if row.value(key) and row.value(key) != plain(sums.values[key]):
                yield self._wrong_sum(row, key, sums)
        yield from self._check_average(row, sums)

    def _wrong_sum(self, row: Row, key: str, sums: Sums) -> Finding:
        place = Place.in_row(row, key)
        computed = in_style_of(place.text, sums.values[key])
        message = (
            f"{_whose(row)}, cột “{self.definition.column(key).title}”: ghi {place.text}, "
            f"cộng các xã được {computed}."
        )
        code = "total" if row.kind is RowKind.TOTAL else "subtotal"
        return place.error(code, message, blocks=False, computed=computed)

    def _check_average(self, row: Row, sums: Sums) -> Iterator[Finding]:
        """The stated average at its own digits; told apart: wrong, or only rounded otherwise."""
        key = self.definition.average.target
        exact, stated = sums.average(self.definition.average.of), row.value(key)
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
        over = f"{vietnamese(sums.values[self.definition.average.of])} : {sums.with_data} xã"
        message = f"{_whose(row)}: bình quân ghi {place.text}, tính lại được {computed} ({over})."
        yield place.warning("average", message, computed)

    def _missing(self, rows: tuple[Row, ...]) -> Iterator[Finding]:
        """Communes of the districts in the sheet that have no row in it."""
        present = {row.unit for row in rows if row.kind is RowKind.UNIT}
        touched = {row.unit.district_id: row for row in rows if row.unit and row.unit.level == "commune"}
        for district in self.index.districts:
            absent = [unit.name for unit in self.index.communes_of(district.id) if unit not in present]
            if district.id in touched and absent:
                message = (
                    f"{district.title}: tệp không có {len(absent)} xã ({', '.join(absent)}); "
                    "số liệu đã lưu của các xã này giữ nguyên."
                )
                row = touched[district.id]
                yield Place(row.sheet, "", None).warning("missing-commune", message)


def _whose(row: Row) -> str:
    return row.unit.title if row.unit else "Dòng tổng"
