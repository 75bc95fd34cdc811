"""What the annex commands share."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from accounts.services import system_user
from criteria.domain.stages import Stage
from criteria.models import ReportingPeriod
from plans.models import Annex
from plans.services.results import has_columns, results_annex
from plans.services.tables import is_known


def acting_user(username: str | None) -> User:
    if not username:
        return system_user()
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"Không có người dùng “{username}”.", returncode=2) from None


def add_annex_arguments(parser: CommandParser) -> None:
    """``--annex`` and what it belongs to: a plan, or a province's period and stage."""
    parser.add_argument("--annex", required=True, help="mã biểu, ví dụ criteria-matrix")
    parser.add_argument("--plan", help="biểu của kế hoạch, ví dụ dien-bien-2022-1986")
    parser.add_argument("--province", metavar="CODE", help="biểu kết quả của tỉnh, ví dụ 11")
    parser.add_argument("--period", metavar="CODE", help="mã kỳ, ví dụ 6-thang-2022")
    parser.add_argument(
        "--stage", choices=[str(stage) for stage in Stage], help="bước; mặc định: bước chính thức của kỳ"
    )


def annex_of(options: dict[str, Any]) -> Annex:
    """The annex the arguments name."""
    if options["plan"] and not (options["province"] or options["period"] or options["stage"]):
        return find_annex(options["plan"], options["annex"])
    if not options["plan"] and options["province"] and options["period"]:
        return find_results(options["province"], options["period"], options["stage"], options["annex"])
    raise CommandError("Cần --plan, hoặc --province và --period.", returncode=2)


def find_results(province: str, code: str, stage: str | None, annex: str) -> Annex:
    periods = ReportingPeriod.objects.select_related("province", "criteria_set")
    period = periods.filter(province__code=province, code=code).first()
    if period is None:
        raise CommandError(f"Tỉnh mã {province} không có kỳ “{code}”.", returncode=2)
    found = results_annex(period, stage or period.official_stage, annex)
    if found is None or not has_columns(found):
        raise CommandError(f"Kỳ “{code}” không có biểu kết quả “{annex}”.", returncode=2)
    return found


def find_annex(plan: str, code: str) -> Annex:
    annex = Annex.objects.select_related("plan__province").filter(plan__slug=plan, code=code).first()
    if annex is None or not is_known(annex):
        raise CommandError(
            f"Kế hoạch “{plan}” không có biểu “{code}” mà chương trình đọc được.", returncode=2
        )
    return annex


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(f"Không có tệp {path}.", returncode=2) from None
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path} ({error.strerror}).", returncode=2) from error
