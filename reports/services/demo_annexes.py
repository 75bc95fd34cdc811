"""The annexes of both plans as they are printed, brought as workbooks like anybody's."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Role, User
from plans.domain.definition import AnnexDefinition
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex, Upload
from plans.services.tables import definition_of, is_known
from plans.services.uploads import confirm_upload, receive_upload

FOLDER = "demo"  # under FIXTURES_DIR; one file each: <annex code>.<plan slug>.json


def printed_annexes() -> Iterator[Mapping[str, Any]]:
    """What the files say: ``plan``, ``annex``, and ``rows``, each with ``kind``, the texts of its ``cells``
    by column key, ``spans`` (rows, columns) of merged ones, and ``children``.
    """
    for path in sorted(Path(settings.FIXTURES_DIR, FOLDER).glob("*.*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def printed_workbook(definition: AnnexDefinition, rows: list[Mapping[str, Any]]) -> bytes:
    """A workbook laid out as the printed annex."""
    table = AnnexTable(tuple(_row(row) for row in rows))
    return write_xlsx(definition, printed_lines(definition, table))


def _row(printed: Mapping[str, Any]) -> Row:
    spans = printed.get("spans", {})
    cells = {key: Cell(text, text, "", *spans.get(key, (1, 1))) for key, text in printed["cells"].items()}
    return Row(RowKind(printed["kind"]), None, cells, tuple(map(_row, printed.get("children", ()))))


def bring_demo_annexes() -> int:
    """Each printed annex through preview and confirmation, in the name of the coordination office.

    One that was brought before is left alone, whatever came of it; returns how many were stored.
    """
    return sum(_bring(printed) for printed in printed_annexes())


def _bring(printed: Mapping[str, Any]) -> bool:
    found = Annex.objects.select_related("plan__province").filter(
        plan__slug=printed["plan"], code=printed["annex"]
    )
    annex = found.first()
    if annex is None or not is_known(annex) or Upload.objects.filter(annex=annex).exists():
        return False
    data = printed_workbook(definition_of(annex), printed["rows"])
    user, name = _staff(annex), f"{annex.label or annex.title}.xlsx"
    upload, preview = receive_upload(annex=annex, user=user, name=name, data=data)
    if preview is None or not preview.effective:
        return False
    return confirm_upload(upload=upload, user=user, digest=preview.digest) is not None


def _staff(annex: Annex) -> User:
    people = User.objects.filter(is_demo=True, memberships__role=Role.PROVINCE_STAFF)
    return people.filter(memberships__province=annex.plan.province_id).order_by("username")[0]
