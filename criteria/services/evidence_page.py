"""What the pages about evidence show: a commune's in a period, and who still lacks some."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.models import Commune, District
from criteria.domain.evidence import Completeness, wanting
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.domain.values import Measure, format_result
from criteria.models import Criterion, Evidence, EvidenceUse, ReportingPeriod, Result

from .evidence_rights import EvidenceRights, evidence_rights
from .sheets import Sheet, communes_of, open_sheet

MAX_REUSED = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A column with its evidence; ``text`` is what was entered of it, at the step ``stage``."""

    measure: Measure
    uses: Sequence[EvidenceUse]
    text: str
    stage: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A criterion with the columns of it that are shown; ``why_closed`` "" where its evidence may change."""

    criterion: Criterion
    lines: Sequence[Line]
    complete: Completeness
    why_closed: str


@dataclass(frozen=True)
class EvidencePage:
    """Of one commune in one period; ``district_id`` comes with the commune."""

    sheet: Sheet
    commune: Commune
    district: District | None
    rights: EvidenceRights
    uses: Mapping[str, Sequence[EvidenceUse]]
    texts: Mapping[str, tuple[str, str]]
    only_missing: bool = False

    @cached_property
    def columns(self) -> list[Measure]:
        return wanting(self.sheet.measures.values())

    @property
    def complete(self) -> Completeness:
        return _complete(self.columns, self.uses)

    @cached_property
    def sections(self) -> list[Section]:
        by_criterion: dict[str, list[Measure]] = {}
        for measure in self.columns:
            by_criterion.setdefault(measure.criterion, []).append(measure)
        found = [self._section(measures) for measures in by_criterion.values()]
        return [section for section in found if section.lines]

    def _section(self, measures: Sequence[Measure]) -> Section:
        criterion = self.sheet.criterion_of(measures[0].key)
        why = self.rights.why_closed(self.commune.pk, criterion)
        shown = [one for one in measures if not (self.only_missing and self.uses.get(one.key))]
        return Section(
            criterion, [self._line(one, not why) for one in shown], _complete(measures, self.uses), why
        )

    def _line(self, measure: Measure, is_open: bool) -> Line:
        return Line(measure, self.uses.get(measure.key, ()), *self.texts.get(measure.key, ("", "")), is_open)

    @cached_property
    def may_add(self) -> bool:
        return any(
            self.rights.is_open(self.commune.pk, self.sheet.criterion_of(one.key)) for one in self.columns
        )

    def keys_of(self, asked: Iterable[str]) -> frozenset[str]:
        """The columns meant: a criterion stands for all of its indicators; unknown ones are left out."""
        wanted = set(asked)
        return frozenset(
            one.key for one in self.columns if one.key in wanted or self.sheet.key_of(one.criterion) in wanted
        )

    def keys_with(self, evidence: Evidence) -> frozenset[str]:
        """The columns that have it."""
        return frozenset(
            key for key, uses in self.uses.items() if any(use.evidence_id == evidence.pk for use in uses)
        )

    @property
    def why_closed(self) -> str:
        """Of the whole commune: the first reason there is."""
        if self.may_add:
            return ""
        reasons = (
            self.rights.why_closed(self.commune.pk, self.sheet.criterion_of(one.key)) for one in self.columns
        )
        return next(filter(None, reasons), "")


def _complete(measures: Collection[Measure], uses: Mapping[str, object]) -> Completeness:
    return Completeness(sum(bool(uses.get(one.key)) for one in measures), len(measures))


def commune_seen(sheet: Sheet, user: User, code: str) -> Commune | None:
    """A commune of the period that the user sees, with its ``district_id``."""
    found: Commune | None = communes_of(sheet.period).visible_to(user).filter(code=code).first()
    return found


Units = list[tuple[District | None, list[Commune]]]  # district by district, those in none last


def communes_open(sheet: Sheet, user: User, today: date) -> Units:
    """The communes of the period for some figure of which the user may bring evidence now."""
    communes = list(communes_of(sheet.period).visible_to(user))
    rights = evidence_rights(sheet, user, [(one.pk, one.district_id) for one in communes], today)
    criteria = [row for row in sheet.rows.values() if isinstance(row, Criterion)]
    mine = [one for one in communes if any(rights.is_open(one.pk, criterion) for criterion in criteria)]
    around = District.objects.filter(pk__in={one.district_id for one in mine if one.district_id})
    inside: dict[int | None, list[Commune]] = {}
    for one in mine:
        inside.setdefault(one.district_id, []).append(one)
    found: Units = [(row, inside[row.pk]) for row in around]
    return [*found, (None, inside[None])] if None in inside else found


def read_page(
    sheet: Sheet, user: User, commune: Commune, today: date, only_missing: bool = False
) -> EvidencePage:
    """At most four queries, and one for each step at which the user enters results."""
    places = [(commune.pk, commune.district_id)]
    return EvidencePage(
        sheet=sheet,
        commune=commune,
        district=District.objects.filter(pk=commune.district_id).first() if commune.district_id else None,
        rights=evidence_rights(sheet, user, places, today),
        uses=uses_of(sheet.period, commune),
        texts=_texts(sheet, commune),
        only_missing=only_missing,
    )


def uses_of(
    period: ReportingPeriod, commune: Commune, keys: Iterable[str] | None = None
) -> dict[str, list[EvidenceUse]]:
    """Key → evidence of the column, in the order in which it came; one query."""
    rows = EvidenceUse.objects.of_period(period).of_communes([commune.pk])
    if keys is not None:
        rows = rows.of_keys(keys)
    found: dict[str, list[EvidenceUse]] = {}
    for use in rows.in_order():
        found.setdefault(use.key, []).append(use)
    return found


def _texts(sheet: Sheet, commune: Commune) -> dict[str, tuple[str, str]]:
    """Key → what was entered, and at which step where not at the official one: the highest that has any."""
    official = Stage(sheet.period.official_stage)
    order = [official, *(stage for stage in reversed(Stage) if stage is not official)]
    found: dict[tuple[str, Stage], str] = {}
    rows = Result.objects.of_communes([commune.pk]).in_periods([sheet.period]).order_by()
    for row in rows:
        if row.key in sheet.measures:
            found[row.key, Stage(row.stage)] = format_result(row.entered, sheet.measures[row.key])
    told: dict[str, tuple[str, str]] = {}
    for key in {key for key, _ in found}:
        stage = next((one for one in order if found.get((key, one))), None)
        if stage:
            told[key] = (found[key, stage], "" if stage is official else STAGE_NAMES[stage])
    return told


@dataclass(frozen=True, slots=True)
class CommuneLine:
    commune: Commune
    complete: Completeness


@dataclass(frozen=True)
class EvidenceList:
    """The communes of a period the user sees, district by district, those with the least evidence first."""

    period: ReportingPeriod
    sections: Sequence[tuple[District | None, Sequence[CommuneLine]]]
    districts: Sequence[District]
    chosen: District | None

    @property
    def lines(self) -> list[CommuneLine]:
        return [line for _, lines in self.sections for line in lines]

    @property
    def full(self) -> int:
        return sum(not line.complete.missing for line in self.lines)

    @property
    def none(self) -> int:
        return sum(not line.complete.done for line in self.lines)

    @property
    def whole(self) -> Completeness:
        lines = self.lines
        return Completeness(sum(one.complete.done for one in lines), sum(one.complete.total for one in lines))


def read_list(period: ReportingPeriod, user: User, district: str = "") -> EvidenceList:
    """Five queries, however many communes. ``district``: code of one; an unknown one narrows nothing."""
    communes = list(communes_of(period).visible_to(user))
    around = District.objects.filter(pk__in={row.district_id for row in communes if row.district_id})
    districts = {row.pk: row for row in around}
    chosen = next((row for row in districts.values() if row.code == district), None)
    total = len(wanting(open_sheet(period, period.official_stage).measures.values()))
    counts = EvidenceUse.objects.counts(period)
    sections: dict[int | None, list[CommuneLine]] = {}
    for commune in communes:
        if chosen is None or commune.district_id == chosen.pk:
            line = CommuneLine(commune, Completeness(counts.get(commune.pk, 0), total))
            sections.setdefault(commune.district_id, []).append(line)
    return EvidenceList(
        period,
        [
            (districts.get(pk), sorted(lines, key=lambda line: line.complete.done))
            for pk, lines in sorted(sections.items(), key=lambda one: one[0] is None)
        ],
        list(districts.values()),
        chosen,
    )


@dataclass(frozen=True, slots=True)
class Reusable:
    """An evidence of an earlier period that may serve again for the same column."""

    measure: Measure
    use: EvidenceUse
    has_other: bool


def reusable(page: EvidencePage) -> list[Reusable]:
    """Evidence of earlier periods by the same set, for columns that lack it now and that the user may change.

    Each evidence comes once for a column, from the latest period that had it. One query.
    """
    sheet, commune = page.sheet, page.commune
    there = {(use.evidence_id, key) for key, uses in page.uses.items() for use in uses}
    found: list[Reusable] = []
    rows = EvidenceUse.objects.of_communes([commune.pk]).before(sheet.period)
    for use in rows.select_related("evidence", "period")[:MAX_REUSED]:
        is_new = (use.evidence_id, use.key) not in there and use.key in sheet.measures
        if is_new and page.rights.is_open(commune.pk, sheet.criterion_of(use.key)):
            there.add((use.evidence_id, use.key))
            found.append(Reusable(sheet.measures[use.key], use, use.key in page.uses))
    order = {key: place for place, key in enumerate(sheet.measures)}
    return sorted(found, key=lambda one: order[one.measure.key])


def evidence_of(commune: Commune, user: User) -> list[Evidence]:
    """What was brought for the commune in any period, the last one first."""
    return list(Evidence.objects.visible_to(user).of_commune(commune)[:MAX_REUSED])
