"""What the history keeps of a plan as a document: its facts, its text, its list of annexes."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Model

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from plans.models import Plan

MAX_KEY, MAX_REASON = 40, 500
COPIED_FROM = "lập từ"  # the key of what the act says that makes a plan from another
Differences = Iterable[tuple[str, str, str]]  # what it is, before, after


def plan_subject(plan: Plan) -> str:
    """How the history names the plan itself; its annexes follow behind a slash."""
    return f"plan/{plan.slug}"


def record_act(
    *, plan: Plan, user: User, reason: str, address: str | None, changes: Differences = ()
) -> Changeset:
    """Opens the act and writes what it changed of the plan."""
    changeset = open_changeset(
        user=user, channel=Changeset.Channel.BROWSER, address=address, reason=shortened(reason, MAX_REASON)
    )
    record_changes(
        changeset,
        [
            Change(plan_subject(plan), shortened(key, MAX_KEY), old, new, province_id=plan.province_id)
            for key, old, new in changes
        ],
    )
    return changeset


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def told(row: Model | None, names: Iterable[str]) -> dict[str, str]:
    """Field name → value in words, as the history writes it; blank where there is no row."""
    if row is None:
        return dict.fromkeys(names, "")
    return {name: _text(row, name) for name in names}


def _text(row: Model, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    display = getattr(row, f"get_{name}_display", None)
    return "" if value is None else str(display() if display else value)


def differences(row: Model, old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The fields that differ, by their names in words."""
    fields = row._meta
    return [
        (str(fields.get_field(name).verbose_name), old[name], new[name])
        for name in new
        if old[name] != new[name]
    ]
