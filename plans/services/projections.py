"""What is computed from the current version of an annex, in the transaction that makes it."""

from collections.abc import Callable

from plans.annexes import (
    criteria_matrix,
    funding,
    inspection_schedule,
    policy_tasks,
    village_targets,
    yearly_targets,
)
from plans.domain.table import AnnexTable
from plans.models import Annex

from .project_funding import project_funding
from .project_matrix import project_matrix
from .project_targets import project_villages, project_yearly
from .project_tasks import project_inspections, project_policy_tasks
from .project_works import WORK_ANNEXES, project_works

Projection = Callable[[Annex, AnnexTable], None]

PROJECTIONS: dict[str, Projection] = {
    criteria_matrix.CODE: project_matrix,
    yearly_targets.CODE: project_yearly,
    village_targets.CODE: project_villages,
    **dict.fromkeys(WORK_ANNEXES, project_works),
    policy_tasks.CODE: project_policy_tasks,
    inspection_schedule.CODE: project_inspections,
    funding.CODE: project_funding,
}


def project(annex: Annex, table: AnnexTable) -> None:
    """Rebuild the typed rows of the annex from its table; most annexes have none."""
    if projection := PROJECTIONS.get(annex.code):
        projection(annex, table)
