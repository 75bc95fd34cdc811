"""Evidence on the pages of others: behind one cell of the grid, and how complete a commune's is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from communes.models import Commune
from criteria.domain.evidence import Completeness, wanting
from criteria.domain.values import Measure
from criteria.models import Evidence, EvidenceUse, ReportingPeriod

from .evidence_page import uses_of
from .evidence_rights import evidence_rights
from .sheets import Sheet


@dataclass(frozen=True)
class CellEvidence:
    """Of one cell, or of all indicators of a criterion."""

    period: ReportingPeriod
    commune: Commune
    measure: Measure
    columns: Sequence[Measure]
    uses: Mapping[str, Sequence[EvidenceUse]]
    is_open: bool

    @property
    def complete(self) -> Completeness:
        return Completeness(sum(bool(self.uses.get(one.key)) for one in self.columns), len(self.columns))

    @property
    def is_of_many(self) -> bool:
        return len(self.columns) > 1

    @property
    def anchor(self) -> str:
        """Where it stands on the commune's page."""
        return f"c{self.measure.criterion}" if self.is_of_many else f"o-{self.columns[0].key}"

    @property
    def papers(self) -> list[tuple[Evidence, list[str]]]:
        """Each evidence once, with the numbers of the columns it is for."""
        found: dict[int, tuple[Evidence, list[str]]] = {}
        for one in self.columns:
            for use in self.uses.get(one.key, ()):
                found.setdefault(use.evidence_id, (use.evidence, []))[1].append(one.number)
        return list(found.values())


def read_cell_evidence(
    sheet: Sheet, user: User, commune: Commune, measure: Measure, today: date
) -> CellEvidence:
    """Of a commune the user sees; one query, and of others than the office one for each step they enter."""
    columns = [one for one in wanting(sheet.measures.values()) if _stands_for(measure, one)]
    rights = evidence_rights(sheet, user, [(commune.pk, commune.district_id)], today)
    return CellEvidence(
        sheet.period,
        commune,
        measure,
        columns,
        uses_of(sheet.period, commune, [one.key for one in columns]),
        rights.is_open(commune.pk, sheet.criterion_of(measure.key)),
    )


def _stands_for(measure: Measure, column: Measure) -> bool:
    """The column itself, or one of the criterion's."""
    return column.key == measure.key or Sheet.key_of(column.criterion) == measure.key


def completeness_of(period: ReportingPeriod, commune: Commune, measures: Iterable[Measure]) -> Completeness:
    """Of one commune, for the pages that show its results; one query."""
    counts = EvidenceUse.objects.of_communes([commune.pk]).counts(period)
    return Completeness(counts.get(commune.pk, 0), len(wanting(measures)))
