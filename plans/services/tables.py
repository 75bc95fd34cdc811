"""Between the store and the engine: plans as facts, units as a name index, versions as tables."""

from collections.abc import Iterable
from datetime import date

from accounts.domain.changes import Change as FigureEdit
from accounts.models import Changeset, User
from accounts.services import record_changes
from communes.domain.names import NameIndex, Unit
from communes.models import Alias, Commune, District
from criteria.domain.stages import STAGE_NAMES
from criteria.models import Criterion
from criteria.services.sheets import Sheet, open_sheet
from ntm.text import clean
from plans.annexes import PLAN_ANNEXES, RESULT_DEFINITIONS
from plans.domain.definition import AnnexDefinition, CriterionFacts, PlanFacts, ResultFacts, Rounding
from plans.domain.entries import Scope
from plans.domain.merge import Change
from plans.domain.sums import has_data
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.values import MET
from plans.models import Annex, AnnexRow, AnnexVersion, CommuneTarget, Plan, Upload


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
    criteria = Criterion.objects.filter(criteria_set=plan.criteria_set_id).order_by("position")
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
        criteria=tuple(CriterionFacts(row.number, row.name, row.short_name) for row in criteria),
        rounding=Rounding(plan.rounding),
        digits=plan.digits,
        annex_label=annex.label,
        annex_title=annex.title,
    )


def name_index(plan: Plan) -> NameIndex:
    """The units by which the plan counts."""
    return _units_on(plan.province_id, plan.units_date)


def index_of(annex: Annex) -> NameIndex:
    """The units that may have a row in the annex."""
    return _units_on(annex.province_id, annex.units_day)


def _units_on(province_id: int, day: date) -> NameIndex:
    """Every unit of the province as it was on the day, with its other spellings."""
    districts = District.objects.filter(province=province_id).on(day)
    communes = Commune.objects.filter(province=province_id).with_status(day)
    spellings: dict[tuple[str, int], list[str]] = {}
    for alias in Alias.objects.of_province(province_id):
        key = ("commune", alias.commune_id) if alias.commune_id else ("district", alias.district_id)
        spellings.setdefault(key, []).append(alias.name)
    return NameIndex(
        Unit(
            id=unit.pk,
            code=unit.code,
            name=unit.name,
            type=unit.get_type_display(),
            level=level,
            district_id=unit.district_id if level == "commune" else None,
            aliases=tuple(spellings.get((level, unit.pk), ())),
            in_programme=level == "district" or bool(unit.in_programme_then),
        )
        for level, units in (("district", districts), ("commune", communes))
        for unit in units
    )


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
    return AnnexTable(tuple(_load_row(row, units) for row in AnnexRow.objects.of(version)))


def _load_row(row: AnnexRow, units: dict[tuple[str, int], Unit]) -> Row:
    unit = units.get(("commune", row.commune_id) if row.commune_id else ("district", row.district_id))
    cells = {key: Cell(*values) for key, values in row.cells.items() if key != _PLACE}
    sheet, number = row.cells.get(_PLACE, ("", 0))
    return Row(RowKind(row.kind), unit, cells, sheet=sheet, number=number)


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
    AnnexRow.objects.bulk_create(
        [_stored_row(version, position, row) for position, row in enumerate(table.rows, start=1)],
        batch_size=500,
    )
    _project_targets(annex, table)
    return version


def _stored_row(version: AnnexVersion, position: int, row: Row) -> AnnexRow:
    unit = row.unit
    cells: dict[str, list[str | int]] = {
        key: [cell.text, cell.value, cell.address] for key, cell in row.cells.items()
    }
    return AnnexRow(
        version=version,
        position=position,
        kind=row.kind,
        commune_id=unit.id if unit and unit.level == "commune" else None,
        district_id=unit.id if unit and unit.level == "district" else None,
        cells=cells | {_PLACE: [row.sheet, row.number]},
    )


def _project_targets(annex: Annex, table: AnnexTable) -> None:
    """CommuneTarget, from the rows that have data: a commune without any has no target, not a missed one."""
    definition = definition_of(annex)
    plan = annex.plan
    criteria = {row.number: row.pk for row in Criterion.objects.filter(criteria_set=plan.criteria_set_id)}
    CommuneTarget.objects.filter(plan=plan, year=plan.last_year).delete()
    CommuneTarget.objects.bulk_create(
        [
            CommuneTarget(
                plan=plan,
                commune_id=row.unit.id,
                criterion_id=criteria[key],
                year=plan.last_year,
                met=row.value(key) == MET,
            )
            for row in table.of_kind(RowKind.UNIT)
            if row.unit and has_data(definition, row)
            for key in definition.row_total.of
        ],
        batch_size=1000,
    )


def record_figures(annex: Annex, changes: Iterable[Change], changeset: Changeset) -> int:
    """History: each figure of each changed row, as printed before and after."""
    definition = definition_of(annex)
    return record_changes(
        changeset,
        [
            FigureEdit(
                subject=f"plan/{annex.plan.slug}/{annex.code}",
                key=key,
                old=change.old.cell(key).text if change.old else "",
                new=change.row.cell(key).text,
                province_id=annex.plan.province_id,
                **_whose(change.row.unit),
            )
            for change in changes
            for key in (change.changed or definition.figure_keys)
            if change.row.cell(key).text != (change.old.cell(key).text if change.old else "")
        ],
    )


def _whose(unit: Unit | None) -> dict[str, int | None]:
    """The unit of a figure as the history keeps it: a commune with its district, a district alone."""
    if unit is None or unit.level == "district":
        return {"district_id": unit.id if unit else None}
    return {"district_id": unit.district_id, "commune_id": unit.id}


def clean_name(name: str) -> str:
    """A file's name for showing: NFC, no path."""
    return clean(name.replace("\\", "/").rpartition("/")[2])[:255]
