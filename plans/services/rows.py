"""What every annex needs on its way out: whose rows, in which order, in which kind of file, by what name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.text import slugify

from accounts.models import User
from communes.domain.names import NameIndex, Unit
from communes.models import Commune, District
from ntm.text import fold
from plans.annexes import PLAN_ANNEXES
from plans.domain.definition import AnnexDefinition, FixedLine, Level, Shape
from plans.domain.entries import Scope
from plans.domain.table import AnnexTable, Cell, Row, RowKey, RowKind
from plans.domain.write.layout import roman
from plans.models import Annex

from .files import CONTENT_TYPES as CONTENT_TYPES  # pages know it by this place


def file_name(annex: Annex, *words: str, kind: str) -> str:
    """ "bieu-so-02-1986-kh-ubnd-so-da-ghi.pdf": plain letters, as old mail programs want them."""
    owner = annex.owner if annex.period else annex.plan.number.replace("/", "-")
    return f"{slugify(fold(' '.join((annex.label, owner, *words))))}.{kind}"


def districts_of(annex: Annex, user: User) -> QuerySet[District]:
    """The districts of the annex that the user sees, in official order; none where no row is a unit's."""
    if annex.plan_id and not PLAN_ANNEXES[annex.code].by_unit:
        return District.objects.none()
    return District.objects.visible_to(user).on(annex.units_day).filter(province=annex.province_id)


def seen_by(user: User, annex: Annex, district: District | None) -> Scope | None:
    """The units whose rows are shown; None: all of the plan's province.

    What speaks of no units is the plan's own: everybody of the province reads it.
    """
    province = annex.province_id
    if annex.plan_id and not PLAN_ANNEXES[annex.code].by_unit:
        return None
    if district is None and any(area.covers(province) for area in user.areas):
        return None
    day = annex.units_day
    communes = Commune.objects.visible_to(user).in_programme(day).filter(province=province)
    districts = districts_of(annex, user)
    if district is not None:
        communes, districts = communes.filter(district_id=district.pk), districts.filter(pk=district.pk)
    return Scope(
        frozenset(communes.values_list("pk", flat=True)), frozenset(districts.values_list("pk", flat=True))
    )


def template_rows(
    definition: AnnexDefinition, index: NameIndex, scope: Scope, stored: AnnexTable, only: District | None
) -> Iterable[Row]:
    """The rows a person fills in: those that the annex has of itself or of its units, as stored if they are;
    of an annex whose rows somebody writes those that are stored.
    """
    known = stored.by_key()
    if definition.shape is Shape.LINES:
        optional = {line.key for line in definition.lines if line.is_optional}
        rows = map(_fixed(definition), definition.lines)
        yield from (known.get(row.key, row) for row in rows if row.key in known or row.line not in optional)
    elif not definition.is_of_units:
        yield from (row for row in stored.rows if _is_mine(row, scope, only))
    elif definition.level is Level.DISTRICT:
        places = {row.unit.id: place for place, row in enumerate(stored.rows) if row.unit}
        mine = (unit for unit in index.districts if scope.holds(unit) and (not only or only.pk == unit.id))
        yield from _unit_rows(sorted(mine, key=lambda unit: places.get(unit.id, len(places))), known)
    else:
        yield from listed_rows(index, scope, known, only)
    if definition.is_of_units and definition.total_label and scope.is_whole and only is None:
        total = Row(RowKind.TOTAL, None, {definition.name_key: Cell(definition.total_label)})
        yield known.get(total.key, total)


def _fixed(definition: AnnexDefinition) -> Callable[[FixedLine], Row]:
    ordinal, name = definition.ordinal_key, definition.name_key
    return lambda line: Row(
        RowKind.LINE,
        None,
        {
            ordinal: Cell(line.ordinal, line.ordinal),
            name: Cell(line.title, line.title),
        },
        line=line.key,
    )


def _is_mine(row: Row, scope: Scope, only: District | None) -> bool:
    if row.unit is None:
        return scope.is_whole
    return scope.holds(row.unit) and (only is None or only.pk == row.unit.district_id)


def listed_rows(
    index: NameIndex, scope: Scope, stored: Mapping[RowKey, Row], only: District | None
) -> Iterable[Row]:
    """A row for each commune of the scope, as stored if it is; those of no district come first."""
    mine = [unit for unit in index.communes_of(None) if scope.holds(unit)]
    if only is None:
        yield from _unit_rows([unit for unit in mine if unit.district_id is None], stored)
    for place, district in enumerate(index.districts, start=1):
        communes = [unit for unit in mine if unit.district_id == district.id]
        if not communes or (only and only.pk != district.id):
            continue
        section = _labelled(RowKind.DISTRICT, district, roman(place))
        yield stored.get(section.key, section) if scope.holds(district) else section
        yield from _unit_rows(communes, stored)


def _unit_rows(units: Iterable[Unit], stored: Mapping[RowKey, Row]) -> Iterable[Row]:
    for number, unit in enumerate(units, start=1):
        row = _labelled(RowKind.UNIT, unit, str(number))
        known = stored.get(row.key)
        yield replace(known, cells={**row.cells, **known.cells}) if known else row


def _labelled(kind: RowKind, unit: Unit, number: str) -> Row:
    return Row(kind, unit, {"stt": Cell(number), "name": Cell(unit.title)})
