"""The sheets some districts bring in the demonstration, so that its pages have something to show."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import Role, User
from plans.annexes.criteria_matrix import CODE
from plans.domain.definition import AnnexDefinition
from plans.domain.table import RowKind
from plans.domain.write.lines import Line
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex, Upload
from plans.services.tables import definition_of
from plans.services.uploads import confirm_upload, receive_upload

PLAN = "dien-bien-2022-1986"
PRINTED = "demo/bieu-02-dien-bien.csv"  # the readable rows of the printed annex, under FIXTURES_DIR
KINDS = {"commune": RowKind.UNIT, "district": RowKind.DISTRICT, "total": RowKind.TOTAL}


@dataclass(frozen=True, slots=True)
class DemoSheet:
    """``section`` is the district's Roman number in the printed annex."""

    section: str
    district: str  # code
    name: str


SHEETS = (
    DemoSheet("IV", "102", "Biểu 02 huyện Mường Ảng.xlsx"),
    DemoSheet("V", "103", "Biểu 02 huyện Nậm Pồ.xlsx"),
    DemoSheet("IX", "094", "Biểu 02 TP Điện Biên Phủ.xlsx"),
)


def printed_rows() -> list[dict[str, str]]:
    path = Path(settings.FIXTURES_DIR, PRINTED)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet_of(definition: AnnexDefinition, rows: list[dict[str, str]]) -> bytes:
    """The rows laid out as the printed annex."""
    lines = [
        Line(KINDS[row["kind"]], None, tuple(row[column.key] for column in definition.columns))
        for row in rows
    ]
    return write_xlsx(definition, lines)


def bring_demo_sheets() -> int:
    """Each sheet through preview and confirmation, in the name of the district's officer.

    A sheet that was brought before is left alone, whatever came of it; returns how many were stored.
    """
    annex = Annex.objects.select_related("plan__province").get(plan__slug=PLAN, code=CODE)
    rows = printed_rows()
    definition = definition_of(annex)
    stored = 0
    for sheet in SHEETS:
        if not Upload.objects.filter(annex=annex, name=sheet.name).exists():
            data = sheet_of(definition, [row for row in rows if row["roman"] == sheet.section])
            stored += _bring(annex, _bearer(sheet), sheet.name, data)
    return stored


def _bearer(sheet: DemoSheet) -> User:
    """The demo officer of the district, else the coordination office's."""
    people = User.objects.filter(is_demo=True).order_by("username")
    officers = people.filter(memberships__role=Role.DISTRICT_OFFICER)
    staff = people.filter(memberships__role=Role.PROVINCE_STAFF, memberships__province__plans__slug=PLAN)
    return officers.filter(memberships__district__code=sheet.district).first() or staff[0]


def _bring(annex: Annex, user: User, name: str, data: bytes) -> bool:
    upload, found = receive_upload(annex=annex, user=user, name=name, data=data)
    if found is None or not found.effective:
        return False
    return confirm_upload(upload=upload, user=user, digest=found.digest) is not None
