"""YearlyTarget and VillageTarget from the annexes of fixed lines and of villages by district."""

from collections.abc import Iterator
from decimal import Decimal

from ntm.numbers import round_to
from plans.annexes import village_targets, yearly_targets
from plans.domain.sums import figure_of
from plans.domain.table import AnnexTable, Row, RowKind
from plans.models import Annex, VillageTarget, YearlyTarget

_DIGITS, _LARGEST = 4, Decimal(10) ** 15  # what the column holds
_LARGEST_COUNT = 2**31 - 1
_PRINTED = 60  # letters


def project_yearly(annex: Annex, table: AnnexTable) -> None:
    """A target for every cell that states something; headings and blank years make none."""
    YearlyTarget.objects.of_plan(annex.plan).delete()
    YearlyTarget.objects.bulk_create(
        [
            target
            for position, row in enumerate(table.of_kind(RowKind.LINE), start=1)
            for target in _targets_of(annex, position, row)
        ],
        batch_size=500,
    )


def _targets_of(annex: Annex, position: int, row: Row) -> Iterator[YearlyTarget]:
    plan = annex.plan
    roles = [
        ("baseline", YearlyTarget.Role.BASELINE, plan.baseline_year),
        ("goal", YearlyTarget.Role.GOAL, plan.last_year),
        *(
            (yearly_targets.year_key(year), YearlyTarget.Role.YEAR, year)
            for year in range(plan.first_year, plan.last_year + 1)
        ),
    ]
    for key, role, year in roles:
        if row.cell(key).text:
            yield YearlyTarget(
                plan=plan,
                line=row.line,
                position=position,
                title=row.cell("name").text[:400],
                role=role,
                year=year,
                printed=row.cell(key).text[:_PRINTED],
                value=_stored(figure_of(row, key)),
            )


def _stored(figure: Decimal | None) -> Decimal | None:
    """As many digits as are kept; a figure beyond all sense is none."""
    return None if figure is None or figure >= _LARGEST else round_to(figure, _DIGITS)


def project_villages(annex: Annex, table: AnnexTable) -> None:
    """A target for each district that has a row; a blank stays unknown."""
    VillageTarget.objects.of_plan(annex.plan).delete()
    VillageTarget.objects.bulk_create(
        VillageTarget(
            plan=annex.plan,
            district_id=row.unit.id,
            **{key: _count(figure_of(row, key)) for key in village_targets.KEYS},
        )
        for row in table.of_kind(RowKind.UNIT)
        if row.unit
    )


def _count(figure: Decimal | None) -> int | None:
    return None if figure is None or figure > _LARGEST_COUNT else int(figure)
