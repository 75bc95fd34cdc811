"""A plan's text between store and page: read whole, written section by section."""

from plans.domain.document import Section
from plans.models import Plan, PlanSection


def read_sections(plan: Plan) -> tuple[Section, ...]:
    """The sections of the plan in their order."""
    return tuple(map(as_section, PlanSection.objects.of_plan(plan)))


def as_section(row: PlanSection) -> Section:
    return Section(row.pk, row.level, row.number, row.heading, row.run_in, row.text, row.leads)
