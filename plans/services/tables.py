"""Between the store and the engine: plans as facts, units as a name index, versions as tables."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from accounts.domain.changes import Change as FigureEdit
from accounts.models import Changeset, User
from accounts.services import record_changes
from communes.domain.names import NameIndex, Unit
from communes.models import Commune, District
from communes.services import units_on
from criteria.domain.stages import STAGE_NAMES
from criteria.models import Criterion
from criteria.services.sheets import Sheet, open_sheet
from ntm.text import clean
from plans.annexes import PLAN_ANNEXES, RESULT_DEFINITIONS
from plans.domain.definition import AnnexDefinition, CriterionFacts, PlanFacts, ResultFacts, Rounding
from plans.domain.entries import Scope
from plans.domain.merge import Change
from plans.domain.table import EMPTY, AnnexTable, Cell, Row, RowKind
from plans.models import Annex, AnnexRow, AnnexVersion, Plan, Upload

from .projections import project


def definition_of(annex: Annex) -> AnnexDefinition:
    """The annex's definition, as its plan or period fills it. Raises KeyError for an unknown code."""
    if annex.period:
        return result_definition(annex, open_sheet(annex.period, annex.stage))
    return PLAN_ANNEXES[annex.code].define(plan_facts(annex.plan, annex))


def is_known(annex: Annex) -> bool:
    return annex.code in (PLAN_ANNEXES if annex.plan_id else RESULT_DEFINITIONS)


def result_definition(annex: Annex, sheet: Sheet) -> AnnexDefinition:
    """The definition of an annex of results; ``sheet`` is that of its period and stage."""
    facts = ResultFacts(
        period=str(sheet.period),
        stage=STAGE_NAMES[sheet.stage],
        province=sheet.period.province.full_name,
        measures=tuple(sheet.measures.values()),
        annex_label=annex.label,
        annex_title=annex.title,
    )
    return RESULT_DEFINITIONS[annex.code](facts)


def plan_facts(plan: Plan, annex: Annex) -> PlanFacts:
    criteria, indicators = _numbers_of(annex.criteria_set_id)
    return PlanFacts(
        slug=plan.slug,
        number=plan.number,
        date=plan.date,
        title=plan.title,
        issuer=plan.issuer.replace("Ủy ban nhân dân", "UBND"),
        province=plan.province.name,
        first_year=plan.first_year,
        last_year=plan.last_year,
        baseline_year=plan.baseline_year,
        criteria=criteria,
        rounding=Rounding(plan.rounding),
        digits=plan.digits,
        annex_label=annex.label,
        annex_title=annex.title,
        annex_intro=tuple(annex.intro.splitlines()),
        indicators=indicators,
        as_of_month=annex.as_of_month,
    )


def _numbers_of(criteria_set: int) -> tuple[tuple[CriterionFacts, ...], tuple[str, ...]]:
    """The criteria of the set, and the numbers of its indicators."""
    rows = Criterion.objects.filter(criteria_set=criteria_set).order_by("position", "indicators__position")
    facts = list(rows.values_list("number", "name", "short_name", "indicators__number"))
    criteria = dict.fromkeys(CriterionFacts(*names) for *names, _ in facts)
    return tuple(criteria), tuple(number for *_, number in facts if number)


def name_index(plan: Plan) -> NameIndex:
    """The units by which the plan counts."""
    return units_on(plan.province_id, plan.units_date)


def index_of(annex: Annex) -> NameIndex:
    """The units that may have a row in the annex."""
    return units_on(annex.province_id, annex.units_day)


def scope_of(user: User, plan: Plan) -> Scope:
    """The units whose rows the user may bring to the plan's annexes."""
    areas = [area for area in user.areas if area.states_targets]
    if any(area.covers(plan.province_id) for area in areas):
        return Scope()
    communes = Commune.objects.inside(areas).on(plan.units_date).filter(province=plan.province_id)
    districts = District.objects.inside(areas).filter(province=plan.province_id)
    return Scope(
        frozenset(communes.values_list("pk", flat=True)), frozenset(districts.values_list("pk", flat=True))
    )


def load_table(version: AnnexVersion | None, index: NameIndex) -> AnnexTable:
    """The rows of the version in their order; an empty table where there is none."""
    if version is None:
        return AnnexTable()
    units = {(unit.level, unit.id): unit for unit in index.units}
    inside: dict[int | None, list[AnnexRow]] = {}
    for row in AnnexRow.objects.of(version):
        inside.setdefault(row.parent_id, []).append(row)
    return AnnexTable(_load_rows(None, inside, units))


def _load_rows(
    parent: int | None, inside: dict[int | None, list[AnnexRow]], units: dict[tuple[str, int], Unit]
) -> tuple[Row, ...]:
    return tuple(
        replace(_load_row(row, units), children=_load_rows(row.pk, inside, units))
        for row in inside.get(parent, ())
    )


def _load_row(row: AnnexRow, units: dict[tuple[str, int], Unit]) -> Row:
    unit = units.get(("commune", row.commune_id) if row.commune_id else ("district", row.district_id))
    cells = {key: Cell(*values) for key, values in row.cells.items() if key != _PLACE}
    sheet, number = row.cells.get(_PLACE, ("", 0))
    return Row(RowKind(row.kind), unit, cells, sheet=sheet, number=number, line=row.line)


_PLACE = "@"  # beside the column keys in the stored cells: the sheet and row the row came from


def save_table(
    *,
    annex: Annex,
    number: int,
    table: AnnexTable,
    changeset: Changeset,
    upload: Upload | None = None,
    undoes: Upload | None = None,
) -> AnnexVersion:
    """Write the table as the annex's version ``number`` and rebuild what is computed from it."""
    version = AnnexVersion.objects.create(
        annex=annex, number=number, changeset=changeset, upload=upload, undoes=undoes
    )
    _save_rows(version, table)
    project(annex, table)
    return version


def _save_rows(version: AnnexVersion, table: AnnexTable) -> None:
    """Level by level: a row is written before the rows inside it. Positions go as the rows are printed."""
    positions = {id(row): place for place, row in enumerate(_walked(table), start=1)}
    level: list[tuple[AnnexRow | None, Row]] = [(None, row) for row in table.rows]
    while level:
        made = [_stored_row(version, positions[id(row)], row, parent) for parent, row in level]
        AnnexRow.objects.bulk_create(made, batch_size=500)
        level = [
            (stored, child) for stored, (_, row) in zip(made, level, strict=True) for child in row.children
        ]


def _walked(table: AnnexTable) -> Iterator[Row]:
    for row in table.rows:
        yield from row.walk()


def _stored_row(version: AnnexVersion, position: int, row: Row, parent: AnnexRow | None) -> AnnexRow:
    unit = row.unit
    return AnnexRow(
        version=version,
        parent=parent,
        position=position,
        kind=row.kind,
        line=row.line,
        commune_id=unit.id if unit and unit.level == "commune" else None,
        district_id=unit.id if unit and unit.level == "district" else None,
        cells={
            **{key: _stored_cell(cell) for key, cell in row.cells.items()},
            _PLACE: [row.sheet, row.number],
        },
    )


def _stored_cell(cell: Cell) -> list[str | int]:
    plain: list[str | int] = [cell.text, cell.value, cell.address]
    return plain if (cell.rows, cell.columns) == (1, 1) else [*plain, cell.rows, cell.columns]


def record_figures(annex: Annex, changes: Iterable[Change], changeset: Changeset) -> int:
    """History: each figure of each changed row, as printed before and after."""
    definition = definition_of(annex)
    return record_changes(
        changeset,
        [
            FigureEdit(
                subject=f"plan/{annex.plan.slug}/{annex.code}",
                key=_history_key(change.row, key),
                old=old,
                new=new,
                province_id=annex.plan.province_id,
                **_whose(change.row.unit),
            )
            for change in changes
            for key, old, new in _texts_of(change, definition)
            if old != new
        ],
    )


def _texts_of(change: Change, definition: AnnexDefinition) -> Iterator[tuple[str, str, str]]:
    """Each figure the change is about: its key, its text before and after."""
    old, new = (change.old.figures if change.old else {}), change.row.figures
    own = definition.figure_keys if definition.is_of_units else tuple(new)
    for key in change.changed or own:
        yield key, old.get(key, EMPTY).text, new.get(key, EMPTY).text


def _history_key(row: Row, key: str) -> str:
    """ "7.1/goal": of a row without a unit its line has to be told, too."""
    return f"{row.line}/{key}" if row.line else key


def _whose(unit: Unit | None) -> dict[str, int | None]:
    """The unit of a figure as the history keeps it: a commune with its district, a district alone."""
    if unit is None or unit.level == "district":
        return {"district_id": unit.id if unit else None}
    return {"district_id": unit.district_id, "commune_id": unit.id}


def clean_name(name: str) -> str:
    """A file's name for showing: NFC, no path."""
    return clean(name.replace("\\", "/").rpartition("/")[2])[:255]
