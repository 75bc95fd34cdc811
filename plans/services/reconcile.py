"""Everything in a plan that does not agree: within its annexes, between them, and with its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from ntm.text import fold
from plans.annexes import criteria_matrix, funding, village_targets, yearly_targets
from plans.annexes.bands_text import check_bands_text
from plans.annexes.cross_checks import (
    Annexed,
    TextFacts,
    TextPart,
    against_matrix,
    against_villages,
    check_text,
)
from plans.annexes.funding_text import check_funds_text
from plans.domain.definition import Rounding
from plans.domain.findings import Finding, Severity
from plans.domain.text.document import lines
from plans.models import Annex, Plan

from .output import Reading, read_annex
from .tables import is_known, name_index


@dataclass(frozen=True, slots=True)
class Difference:
    """``annex``: the code of the annex whose figure it is, empty for the plan's text."""

    annex: str
    finding: Finding

    @property
    def is_open(self) -> bool:
        return self.finding.severity is not Severity.INFO


@dataclass(frozen=True, slots=True)
class Group:
    """The open differences of one annex; of the plan's text where ``annex`` is None."""

    annex: Annex | None
    differences: tuple[Finding, ...]


def open_groups(plan: Plan, differences: Sequence[Difference]) -> list[Group]:
    """By annex in their order, the text last; what could not be compared is left out."""
    annexes = [*Annex.objects.of_plan(plan).for_list(), None]
    found = {
        annex: tuple(
            one.finding for one in differences if one.is_open and one.annex == (annex.code if annex else "")
        )
        for annex in annexes
    }
    return [Group(annex, findings) for annex, findings in found.items() if findings]


def reconcile(plan: Plan, user: User) -> list[Difference]:
    """What the plan's annexes say of themselves as the user sees them, then what is said across."""
    readings = {
        annex.code: reading
        for annex in Annex.objects.of_plan(plan).for_list()
        if is_known(annex) and isinstance(reading := read_annex(annex, user), Reading)
    }
    own = [Difference(code, finding) for code, reading in readings.items() for finding in reading.findings]
    return [*own, *_across(plan, readings)]


def _across(plan: Plan, readings: dict[str, Reading]) -> Iterator[Difference]:
    """A part of an annex says nothing of the whole: who sees all of the province is told."""
    annexes = {
        code: Annexed(reading.definition, reading.table)
        for code, reading in readings.items()
        if reading.version and not reading.is_part
    }
    index = name_index(plan)
    if funds := annexes.get(funding.CODE):
        for finding in check_funds_text(funds.definition.label, funds.table, text_parts(plan)):
            yield Difference(funding.CODE, finding)
    for finding in check_bands_text(text_parts(plan), len(index.communes_of(None))):
        yield Difference("", finding)
    yearly, matrix = annexes.get(yearly_targets.CODE), annexes.get(criteria_matrix.CODE)
    villages = annexes.get(village_targets.CODE)
    if yearly is None:
        return
    if matrix:
        for finding in against_matrix(yearly, matrix, index):
            yield Difference(yearly_targets.CODE, finding)
    if villages:
        for finding in against_villages(yearly, villages):
            yield Difference(yearly_targets.CODE, finding)
    facts = TextFacts(
        yearly=yearly,
        communes=len(index.communes_of(None)),
        villages=villages.total("villages") if villages else None,
        first_year=plan.first_year,
        last_year=plan.last_year,
        baseline_year=plan.baseline_year,
        rounding=Rounding(plan.rounding),
    )
    for finding in check_text(text_parts(plan), facts):
        yield Difference("", finding)


def text_parts(plan: Plan) -> Iterator[TextPart]:
    """The plan's sections by their full number, then its footnotes. Goals stand under a heading that says
    so, or under such a section."""
    above: list[tuple[int, str, bool]] = []  # level, number, whether its heading speaks of goals
    for section in plan.sections.all():
        above = [part for part in above if part[0] < section.level]
        above.append((section.level, section.number.rstrip(".)"), "muc tieu" in fold(section.heading)))
        where = ".".join(number for _, number, _ in above if number)
        is_goal = any(goal for *_, goal in above)
        yield TextPart(f"Mục {where}", lines(section.text), is_goal)
    for number, note in enumerate(lines(plan.footnotes), start=1):
        yield TextPart(f"Chú thích {number}", (note,))
