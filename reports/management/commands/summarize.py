"""The summary of a plan's targets, or of a period's results, in the shell."""

import json
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.models import ReportingPeriod
from plans.models import Plan
from reports.domain.summary import Report, as_json, as_text
from reports.services.periods import read_period
from reports.services.summary import read_plan


class Command(BaseCommand):
    help = (
        "Tổng hợp theo huyện mục tiêu của kế hoạch, hoặc kết quả của kỳ đánh giá. "
        "Mã thoát 2 khi không có gì để tổng hợp."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", required=True, help="mã tỉnh, ví dụ 11")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--plan", help="ví dụ dien-bien-2022-1986")
        source.add_argument("--period", help="mã kỳ đánh giá, ví dụ 6-thang-2022")
        stages = ", ".join(f"{stage} ({name})" for stage, name in STAGE_NAMES.items())
        parser.add_argument(
            "--stage", choices=list(Stage), help=f"bước đánh giá của kỳ: {stages}; bỏ trống: bước chính thức"
        )
        parser.add_argument("--district", help="mã huyện: chỉ huyện này")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        province = options["province"]
        if options["plan"]:
            if options["stage"]:
                raise CommandError("Mục tiêu của kế hoạch không có bước đánh giá: bỏ --stage.", returncode=2)
            report, told = self._targets(province, options["plan"])
        else:
            report, told = self._results(province, options["period"], options["stage"])
        report = self._narrowed(report, options["district"])
        if not options["json"]:
            self.stdout.write(as_text(report))
            return
        facts = as_json(report, province=province) | told
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))

    def _targets(self, province: str, slug: str) -> tuple[Report, dict[str, Any]]:
        plan = self._plan(province, slug)
        found = read_plan(plan)
        if found is None:
            raise CommandError(f"{plan} không có biểu mục tiêu theo từng xã.", returncode=2)
        return found.report, {"plan": slug}

    def _plan(self, province: str, slug: str) -> Plan:
        plan = Plan.objects.select_related("province").filter(slug=slug).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch “{slug}”.", returncode=2)
        if plan.province.code != province:
            raise CommandError(
                f"Kế hoạch “{slug}” là của {plan.province.full_name}, mã {plan.province.code}, "
                f"không phải tỉnh mã “{province}”.",
                returncode=2,
            )
        return plan

    def _results(self, province: str, code: str, stage: str | None) -> tuple[Report, dict[str, Any]]:
        rows = ReportingPeriod.objects.select_related("province")
        period = rows.filter(province__code=province, code=code).first()
        if period is None:
            raise CommandError(f"Tỉnh mã “{province}” không có kỳ “{code}”.", returncode=2)
        chosen = Stage(stage or period.official_stage)
        return read_period(period, chosen).report, {"period": code, "stage": str(chosen)}

    def _narrowed(self, report: Report, code: str | None) -> Report:
        """Only the line of one district; the province's own stays."""
        if not code:
            return report
        lines = tuple(line for line in report.lines if line.unit and line.unit.code == code)
        if not lines:
            raise CommandError(f"Không có huyện nào mã “{code}” ở đây.", returncode=2)
        return replace(report, lines=lines)
