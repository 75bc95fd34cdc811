"""Draft and issued: what becomes of a plan and of its annexes' versions."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from plans.models import AnnexVersion, Plan

from .plan_history import record_act

_STATE = "tình trạng"


class StateRefusedError(Exception):
    """Somebody else was faster; the message says so in Vietnamese."""


@transaction.atomic
def issue_plan(
    *, plan: Plan, number: str, day: date, now: datetime, user: User, address: str | None = None
) -> int:
    """Gives the draft number and date, freezes the current version of each annex; returns how many.

    Raises StateRefusedError where the plan is no draft any more.
    """
    if not Plan.objects.issue(plan, number=number, day=day):
        raise StateRefusedError("Kế hoạch đã được ban hành trước đó.")
    frozen = AnnexVersion.objects.freeze_current(plan, now)
    changes = [
        (_STATE, Plan.State.DRAFT.label, Plan.State.ISSUED.label),
        ("số, ký hiệu", plan.number, number),
        ("ngày ban hành", f"{plan.date:%d/%m/%Y}" if plan.date else "", f"{day:%d/%m/%Y}"),
    ]
    plan.number, plan.date, plan.state = number, day, Plan.State.ISSUED
    changed = [change for change in changes if change[1] != change[2]]
    record_act(plan=plan, user=user, reason=f"Ban hành {plan}", address=address, changes=changed)
    return frozen


@transaction.atomic
def reopen_plan(*, plan: Plan, reason: str, user: User, address: str | None = None) -> None:
    """Makes an issued plan a draft again. What was frozen stays marked as issued.

    Raises StateRefusedError where it is a draft already.
    """
    if not Plan.objects.reopen(plan):
        raise StateRefusedError("Kế hoạch đã là dự thảo.")
    plan.state = Plan.State.DRAFT
    change = (_STATE, Plan.State.ISSUED.label, Plan.State.DRAFT.label)
    record_act(plan=plan, user=user, reason=reason, address=address, changes=[change])


@transaction.atomic
def freeze_plan(*, plan: Plan, now: datetime, user: User, address: str | None = None) -> int:
    """Marks, in a plan that was issued before its figures came here, the current versions as the issued ones:
    of those annexes that have none yet. Returns how many.
    """
    frozen = AnnexVersion.objects.freeze_current(plan, now, only_never_frozen=True)
    if frozen:
        record_act(
            plan=plan, user=user, reason=f"Chốt {frozen} biểu của {plan} như đã ban hành", address=address
        )
    return frozen
