"""Where a plan's stored annexes state other sums than their own figures give."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import system_user
from plans.domain.findings import Finding
from plans.models import Annex, Plan
from plans.services.output import read_annex
from plans.services.tables import is_known


class Command(BaseCommand):
    help = "So số đã ghi với số tính lại trong các biểu của kế hoạch. Mã thoát 1 khi còn chỗ khác nhau."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="ví dụ dien-bien-2022-1986")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch “{options['plan']}”.", returncode=2)
        found = [
            _told(annex, finding)
            for annex in Annex.objects.of_plan(plan).for_list()
            if is_known(annex)
            for finding in read_annex(annex, system_user()).findings
        ]
        if options["json"]:
            self.stdout.write(
                json.dumps({"plan": plan.slug, "findings": found}, ensure_ascii=False, indent=1)
            )
        else:
            self.stdout.write("\n".join(f"{told['annex']}: {told['message']}" for told in found))
        if any(told["severity"] != "info" for told in found):
            sys.exit(1)


def _told(annex: Annex, finding: Finding) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "code": finding.code,
        "annex": annex.code,
        "where": finding.cell,
        "message": finding.message,
        "stated": finding.stated,
        "computed": finding.computed,
        "accepted": False,  # nobody can accept a difference yet
    }
