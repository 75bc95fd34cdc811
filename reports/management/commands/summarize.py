"""The summary of a plan's targets, in the shell."""

import json
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.models import Plan
from reports.domain.summary import Report, as_json, as_text
from reports.services.summary import read_plan


class Command(BaseCommand):
    help = "Tổng hợp mục tiêu của kế hoạch theo huyện. Mã thoát 2 khi không có gì để tổng hợp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", required=True, help="mã tỉnh, ví dụ 11")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--plan", help="ví dụ dien-bien-2022-1986")
        source.add_argument("--period", help="kỳ đánh giá (chưa có trong bản này)")
        parser.add_argument("--district", help="mã huyện: chỉ huyện này")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["period"]:
            raise CommandError("Bản này chưa có kỳ đánh giá; hãy dùng --plan.", returncode=2)
        plan = self._plan(options["province"], options["plan"])
        found = read_plan(plan)
        if found is None:
            raise CommandError(f"{plan} không có biểu mục tiêu theo từng xã.", returncode=2)
        report = self._narrowed(found.report, options["district"])
        self.stdout.write(self._as_json(plan, report) if options["json"] else as_text(report))

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

    def _narrowed(self, report: Report, code: str | None) -> Report:
        """Only the line of one district; the province's own stays."""
        if not code:
            return report
        lines = tuple(line for line in report.lines if line.unit and line.unit.code == code)
        if not lines:
            raise CommandError(f"Kế hoạch không có huyện nào mã “{code}”.", returncode=2)
        return replace(report, lines=lines)

    def _as_json(self, plan: Plan, report: Report) -> str:
        told = as_json(report, province=plan.province.code) | {"plan": plan.slug}
        return json.dumps(told, ensure_ascii=False, indent=1)
