"""A plan's own fields and its list of annexes, as the coordination office writes them."""

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import FigureChange, User
from plans.models import Annex, AnnexVersion, Plan, Upload

from .plan_history import COPIED_FROM, differences, plan_subject, record_act, told

FACTS = (
    *("number", "date", "title", "issuer", "first_year", "last_year", "baseline_year", "criteria_set"),
    *("units_date", "rounding", "digits", "place", "legal_bases", "opening", "closing", "footnotes"),
    *("recipients", "signs_for", "in_place_of", "post", "signer"),
)
ANNEX_FACTS = ("label", "title", "intro", "other_set", "as_of_month")
HAS_FILES = "Biểu đã có tệp được tải lên nên không gỡ được."
HAS_VERSIONS = "Biểu đã có số liệu nên không gỡ được."


class NotEmptyError(Exception):
    """The message says in Vietnamese what stands against taking it away."""


@transaction.atomic
def store_plan(*, plan: Plan, user: User, address: str | None = None) -> bool:
    """Stores a plan whose form was found valid, new or not; false where nothing changed."""
    stored = Plan.objects.filter(pk=plan.pk).select_related("criteria_set").first()
    changes = differences(plan, told(stored, FACTS), told(plan, FACTS))
    if not changes:
        return False
    plan.save()
    word = "Sửa" if stored else "Thêm"
    record_act(plan=plan, user=user, reason=f"{word} {plan}", address=address, changes=changes)
    return True


def has_own_figures(plan: Plan) -> bool:
    """Whether figures came in besides those that the last plan handed on when this one was made from it."""
    copying = FigureChange.objects.told_of(plan_subject(plan), COPIED_FROM).values("changeset")
    return AnnexVersion.objects.of_plan(plan).not_made_by(copying).exists()


@transaction.atomic
def delete_plan(*, plan: Plan, user: User, address: str | None = None) -> None:
    """Takes a draft away that has no figures of its own yet. Raises NotEmptyError."""
    if plan.is_issued:
        raise NotEmptyError("Kế hoạch đã ban hành nên không xóa được.")
    if has_own_figures(plan):
        raise NotEmptyError("Kế hoạch đã có biểu có số liệu nên không xóa được.")
    if Upload.objects.of_plan(plan).exists():
        raise NotEmptyError("Kế hoạch đã có tệp được tải lên nên không xóa được.")
    changes = [(name, old, "") for name, old, _ in differences(plan, told(plan, FACTS), told(None, FACTS))]
    record_act(plan=plan, user=user, reason=f"Xóa {plan}", address=address, changes=changes)
    plan.delete()


@transaction.atomic
def store_annex(*, annex: Annex, user: User, address: str | None = None) -> bool:
    """Stores an annex of a plan, a new one behind the others; false where nothing changed."""
    stored = Annex.objects.filter(pk=annex.pk).select_related("other_set").first()
    changes = differences(annex, told(stored, ANNEX_FACTS), told(annex, ANNEX_FACTS))
    if not changes:
        return False
    if stored is None:
        annex.position = Annex.objects.of_plan(annex.plan).next_position()
    annex.save()
    word = "Sửa" if stored else "Thêm"
    named = [(f"{annex.code}: {name}", old, new) for name, old, new in changes]
    reason = f"{word} {annex.label} của {annex.plan}"
    record_act(plan=annex.plan, user=user, reason=reason, address=address, changes=named)
    return True


@transaction.atomic
def move_annex(*, annex: Annex, step: int, user: User, address: str | None = None) -> bool:
    """Exchanges the annex with its neighbour; false where it has none there. Labels stay as they are."""
    annexes = list(Annex.objects.of_plan(annex.plan).order_by("position", "pk"))
    at = annexes.index(annex)
    if not 0 <= at + step < len(annexes):
        return False
    before = ", ".join(one.label for one in annexes)
    annexes[at], annexes[at + step] = annexes[at + step], annexes[at]
    for position, one in enumerate(annexes, start=1):
        one.position = position
    Annex.objects.bulk_update(annexes, ["position"])
    change = ("thứ tự các biểu", before, ", ".join(one.label for one in annexes))
    reason = f"Đổi thứ tự {annex.label} của {annex.plan}"
    record_act(plan=annex.plan, user=user, reason=reason, address=address, changes=[change])
    return True


@transaction.atomic
def remove_annex(*, annex: Annex, user: User, address: str | None = None) -> None:
    """Takes an annex without figures out of its plan. Raises NotEmptyError."""
    if AnnexVersion.objects.current(annex):
        raise NotEmptyError(HAS_VERSIONS)
    plan, old = annex.plan, told(annex, ANNEX_FACTS)
    changes = [
        (f"{annex.code}: {name}", was, "")
        for name, was, _ in differences(annex, old, told(None, ANNEX_FACTS))
    ]
    try:
        annex.delete()
    except ProtectedError as error:
        raise NotEmptyError(HAS_FILES) from error
    reason = f"Gỡ {annex.label} khỏi {plan}"
    record_act(plan=plan, user=user, reason=reason, address=address, changes=changes)
