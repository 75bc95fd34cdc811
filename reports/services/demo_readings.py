"""Invented readings for one district of the demonstration: the real plans print none.

Without figures no verdict could be shown. Who reads their history sees what they are.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import Changeset, User
from accounts.services import system_user
from criteria.domain.stages import Stage
from criteria.models import ReportingPeriod
from criteria.services.results import Edit, Status, save_edits
from criteria.services.sheets import Sheet, open_sheet

READINGS, COMMUNE, NAME = "so-lieu-tu-dat.csv", "xã", "tên"
PROVINCE, PERIOD, OFFICER = "14", "den-31-3-2023", "sonla.quynhnhai"
REASON = "Số liệu tự đặt để dùng thử, không phải kết quả thật của xã"


@transaction.atomic
def enter_demo_readings(today: date) -> int:
    """As the officer of Quỳnh Nhai states them, in cells that are untouched; returns how many were stored."""
    periods = ReportingPeriod.objects.select_related("province", "criteria_set")
    sheet = open_sheet(periods.get(province__code=PROVINCE, code=PERIOD), Stage.DISTRICT)
    user = User.objects.filter(is_demo=True, username=OFFICER).first() or system_user()
    outcomes = save_edits(
        sheet=sheet,
        user=user,
        edits=list(_edits(sheet)),
        today=today,
        channel=Changeset.Channel.SHELL,
        reason=REASON,
    )
    return sum(outcome.status is Status.SAVED for outcome in outcomes)


def _edits(sheet: Sheet) -> Iterator[Edit]:
    text = Path(settings.FIXTURES_DIR, "demo", READINGS).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        commune = sheet.ids[row[COMMUNE]]
        for number, figure in row.items():
            if figure and number not in (COMMUNE, NAME):
                yield Edit(commune, f"i{number}", 0, text=figure)
