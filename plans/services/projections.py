"""What is computed from the current version of an annex, in the transaction that makes it."""

from collections.abc import Callable

from plans.annexes import criteria_matrix
from plans.domain.table import AnnexTable
from plans.models import Annex

from .project_matrix import project_matrix
from .project_tasks import project_inspections, project_policy_tasks

Projection = Callable[[Annex, AnnexTable], None]

PROJECTIONS: dict[str, Projection] = {
    criteria_matrix.CODE: project_matrix,
    "policy-tasks": project_policy_tasks,
    "inspection-schedule": project_inspections,
}


def project(annex: Annex, table: AnnexTable) -> None:
    """Rebuild the typed rows of the annex from its table; most annexes have none."""
    if projection := PROJECTIONS.get(annex.code):
        projection(annex, table)
