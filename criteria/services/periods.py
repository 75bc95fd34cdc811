"""Periods as the coordination office makes and changes them."""

from datetime import date

from django.db import transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from communes.models import Province
from criteria.domain.periods import Proposal
from criteria.models import CriteriaSet, ReportingPeriod, Submission

RECORDED = (
    "name", "code", "kind", "criteria_set", "first_day", "last_day", "opens_on", "due_on", "closes_on",
    "official_stage",
)  # fmt: skip


def period_subject(period: ReportingPeriod) -> str:
    """How the history names the period's own fields."""
    return f"period/{period.province.code}/{period.code}"


@transaction.atomic
def store_period(*, period: ReportingPeriod, user: User, address: str | None = None) -> bool:
    """Stores a period whose form was found valid, and records what changed; false where nothing did."""
    stored = ReportingPeriod.objects.filter(pk=period.pk).first()
    old, new = _told(stored), _told(period)
    changed = [name for name in RECORDED if old[name] != new[name]]
    if not changed:
        return False
    period.save()
    word = "Sửa" if stored else "Thêm"
    changeset = open_changeset(
        user=user, channel=Changeset.Channel.BROWSER, address=address, reason=f"{word} kỳ {period.name}"
    )
    record_changes(
        changeset,
        [
            Change(
                subject=period_subject(period),
                key=str(ReportingPeriod._meta.get_field(name).verbose_name),
                old=old[name],
                new=new[name],
                province_id=period.province_id,
            )
            for name in changed
        ],
    )
    return True


def _told(period: ReportingPeriod | None) -> dict[str, str]:
    """The fields as the history writes them."""
    if period is None:
        return dict.fromkeys(RECORDED, "")
    words = {name: getattr(period, name) for name in RECORDED}
    words |= {"kind": period.get_kind_display(), "official_stage": period.get_official_stage_display()}
    return {name: _text(value) for name, value in words.items()}


def _text(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def first_values(province: Province, proposal: Proposal) -> dict[str, object]:
    """What the form of a new period starts with: the proposal, with a free code, and the set and the official
    stage of the province's last period as far as the set was in force on the last day."""
    last = ReportingPeriod.objects.filter(province=province).order_by("-last_day", "code").first()
    valid = CriteriaSet.objects.valid_on(proposal.last_day)
    chosen = valid.filter(pk=last.criteria_set_id).first() if last else None
    chosen = chosen or valid.first()
    values: dict[str, object] = {
        name: getattr(proposal, name) for name in ("name", "first_day", "last_day", "opens_on", "due_on")
    }
    return values | {
        "province": province,
        "code": free_code(province, proposal.code),
        "criteria_set": chosen,
        "official_stage": last.official_stage if last else "district",
    }


def free_code(province: Province, code: str) -> str:
    """The code, or the code with a number behind it that no period of the province has."""
    taken = set(ReportingPeriod.objects.filter(province=province).values_list("code", flat=True))
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code}-{number}"
    return found


@transaction.atomic
def delete_period(*, period: ReportingPeriod, user: User, address: str | None = None) -> None:
    """Takes back a period made by mistake. Raises models.ProtectedError where it has figures or sendings."""
    Submission.objects.of_period(period).drafts().delete()  # a figure that was refused leaves one behind
    period.delete()
    open_changeset(
        user=user,
        channel=Changeset.Channel.BROWSER,
        address=address,
        reason=f"Xóa kỳ {period.name} (chưa có số liệu)",
    )
