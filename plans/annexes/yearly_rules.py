"""What the yearly targets must state: some run up from year to year, others add up to the goal."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from communes.domain.names import Likeness, NameIndex
from ntm.numbers import digits_of, vietnamese
from ntm.text import fold
from plans.domain.definition import AnnexDefinition, Expected
from plans.domain.findings import Finding
from plans.domain.places import Place, quote
from plans.domain.rules import figure_of, whose
from plans.domain.table import AnnexTable, Row, RowKind
from plans.domain.text.place_lists import places_in

BANDS, CRITERIA = "7.3.", "7.4."  # begin the keys of the lines below them
VILLAGES, VILLAGE_KINDS = "8", ("8.1", "8.2")


class Years(StrEnum):
    """How the figures of the years stand to the goal."""

    RUN_UP = "run_up"  # each says what is reached by then: the last is the goal
    ADD = "add"  # each says what comes anew: with what was reached before they are the goal
    NONE = "none"


_ADDING = ("1", "7.1", "7.2", *VILLAGE_KINDS)
_WITHOUT = ("7", "7.3", "7.4")
_NUMBER = r"\d+(?:[.,]\d+)*"
_SAYS_A_FIGURE = re.compile(
    r"[-–—]|(?:>=?|<=?|≥|≤|~|tren|duoi|tu|den|khoang|it nhat|toi thieu|toi da|hon|gan)?\s*"
    rf"{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?(?:\s*%)?(?:\s+[a-z][a-z/ .]*)?"
)  # "≥ 65", "trên 90%", "65-70", "26,6 triệu đồng", folded
_NAMES_DISTRICTS, _NAMES_COMMUNES = ("1",), ("7.1", "7.2")


def years_of(line: str) -> Years:
    """How the years of a line are to be read."""
    if line in _WITHOUT:
        return Years.NONE
    return Years.ADD if line in _ADDING else Years.RUN_UP


def year_keys(definition: AnnexDefinition) -> Sequence[str]:
    return tuple(column.key for column in definition.columns if column.group)


def _last_years(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
    """Of what runs up the last year states the goal; a year left blank states nothing."""
    last = year_keys(definition)[-1]
    for row in table.of_kind(RowKind.LINE):
        goal = figure_of(row, "goal")
        if years_of(row.line) is Years.RUN_UP and goal is not None and figure_of(row, last) is not None:
            why = "mục tiêu cuối kỳ là"
            yield Expected(row.key, last, goal, "last-year-target", why, digits_of(row.cell("goal").text))


def _sums_of_years(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
    """Of what adds the goal is what was reached and all that comes; without the first nothing is said."""
    for row in table.of_kind(RowKind.LINE):
        start = figure_of(row, "baseline")
        years = [figure for key in year_keys(definition) if (figure := figure_of(row, key)) is not None]
        if years_of(row.line) is not Years.ADD or start is None or not years or not row.cell("goal").text:
            continue
        why = f"thực hiện {vietnamese(start)} cộng các năm {' + '.join(map(vietnamese, years))} được"
        yield Expected(row.key, "goal", start + sum(years), "yearly-sum", why)


def _villages(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
    """The line of all villages sums the lines below it, in each column where it states something."""
    rows = {row.line: row for row in table.of_kind(RowKind.LINE)}
    whole, parts = rows.get(VILLAGES), [rows[key] for key in VILLAGE_KINDS if key in rows]
    if whole is None or len(parts) < len(VILLAGE_KINDS):
        return
    for key in ("baseline", "goal", *year_keys(definition)):
        figures = [figure_of(row, key) for row in parts]
        if whole.cell(key).text and None not in figures:
            total = sum(filter(None, figures), Decimal(0))
            yield Expected(whole.key, key, total, "subtotal", "cộng hai dòng bên dưới được")


def _check_bands(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """Every commune is in one band: where all bands are stated they add up to the communes."""
    bands = [row for row in table.of_kind(RowKind.LINE) if row.line.startswith(BANDS)]
    wanted = {line.key for line in definition.lines if line.key.startswith(BANDS) and not line.is_optional}
    communes = len(index.communes_of(None))
    if not wanted <= {row.line for row in bands}:
        return
    for key in ("baseline", "goal", *year_keys(definition)):
        figures = [figure_of(row, key) for row in bands]
        known = [figure for figure in figures if figure is not None]
        if len(known) == len(figures) and sum(known) != communes:
            yield _wrong_bands(definition, bands[0], key, known, communes)


def _wrong_bands(
    definition: AnnexDefinition, row: Row, key: str, figures: Sequence[Decimal], communes: int
) -> Finding:
    total, terms = vietnamese(sum(figures, Decimal(0))), " + ".join(map(vietnamese, figures))
    place = Place.in_row(row, key)
    message = (
        f"Các mức tiêu chí, cột “{definition.column(key).heading}”: {terms} = {total} xã, "
        f"cả tỉnh có {communes} xã."
    )
    return replace(place, text=total).error("bands-sum", message, blocks=False, computed=str(communes))


def _check_lists(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """The units that a note names beside the goal: as many as it, and each a known one."""
    for row in table.of_kind(RowKind.LINE):
        if row.line not in (*_NAMES_DISTRICTS, *_NAMES_COMMUNES):
            continue
        names, goal, place = (
            places_in(row.cell("note").text),
            figure_of(row, "goal"),
            Place.in_row(row, "note"),
        )
        if names and goal is not None and len(names) != goal:
            stated = row.cell("goal").text
            message = f"{whose(definition, row)}: ghi chú nêu {len(names)} đơn vị, mục tiêu ghi {stated}."
            place = replace(place, text=stated)
            yield place.error("list-count", message, blocks=False, computed=str(len(names)))
        if row.line in _NAMES_COMMUNES:
            yield from _unknown(names, index, place)


def _unknown(names: Iterable[str], index: NameIndex, place: Place) -> Iterator[Finding]:
    for name in names:
        found = index.match_commune(name)
        if found.likeness in (Likeness.UNKNOWN, Likeness.DOUBTFUL):
            near = ", ".join(unit.full_name for unit in found.candidates)
            also = f" (gần giống {near})" if near else ""
            message = f"Ghi chú nêu “{name}”: chưa rõ là xã nào trong danh mục{also}."
            yield replace(place, text=name).warning("unknown-commune", message, near)


def _check_words(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """What stands in a column of figures and says none: a slip of the hand that no sum would find."""
    for row in table.of_kind(RowKind.LINE):
        for key in ("baseline", "goal", *year_keys(definition)):
            text = row.cell(key).text
            if text and figure_of(row, key) is None and not _SAYS_A_FIGURE.fullmatch(fold(text)):
                message = (
                    f"{whose(definition, row)}, cột “{definition.column(key).heading}”: {quote(text)} không "
                    "đọc được thành số; được giữ như đã ghi, không tính vào phép so nào."
                )
                yield Place.in_row(row, key).warning("unclear-figure", message)


RULES = (_last_years, _sums_of_years, _villages)
CHECKS = (_check_bands, _check_lists, _check_words)
