"""What the history can be narrowed to: the tables of figures it names, and the units in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from communes.models import Commune, CommuneStatus, District, Province
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.models import CriteriaSet, ReportingPeriod
from criteria.services.evidence import evidence_subject
from criteria.services.levels import levels_subject
from criteria.services.periods import period_subject
from criteria.services.recognitions import register_subject
from criteria.services.sheets import result_subject
from plans.models import Annex, Plan
from plans.services.plan_history import plan_subject

Choices = list[tuple[str, list[tuple[str, str]]]]  # heading → value and words
DISTRICT, COMMUNE = "h", "x"  # before the id of a unit
FREE = "Xã không thuộc huyện"


@dataclass(frozen=True, slots=True)
class Table:
    """A plan or a period; ``parts``: subject of the history → annex or stage in words."""

    code: str
    name: str
    parts: Mapping[str, str]

    @property
    def subjects(self) -> list[str]:
        return list(self.parts)


@dataclass(frozen=True, slots=True)
class HistoryChoices:
    plans: Sequence[Table]
    periods: Sequence[Table]
    units: Choices
    registers: Sequence[Table] = ()
    levels: Sequence[Table] = ()

    @property
    def tables(self) -> dict[str, Table]:
        return {table.code: table for table in (*self.periods, *self.plans, *self.registers, *self.levels)}

    @property
    def table_choices(self) -> Choices:
        groups = (
            ("Kỳ đánh giá", self.periods),
            ("Kế hoạch", self.plans),
            ("Sổ công nhận", self.registers),
            ("Mức đạt", self.levels),
        )
        return [(title, [(table.code, table.name) for table in tables]) for title, tables in groups if tables]

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """Subject → table and part in words."""
        return {
            key: (table.name, part) for table in self.tables.values() for key, part in table.parts.items()
        }


def read_choices(user: User) -> HistoryChoices:
    """Of what the user may see; nine queries."""
    provinces = list(Province.objects.visible_to(user))
    return HistoryChoices(
        _plans(user), _periods(user), _units(user), _registers(provinces), _levels(user, provinces)
    )


def _plans(user: User) -> list[Table]:
    plans = Plan.objects.visible_to(user)
    parts = {plan.pk: {plan_subject(plan): "văn bản và danh sách biểu"} for plan in plans}
    for annex in Annex.objects.visible_to(user).of_plans():
        parts[annex.plan_id][f"plan/{annex.plan.slug}/{annex.code}"] = annex.label
    return [Table(f"plan/{plan.slug}", str(plan), parts[plan.pk]) for plan in plans]


def _periods(user: User) -> list[Table]:
    return [
        Table(
            f"result/{period.province.code}/{period.code}",
            f"Kỳ {period.name}",
            {result_subject(period, stage): STAGE_NAMES[stage] for stage in Stage}
            | {evidence_subject(period): "minh chứng"}
            | {period_subject(period): "các ngày và bộ tiêu chí của kỳ"},
        )
        for period in ReportingPeriod.objects.visible_to(user)
    ]


def _registers(provinces: Sequence[Province]) -> list[Table]:
    """The decisions that recognised communes, province by province."""
    return [
        Table(subject, f"Sổ công nhận {province.full_name}", {subject: "quyết định công nhận"})
        for province in provinces
        for subject in [register_subject(province)]
    ]


def _levels(user: User, provinces: Sequence[Province]) -> list[Table]:
    """What each province confirmed, set by set."""
    sets = list(CriteriaSet.objects.visible_to(user)) if provinces else []
    return [
        Table(
            f"levels/{province.code}",
            f"Mức đạt {province.full_name}",
            {levels_subject(province, one): str(one) for one in sets},
        )
        for province in provinces
    ]


def _units(user: User) -> Choices:
    """Each district with its communes, then the communes that lie in none."""
    inside: dict[int | None, list[tuple[str, str]]] = {}
    last = dict(CommuneStatus.objects.order_by("valid_from").values_list("commune", "district"))
    for commune in Commune.objects.visible_to(user):
        inside.setdefault(last.get(commune.pk), []).append((f"{COMMUNE}{commune.pk}", commune.title))
    found = [
        (
            district.title,
            [(f"{DISTRICT}{district.pk}", f"{district.title}: cả huyện"), *inside.get(district.pk, ())],
        )
        for district in District.objects.visible_to(user)
    ]
    return [*found, (FREE, inside[None])] if None in inside else found
