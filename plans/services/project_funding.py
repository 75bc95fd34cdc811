"""FundingSource from the annex of funds."""

from decimal import Decimal

from plans.annexes.funding_rules import AMOUNT, parent_of
from plans.domain.table import AnnexTable, RowKind
from plans.models import Annex, FundingSource


def project_funding(annex: Annex, table: AnnexTable) -> None:
    """A source for each section and row, in the row or section its number says it stands in."""
    FundingSource.objects.of_plan(annex.plan).delete()
    made: dict[str, FundingSource] = {}
    for position, row in enumerate(table.rows, start=1):
        if row.kind not in (RowKind.SECTION, RowKind.ITEM):
            continue
        amount = row.cell(AMOUNT)
        made[row.line] = FundingSource.objects.create(
            plan_id=annex.plan_id,
            line=row.line,
            parent=_above(row.line, made),
            position=position,
            ordinal=row.cell("stt").text[:20],
            name=row.cell("name").text[:300],
            printed=amount.text[:60],
            amount=Decimal(amount.value) if amount.value else None,
        )


def _above(line: str, made: dict[str, FundingSource]) -> FundingSource | None:
    """The nearest one the row stands in: "III.1.1" in "III.1", or where that has no row, in "III"."""
    above = parent_of(line)
    while above and above not in made:
        above = parent_of(above)
    return made.get(above)
