"""Remaining work as data: the items of an annex of gaps, and what each of them counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from criteria.domain.quantities import Item, read_item
from criteria.models import Criterion, Indicator
from plans.annexes.commune_gaps import ADVANCED, NTM
from plans.domain.table import AnnexTable, Row, RowKind
from plans.models import Annex, PlannedAmount, PlannedWork

WORK_ANNEXES = (NTM, ADVANCED)
WORK = "work"  # the column in which the items stand


def project_works(annex: Annex, table: AnnexTable) -> None:
    """PlannedWork for each item printed of a commune, with its amounts."""
    PlannedWork.objects.of_annex(annex).delete()
    numbers = _Numbers.of_set(annex.criteria_set_id)
    items = [found for row in table.of_kind(RowKind.UNIT) for found in _items(row)]
    works = PlannedWork.objects.bulk_create(
        [
            PlannedWork(
                plan_id=annex.plan_id,
                annex=annex,
                commune_id=commune,
                position=position,
                number=item.number[:20],
                **numbers.keys_of(criterion, item.number),
                text=text,
            )
            for commune, position, criterion, text, item in items
        ],
        batch_size=500,
    )
    PlannedAmount.objects.bulk_create(
        [
            PlannedAmount(
                work=work,
                position=position,
                what=amount.what,
                quantity=amount.quantity,
                unit=amount.unit,
                funded=amount.funded,
            )
            for work, (*_, item) in zip(works, items, strict=True)
            for position, amount in enumerate(item.amounts, start=1)
        ],
        batch_size=500,
    )


def _items(row: Row) -> Iterator[tuple[int, int, str, str, Item]]:
    """Of a commune: (commune, position, the criterion it stands under, text as printed, what it says)."""
    if row.unit is None or row.unit.level != "commune":
        return
    criterion, position = "", 0
    for inner in row.walk():
        if inner.kind is RowKind.CRITERION:
            criterion = inner.line.partition("(")[0]  # "9(2)": the number again, in another block
        if text := inner.cell(WORK).text:
            position += 1
            yield row.unit.id, position, criterion, text, read_item(text)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of one criteria set: → id of the criterion; → ids of the indicator and its criterion."""

    criteria: dict[str, int]
    indicators: dict[str, tuple[int, int]]

    @classmethod
    def of_set(cls, criteria_set_id: int) -> "_Numbers":
        criteria = Criterion.objects.filter(criteria_set=criteria_set_id)
        indicators = Indicator.objects.filter(criterion__criteria_set=criteria_set_id)
        return cls(
            dict(criteria.values_list("number", "pk")),
            {number: (pk, of) for number, pk, of in indicators.values_list("number", "pk", "criterion_id")},
        )

    def keys_of(self, block: str, number: str) -> dict[str, int | None]:
        """Criterion and indicator of an item that prints ``number`` under the criterion ``block``.

        A number of another criterion than the one it stands under is a slip of the sheet: the item stays
        under its criterion, and the number stays text.
        """
        indicator, criterion = self.indicators.get(number, (None, self.criteria.get(number)))
        above = self.criteria.get(block)
        if above is not None and criterion != above:
            criterion, indicator = above, None
        return {"criterion_id": criterion, "indicator_id": indicator}
