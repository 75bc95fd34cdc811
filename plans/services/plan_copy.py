"""The next plan from the last one: its structure, its text, and the figures to start from."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from communes.models import Province
from criteria.models import CriteriaSet
from ntm.text import fold
from plans.domain.text.renewal import Years, shift_years
from plans.models import Annex, Plan, PlanSection

from .carry_over import carry_annex
from .plan_history import COPIED_FROM, record_act

COPIED = (
    *("province", "issuer", "rounding", "digits", "place", "legal_bases", "opening", "closing", "footnotes"),
    *("recipients", "signs_for", "in_place_of", "post", "signer"),
)


@dataclass
class Made:
    """The new plan, and how many rows were carried over into which annex."""

    plan: Plan
    carried: list[tuple[str, int]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """What was carried over, in a sentence."""
        if not self.carried:
            return "Chưa có số liệu nào được chuyển sang."
        words = ", ".join(f"{label} ({rows} dòng)" for label, rows in self.carried)
        return f"Số liệu chuyển sang làm gốc: {words}."


def years_of(plan: Plan) -> Years:
    return Years(plan.first_year, plan.last_year, plan.baseline_year)


def first_values(source: Plan, today: date) -> dict[str, object]:
    """What the form of the next plan starts with."""
    years = years_of(source).following
    valid = CriteriaSet.objects.valid_on(date(years.last, 12, 31))
    return {
        "title": shift_years(source.title, years_of(source).shift_to(years)),
        "first_year": years.first,
        "last_year": years.last,
        "baseline_year": years.baseline,
        "criteria_set": valid.filter(pk=source.criteria_set_id).first()
        or valid.first()
        or source.criteria_set,
        "units_date": min(today, date(years.first, 1, 1)),
        "slug": free_slug(f"{slugify(fold(source.province.name))}-{years.first}"),
    }


def new_values(province: Province, today: date) -> dict[str, object]:
    """What the form of a plan from nothing starts with: the next year."""
    year = today.year + 1
    return {
        "issuer": f"Ủy ban nhân dân {province.full_name}",
        "first_year": year,
        "last_year": year,
        "baseline_year": year - 1,
        "criteria_set": CriteriaSet.objects.valid_on(date(year, 12, 31)).first(),
        "units_date": today,
        "slug": free_slug(f"{slugify(fold(province.name))}-{year}"),
    }


def free_slug(slug: str) -> str:
    """The slug, or the slug with a number behind it that no plan has."""
    taken = set(Plan.objects.values_list("slug", flat=True))
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


@transaction.atomic
def copy_plan(*, source: Plan, new: Plan, user: User, address: str | None = None) -> Made:
    """Stores ``new``, a draft of which title, years, set, day of the units and slug are given, with all that
    follows from ``source``: text, signer, recipients, annexes and the figures they start from.
    """
    for name in COPIED:
        setattr(new, name, getattr(source, name))
    new.follows = source
    new.save()
    _copy_sections(source, new)
    reason = f"Lập {new} từ {source}"
    changeset = record_act(
        plan=new, user=user, reason=reason, address=address, changes=[(COPIED_FROM, "", str(source))]
    )
    made = Made(new)
    for old, annex in _copy_annexes(source, new):
        rows = carry_annex(old, annex, changeset)
        if rows:
            made.carried.append((annex.label, rows))
    return made


def _copy_sections(source: Plan, new: Plan) -> None:
    rows = list(PlanSection.objects.of_plan(source))
    for row in rows:
        row.pk, row.plan = None, new
    PlanSection.objects.bulk_create(rows)


def _copy_annexes(source: Plan, new: Plan) -> list[tuple[Annex, Annex]]:
    """Each annex of the last plan with its copy, whose title speaks of the new years."""
    shift = years_of(source).shift_to(years_of(new))
    pairs = []
    for old in Annex.objects.of_plan(source).for_list():
        copy = Annex(plan=new, code=old.code, label=old.label, position=old.position, intro=old.intro)
        copy.title, copy.other_set_id = shift_years(old.title, shift), old.other_set_id
        copy.as_of_month = old.as_of_month
        copy.save()
        pairs.append((old, copy))
    return pairs
