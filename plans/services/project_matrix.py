"""CommuneTarget from the matrix of communes and criteria."""

from criteria.models import Criterion
from plans.domain.table import AnnexTable, RowKind
from plans.domain.values import MET
from plans.models import Annex, CommuneTarget


def project_matrix(annex: Annex, table: AnnexTable) -> None:
    """From the rows that have data: a commune without any has no target, not a missed one."""
    plan = annex.plan
    criteria = {row.number: row.pk for row in Criterion.objects.filter(criteria_set=annex.criteria_set_id)}
    CommuneTarget.objects.filter(plan=plan, year=plan.last_year).delete()
    CommuneTarget.objects.bulk_create(
        [
            CommuneTarget(
                plan=plan,
                commune_id=row.unit.id,
                criterion_id=criterion,
                year=plan.last_year,
                met=row.value(number) == MET,
            )
            for row in table.of_kind(RowKind.UNIT)
            if row.unit and any(row.value(key) for key in (*criteria, "result"))
            for number, criterion in criteria.items()
        ],
        batch_size=1000,
    )
