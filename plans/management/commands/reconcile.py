"""Where a plan's annexes and text state other figures than they give, or than one another."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import system_user
from plans.models import Plan
from plans.services.reconcile import Difference, reconcile


class Command(BaseCommand):
    help = (
        "So số đã ghi trong các biểu và văn bản kế hoạch với số tính lại. Mã thoát 1 khi còn chỗ khác nhau."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="ví dụ dien-bien-2022-1986")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch “{options['plan']}”.", returncode=2)
        found = [_told(difference) for difference in reconcile(plan, system_user())]
        if options["json"]:
            self.stdout.write(
                json.dumps({"plan": plan.slug, "findings": found}, ensure_ascii=False, indent=1)
            )
        else:
            self.stdout.write("\n".join(f"{told['annex'] or 'văn bản'}: {told['message']}" for told in found))
        if any(told["severity"] != "info" for told in found):
            sys.exit(1)


def _told(difference: Difference) -> dict[str, Any]:
    finding = difference.finding
    return {
        "severity": str(finding.severity),
        "code": finding.code,
        "annex": difference.annex,
        "where": finding.cell,
        "message": finding.message,
        "stated": finding.stated,
        "computed": finding.computed,
        "accepted": False,  # nobody can accept a difference yet
    }
