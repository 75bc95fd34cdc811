"""What each kind of user finds on the first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from accounts.models import User
from communes.domain.names import Unit
from criteria.domain.totals import Summary
from plans.models import Annex, AnnexVersion, Plan, Upload
from plans.services.tables import is_known
from reports.domain.summary import Line
from reports.querysets import last_versions_by_district, open_attempts

from .summary import PlanReport


class Standing(IntEnum):
    """How far a district is; those that lack most come first."""

    NOTHING = 0
    PART = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class DistrictState:
    """One district and one annex. ``attempt``: the newest file of its people that was not stored."""

    line: Line
    version: AnnexVersion | None
    attempt: Upload | None

    @property
    def standing(self) -> Standing:
        summary = self.line.summary
        if not summary.with_data:
            return Standing.NOTHING
        return Standing.ALL if summary.is_complete else Standing.PART

    @property
    def made_at(self) -> datetime | None:
        return self.version.changeset.made_at if self.version else None

    @property
    def left_out(self) -> int | None:
        """Rows of the stored file that were refused or wait for an answer."""
        upload = self.version.upload if self.version else None
        return upload.counts.get("refused", 0) + upload.counts.get("asked", 0) if upload else None


def district_states(found: PlanReport) -> list[DistrictState]:
    """For coordination staff: who has brought the annex, who has not, who tried; the emptiest first."""
    versions = last_versions_by_district(found.annex)
    attempts = _attempts(found)
    states = [
        DistrictState(line, versions.get(key), _newer(attempts.get(key), versions.get(key)))
        for line in found.report.lines
        for key in [line.unit.id if line.unit else 0]
    ]
    return sorted(states, key=lambda state: (state.standing, state.line.position))


def _newer(attempt: Upload | None, version: AnnexVersion | None) -> Upload | None:
    """An attempt matters only while nothing was stored after it."""
    if attempt and version and attempt.made_at <= version.changeset.made_at:
        return None
    return attempt


def _attempts(found: PlanReport) -> dict[int, Upload]:
    """District id → the newest file of somebody who works for the district alone."""
    attempts: dict[int, Upload] = {}
    for upload in open_attempts(found.annex):
        for district in _districts_of(upload.user, found.index.communes):
            attempts.setdefault(district, upload)
    return attempts


def _districts_of(user: User, communes: Iterable[Unit]) -> set[int]:
    areas = user.areas
    single = {area.commune_id for area in areas if area.commune_id}
    own = {area.district_id for area in areas if area.district_id and not area.commune_id}
    return own | {unit.district_id for unit in communes if unit.id in single and unit.district_id}


def known_annexes(plan: Plan) -> list[Annex]:
    """The plan's annexes the program can read and print, in their order."""
    annexes = sorted(plan.annexes.all(), key=lambda annex: annex.position)
    for annex in annexes:
        annex.plan = plan
    return [annex for annex in annexes if is_known(annex)]


def to_bring(annexes: Iterable[Annex], plan: Plan, user: User) -> list[Annex]:
    """Of the plan's annexes the ones to which the user brings rows."""
    own = set(Annex.objects.editable_by(user).of_plan(plan).values_list("pk", flat=True))
    return [annex for annex in annexes if annex.pk in own]


@dataclass(frozen=True, slots=True)
class OwnCommune:
    """``met`` None: nothing is known of it."""

    unit: Unit
    met: int | None


@dataclass(frozen=True, slots=True)
class AreaState:
    """The user's own units: their sums, and each commune in official order."""

    summary: Summary
    communes: tuple[OwnCommune, ...]


def area_state(found: PlanReport, seen: frozenset[int]) -> AreaState:
    """``seen``: ids of the communes the user sees."""
    met = {reading.commune_id: reading.met for reading in found.readings}
    communes = tuple(
        OwnCommune(unit, None if (known := met[unit.id]) is None else len(known))
        for unit in found.index.communes_of(None)
        if unit.id in seen
    )
    return AreaState(found.summary_of(seen), communes)
