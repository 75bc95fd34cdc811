"""The sections of a draft as a list to work on."""

from dataclasses import dataclass

from plans.domain.text.document import Section
from plans.domain.text.outline import end_of, ways
from plans.domain.text.renewal import years_in
from plans.models import Plan

from .plan_text import path_of, read_sections


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """``under``: how many sections stand under it. ``copied``: it says what the plan before said, word for
    word; ``years`` are then the years of that plan it speaks of.
    """

    section: Section
    path: str
    under: int
    goes_up: bool
    goes_down: bool
    copied: bool = False
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    rows: tuple[OutlineRow, ...]

    @property
    def copied(self) -> int:
        return sum(row.copied for row in self.rows)

    def under(self, pk: int) -> tuple[OutlineRow, ...]:
        """The section and all that stands under it."""
        at = next(at for at, row in enumerate(self.rows) if row.section.id == pk)
        return self.rows[at : at + 1 + self.rows[at].under]


def read_outline(plan: Plan) -> Outline:
    sections = read_sections(plan)
    before = {_said(section) for section in read_sections(plan.follows)} if plan.follows else set()
    old_years = {plan.follows.first_year, plan.follows.last_year} if plan.follows else set()
    rows = []
    for at, (section, (up, down)) in enumerate(zip(sections, ways(sections), strict=True)):
        copied = _said(section) in before
        rows.append(
            OutlineRow(
                section=section,
                path=path_of(sections, at),
                under=end_of(sections, at) - at - 1,
                goes_up=up,
                goes_down=down,
                copied=copied,
                years=tuple(sorted(years_in(" ".join(_said(section))) & old_years)) if copied else (),
            )
        )
    return Outline(tuple(rows))


def _said(section: Section) -> tuple[str, str, str]:
    return section.heading, section.text, section.leads
