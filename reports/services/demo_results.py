"""The periods of the demonstration, and what the annexes of Sơn La's plan say its communes had achieved."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Changeset, Role, User
from accounts.services import system_user
from communes.models import Province
from criteria.domain.works import Work
from criteria.models import CriteriaSet, ReportingPeriod
from criteria.services.results import Edit, Status, save_edits
from criteria.services.sheets import Sheet, open_sheet

Facts = dict[str, Any]  # a part of a fixture
PERIODS, PRINTED = "ky-danh-gia.json", "ket-qua-son-la.json"
DAYS = ("first_day", "last_day", "opens_on", "due_on")
MET, NOT_MET = "Đ", "CĐ"  # understood in every kind of cell


def _read(name: str) -> Any:
    return json.loads(Path(settings.FIXTURES_DIR, "demo", name).read_text(encoding="utf-8"))


@transaction.atomic
def make_demo_periods() -> int:
    """The periods that are missing; one that is there stays as it is. Returns how many were made."""
    provinces = {province.code: province for province in Province.objects.all()}
    sets = {criteria_set.code: criteria_set for criteria_set in CriteriaSet.objects.all()}
    made = 0
    for facts in _read(PERIODS):
        given = facts | {
            "province": provinces[facts["province"]],
            "criteria_set": sets[facts["criteria_set"]],
            **{name: date.fromisoformat(facts[name]) for name in DAYS},
        }
        key = {name: given.pop(name) for name in ("province", "code")}
        made += ReportingPeriod.objects.get_or_create(**key, defaults=given)[1]
    return made


def enter_demo_results(today: date) -> int:
    """What the annexes print, as far as the cells are still untouched; returns how many were stored.

    A cell that somebody changed or sent since is left alone: the writer of results refuses it.
    """
    printed = _read(PRINTED)
    user = _staff(printed["province"])
    periods = ReportingPeriod.objects.filter(province__code=printed["province"]).select_related("province")
    stored = 0
    for facts in printed["sheets"]:
        sheet = open_sheet(periods.get(code=facts["period"]), printed["stage"])
        outcomes = save_edits(
            sheet=sheet,
            user=user,
            edits=list(_edits(sheet, facts["communes"])),
            today=today,
            channel=Changeset.Channel.SHELL,
            reason=f"Nạp theo {facts['annex']}, {printed['source']}",
        )
        stored += sum(outcome.status is Status.SAVED for outcome in outcomes)
    return stored


def _staff(province: str) -> User:
    """The demonstration's person at the coordination office, else the built-in user."""
    people = User.objects.filter(
        is_demo=True, memberships__role=Role.PROVINCE_STAFF, memberships__province__code=province
    )
    return people.first() or system_user()


def _edits(sheet: Sheet, communes: Iterable[Facts]) -> Iterator[Edit]:
    """One for each cell of which the annex says something. A criterion it does not name is met."""
    for facts in communes:
        texts = {criterion.key: MET for criterion in sheet.criteria}
        notes, works = {}, _works(facts["works"])
        for unmet in facts["unmet"]:
            key = sheet.key_of(unmet["criterion"])
            texts |= {key: NOT_MET} | {f"i{number}": NOT_MET for number in unmet["indicators"]}
            notes[key] = unmet["text"]
        for key in sheet.measures:
            if key in texts or key in works:
                yield Edit(
                    sheet.ids[facts["commune"]], key, 0, texts.get(key), notes.get(key), works.get(key)
                )


def _works(lines: Iterable[Facts]) -> dict[str, tuple[Work, ...]]:
    found: dict[str, tuple[Work, ...]] = {}
    for line in lines:
        quantity, funded = (Decimal(line[name]) if name in line else None for name in ("quantity", "funded"))
        work = Work(line["text"], quantity, line.get("unit", ""), funded)
        found[line["key"]] = (*found.get(line["key"], ()), work)
    return found
