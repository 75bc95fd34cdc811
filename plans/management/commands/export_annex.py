"""An annex as a file, from the shell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import system_user
from communes.models import District
from plans.models import Annex
from plans.pdf import PdfError
from plans.services.output import COMPUTED, CONTENT_TYPES, PRINTED, make_template, read_annex

from ._common import add_annex_arguments, annex_of


class Command(BaseCommand):
    help = "Xuất một biểu của kế hoạch hoặc của kỳ đánh giá ra tệp Excel, Word, PDF hoặc JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        add_annex_arguments(parser)
        parser.add_argument("--district", help="mã huyện: chỉ xuất các dòng của huyện này")
        parser.add_argument("--figures", choices=(PRINTED, COMPUTED), default=PRINTED)
        parser.add_argument("--blank", action="store_true", help="tệp mẫu để điền, chưa có số liệu")
        parser.add_argument("--format", choices=tuple(CONTENT_TYPES), required=True)
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        annex = annex_of(options)
        try:
            options["output"].write_bytes(_content(annex, options))
        except (PdfError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Đã ghi {options['output']}.")


def _content(annex: Annex, options: dict[str, Any]) -> bytes:
    district = _district(annex, options["district"])
    if options["blank"]:
        if options["format"] != "xlsx":
            raise CommandError("Tệp mẫu chỉ có dạng xlsx.", returncode=2)
        return make_template(annex, system_user(), blank=True, district=district)
    reading = read_annex(annex, system_user(), district)
    return reading.write(options["format"], options["figures"])


def _district(annex: Annex, code: str | None) -> District | None:
    if code is None:
        return None
    found = District.objects.on(annex.units_day).filter(province=annex.province_id, code=code)
    if not found:
        owner = "kỳ này" if annex.period else "kế hoạch"
        raise CommandError(f"Không có huyện mã {code} trong {owner}.", returncode=2)
    return found[0]
