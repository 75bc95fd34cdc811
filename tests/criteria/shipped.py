"""The criteria sets the program ships as the domain sees them: measures and levels, without a database."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from communes.models import Province
from criteria.domain.requirements import Comparison, Place, Requirement, in_force, lacking
from criteria.domain.values import EMPTY_VALUE, Measure, parse_result
from criteria.domain.verdicts import Verdict, judge
from criteria.models import CriteriaSet, ReportingPeriod
from criteria.services.sets import load_criteria
from criteria.services.sheets import open_sheet
from criteria.services.verdicts import stored_levels

NTM, ADVANCED, MODEL = "xa-ntm-2021-2025", "xa-ntm-nang-cao-2021-2025", "xa-ntm-kieu-mau-2021-2025"
FORMER, NEW = "xa-ntm-2016-2020", "xa-ntm-2026-2030"
SHORT = {"57": NTM, "75": ADVANCED, "kiểu mẫu": MODEL, "49": FORMER, "10": NEW}
DAY = date(2023, 6, 30)
REGION = "TDMNPB"


@dataclass(frozen=True)
class Line:
    """An indicator with all its levels."""

    measure: Measure
    rows: tuple[Requirement, ...]


Sets = dict[str, dict[str, Line]]  # set → number of the indicator


def read_sets() -> Sets:
    """From the files, through the database, of which nothing is left."""
    with transaction.atomic():
        load_criteria(settings.FIXTURES_DIR / "criteria")
        province = Province.objects.create(code="99", name="Thử", region=REGION)
        found = {code: _lines(CriteriaSet.objects.get(code=code), province) for code in SHORT.values()}
        transaction.set_rollback(True)
    return found


def _lines(criteria_set: CriteriaSet, province: Province) -> dict[str, Line]:
    period = ReportingPeriod(province=province, criteria_set=criteria_set, last_day=DAY)
    sheet = open_sheet(period, "district")
    levels = stored_levels(criteria_set.pk, province.pk)
    return {
        measure.number: Line(measure, levels.get(sheet.rows[measure.key].pk, ()))
        for measure in sheet.indicators
    }


def at(day: date = DAY, region: str = REGION) -> Place:
    return Place((region, "chung"), day)


def confirm(rows: tuple[Requirement, ...], place: Place, **fields) -> tuple[Requirement, ...]:
    """With the row by which the office confirms what holds, or says another level."""
    held = in_force(rows, replace(place)) or Requirement(Comparison.AT_LEAST)
    own = replace(held, own=True, confirmed=True, made_of="", lack="", **fields)
    return (*rows, own)


def proposal(line: Line, text: str, place: Place | None = None) -> Verdict:
    """What is proposed of the cell with that text."""
    place = place or at()
    value = parse_result(text, line.measure) if text else EMPTY_VALUE
    level = in_force(line.rows, place)
    return judge(line.measure, value, level, "" if level else lacking(line.rows, place))


def office(line: Line, place: Place | None = None, **fields) -> Line:
    """The line with its level confirmed, by itself or with another one: ``value=Decimal(95)``."""
    if "value" in fields:
        fields["value"] = Decimal(fields["value"])
    return Line(line.measure, confirm(line.rows, place or at(), **fields))
