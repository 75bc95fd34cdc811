"""Figures that stand in two places of a plan: in two of its annexes, or in an annex and in the text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import digits_of, plain, round_to, vietnamese
from plans.domain.definition import AnnexDefinition, Rounding
from plans.domain.findings import Finding
from plans.domain.places import Place
from plans.domain.rules import whose
from plans.domain.sums import Sums, figure_of, has_data, in_style_of, met_count, section_sums
from plans.domain.table import AnnexTable, Row, RowKey, RowKind
from plans.domain.text.figures import Said, figure_in_text, figures_in, lists_in
from plans.domain.text.place_lists import places_in

from .yearly_rules import BANDS, CRITERIA, VILLAGES
from .yearly_targets import year_key

_TOTAL: RowKey = (RowKind.TOTAL, None)
# Line and column of the yearly targets → columns of the villages' annex that make the same figure.
_VILLAGE_FIGURES: Mapping[tuple[str, str], tuple[str, ...]] = {
    (VILLAGES, "baseline"): ("done_ntm", "done_model"),
    ("8.1", "baseline"): ("done_model",),
    ("8.2", "baseline"): ("done_ntm",),
    (VILLAGES, "goal"): ("assigned",),
    ("8.1", "goal"): ("assigned_model",),
    ("8.2", "goal"): ("assigned_ntm",),
}


@dataclass(frozen=True)
class Annexed:
    """One annex of the plan as it stands."""

    definition: AnnexDefinition
    table: AnnexTable

    def total(self, key: str) -> Decimal | None:
        """What the total row states in the column."""
        row = self.table.by_key().get(_TOTAL)
        return figure_of(row, key) if row else None

    def line(self, key: str) -> Row | None:
        return self.table.by_key().get((RowKind.LINE, key))


def against_matrix(yearly: Annexed, matrix: Annexed, index: NameIndex) -> Iterator[Finding]:
    """The goals against the total row of communes and criteria: against what its marks give, where all
    communes have data, else against what it states."""
    sums = section_sums(matrix.definition, matrix.table, index)[_TOTAL]
    label = matrix.definition.label
    for row in yearly.table.of_kind(RowKind.LINE):
        theirs = _in_matrix(row, matrix, sums)
        if theirs is not None:
            yield from _differs(yearly.definition, row, "goal", theirs, f"{label} có")


def _in_matrix(row: Row, matrix: Annexed, sums: Sums) -> Decimal | None:
    if row.line == "2" and matrix.definition.average:
        exact = sums.average(matrix.definition.average.of) if sums.is_complete else None
        return (
            matrix.total(matrix.definition.average.target) if exact is None else _rounded(row, exact, matrix)
        )
    if row.line.startswith(CRITERIA):
        number = row.line.removeprefix(CRITERIA)
        return sums.values.get(number) if sums.is_complete else matrix.total(number)
    if row.line.startswith(BANDS) and sums.is_complete:
        return _in_band(row.line.removeprefix(BANDS), matrix)
    return None


def _rounded(row: Row, exact: Decimal, matrix: Annexed) -> Decimal:
    cut = matrix.definition.rounding is Rounding.CUT
    return round_to(exact, digits_of(row.cell("goal").text), cut=cut)


def _in_band(band: str, matrix: Annexed) -> Decimal:
    """How many communes of the matrix meet so many criteria: "19", "15-18"."""
    lowest, _, highest = band.partition("-")
    definition = matrix.definition
    counts = [
        met_count(definition, row) for row in matrix.table.of_kind(RowKind.UNIT) if has_data(definition, row)
    ]
    return Decimal(sum(int(lowest) <= count <= int(highest or lowest) for count in counts))


def against_villages(yearly: Annexed, villages: Annexed) -> Iterator[Finding]:
    """Villages in all against the total row of the villages by district."""
    for (line, column), keys in _VILLAGE_FIGURES.items():
        row, figures = yearly.line(line), [villages.total(key) for key in keys]
        known = [figure for figure in figures if figure is not None]
        if row and len(known) == len(figures):
            why = f"{villages.definition.label} có"
            yield from _differs(yearly.definition, row, column, sum(known, Decimal(0)), why)


def _differs(definition: AnnexDefinition, row: Row, key: str, theirs: Decimal, why: str) -> Iterator[Finding]:
    stated, place = figure_of(row, key), Place.in_row(row, key)
    if stated is None or stated == theirs:
        return
    computed = in_style_of(place.text, theirs)
    message = (
        f"{whose(definition, row)}, cột “{definition.column(key).heading}”: ghi {place.text}, "
        f"{why} {computed}."
    )
    yield place.error("cross-annex", message, blocks=False, computed=computed)


@dataclass(frozen=True, slots=True)
class TextPart:
    """Paragraphs under one number of the plan: ``where`` is its address, "Mục II.2.b"."""

    where: str
    paragraphs: tuple[str, ...]
    is_goal: bool = False


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the text is compared with: ``villages`` in all, ``communes`` of the programme."""

    yearly: Annexed
    communes: int
    villages: Decimal | None
    first_year: int
    last_year: int
    baseline_year: int
    rounding: Rounding


def check_text(parts: Iterable[TextPart], facts: TextFacts) -> Iterator[Finding]:
    for part in parts:
        for paragraph in part.paragraphs:
            for said in figures_in(paragraph, is_goal=part.is_goal):
                yield from _check_said(said, facts, part.where)
            yield from _check_list(paragraph, part.where)


def _check_said(said: Said, facts: TextFacts, where: str) -> Iterator[Finding]:
    row, key = facts.yearly.line(said.line), _column_of(said, facts)
    stated, ours = figure_in_text(said.text), figure_of(row, key) if row else None
    if row and stated is not None and ours is not None and stated != ours:
        definition = facts.yearly.definition
        who = whose(definition, row).replace("Dòng", "dòng", 1)
        message = (
            f"{where} ghi “{said.words}”; {definition.label}, {who}, "
            f"cột “{definition.column(key).heading}” ghi {row.cell(key).text}."
        )
        yield _at(where, said.text).error("cross-text", message, blocks=False, computed=row.cell(key).text)
    if said.of and int(said.of) != facts.communes:
        message = f"{where} ghi “{said.words}”; tỉnh có {facts.communes} xã thuộc Chương trình."
        yield _at(where, said.of).error("cross-text", message, blocks=False, computed=str(facts.communes))
    if stated is not None and said.percent:
        yield from _check_percent(said, stated, facts, where)


def _column_of(said: Said, facts: TextFacts) -> str:
    """The column of the year the text speaks of; of a year the plan does not have the goal."""
    if said.year == facts.baseline_year:
        return "baseline"
    is_between = said.year is not None and facts.first_year <= said.year < facts.last_year
    return year_key(said.year or 0) if is_between else "goal"


def _check_percent(said: Said, count: Decimal, facts: TextFacts, where: str) -> Iterator[Finding]:
    """The share at the digits that are printed; told apart: wrong, or only rounded another way."""
    whole = facts.villages if said.line == VILLAGES else Decimal(said.of or facts.communes)
    stated = figure_in_text(said.percent)
    if not whole or stated is None:
        return
    digits, cut = digits_of(said.percent), facts.rounding is Rounding.CUT
    exact = count * 100 / whole
    if stated == round_to(exact, digits, cut=cut):
        return
    computed = vietnamese(round_to(exact, digits, cut=cut), digits)
    way = " theo cách làm tròn của kế hoạch" if stated == round_to(exact, digits, cut=not cut) else ""
    message = (
        f"{where} ghi “{said.words}” đạt {said.percent}%; {plain(count)}/{plain(whole)} là {computed}%{way}."
    )
    yield _at(where, said.percent).warning("percentage", message, computed)


def _check_list(paragraph: str, where: str) -> Iterator[Finding]:
    for found in lists_in(paragraph):
        names = places_in(found.names)
        if names and len(names) != found.count:
            message = f"{where} ghi {found.count} xã nhưng nêu tên {len(names)} xã."
            yield _at(where, str(found.count)).error(
                "list-count", message, blocks=False, computed=str(len(names))
            )


def _at(where: str, stated: str) -> Place:
    return Place("", where, None, stated)
