"""Loads what the program ships: units, criteria sets, thresholds."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from communes.services import load_units
from criteria.services.sets import load_criteria

HEADING = ("", "mới", "đổi", "như cũ", "giữ bản sửa tay")


class Command(BaseCommand):
    help = "Nạp đơn vị hành chính và bộ tiêu chí kèm theo chương trình; không đụng đến dòng đã sửa tay."

    @transaction.atomic
    def handle(self, *args, **options):
        folder = settings.FIXTURES_DIR
        counts = load_units(folder / "units") | load_criteria(folder / "criteria")
        self.stdout.write(_line(*HEADING))
        for kind, n in counts.items():
            self.stdout.write(_line(kind, n.created, n.changed, n.unchanged, n.kept))
        if all(n.is_quiet for n in counts.values()):
            self.stdout.write("Không có gì thay đổi.")


def _line(kind, *figures) -> str:
    columns = zip(figures, HEADING[1:], strict=True)
    return f"{kind:<26}" + "".join(f"{figure:>{len(name) + 2}}" for figure, name in columns)
