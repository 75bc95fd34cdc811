"""A plan's page: what it shows, and what the user may do with it."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from ntm.access import may_edit
from plans.annexes import PLAN_ANNEXES, criteria_matrix
from plans.domain.text.document import lines
from plans.models import Annex, Plan

from .plan_text import read_sections
from .project_tasks import TASK_ANNEXES
from .project_works import WORK_ANNEXES


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One annex in the list; ``annex`` is annotated by ``with_state``. ``may_upload`` by the user."""

    annex: Annex
    may_upload: bool = False

    @property
    def known(self) -> bool:
        return self.annex.code in PLAN_ANNEXES

    @property
    def printed(self) -> bool:
        return PLAN_ANNEXES[self.annex.code].printed

    @property
    def states_tasks(self) -> bool:
        """It has been brought, and says what is to be done by when."""
        return bool(self.annex.version_number) and self.annex.code in TASK_ANNEXES

    @property
    def states_works(self) -> bool:
        """It has been brought, and says what is left to be done in the communes."""
        return bool(self.annex.version_number) and self.annex.code in WORK_ANNEXES

    @property
    def is_unfrozen(self) -> bool:
        """It has figures, and none of its versions is marked as issued."""
        return bool(self.annex.version_number) and not self.annex.issued_number


def read_plan_page(plan: Plan, user: User) -> dict[str, Any]:
    """What the page's template names."""
    brought = set(Annex.objects.editable_by(user).of_plan(plan).values_list("pk", flat=True))
    rows = [AnnexLine(annex, annex.pk in brought) for annex in Annex.objects.of_plan(plan).with_state()]
    manages = may_edit(plan, user)
    return {
        "plan": plan,
        "rows": rows,
        "is_part": not any(area.covers(plan.province_id) for area in user.areas),
        "blank_annexes": [
            row.annex for row in rows if row.known and row.printed and not row.annex.version_number
        ],
        "sections": read_sections(plan),
        "signature": [line for line in (plan.signs_for, plan.in_place_of, plan.post, plan.signer) if line],
        "preamble": {"bases": lines(plan.legal_bases), "opening": lines(plan.opening)},
        "closing": lines(plan.closing),
        "recipients": lines(plan.recipients),
        "footnotes": lines(plan.footnotes),
        "followers": Plan.objects.visible_to(user).following(plan),
        "unfrozen": sum(row.is_unfrozen for row in rows) if plan.is_issued else 0,
        "has_matrix": any(row.annex.code == criteria_matrix.CODE for row in rows),
        "has_tasks": any(row.states_tasks for row in rows),
        "has_works": any(row.states_works for row in rows),
        "manages": manages,
        "edits": manages and not plan.is_issued,
    }
