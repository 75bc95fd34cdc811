"""Both seed plans, people to try the program with, periods with the results Sơn La's plan prints, and on
request their annexes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from accounts.domain.demo import DEMO_PASSWORD
from accounts.services import create_demo_users, demo_allowed, system_user
from communes.models import Province
from criteria.models import CriteriaSet
from plans.models import Plan
from plans.services.plan_state import freeze_plan
from plans.services.plans import load_seed_plans
from reports.services.demo import bring_demo_sheets
from reports.services.demo_annexes import bring_demo_annexes
from reports.services.demo_readings import enter_demo_readings
from reports.services.demo_results import enter_demo_results, make_demo_periods

WHOLE = "son-la-2023-176"  # its annexes come in whole, so that what is stored is what was issued
REFUSED = "Đã có người dùng thật nên không nạp dữ liệu dùng thử."


class Command(BaseCommand):
    help = (
        "Nạp hai kế hoạch mẫu, tài khoản dùng thử, các kỳ đánh giá và kết quả của bảy xã Sơn La. "
        "Chạy lại không đổi gì; từ chối khi có người dùng thật."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uploads", action="store_true", help="nạp cả các biểu của hai kế hoạch")
        parser.add_argument(
            "--optional", action="store_true", help="có người dùng thật thì thôi, không báo lỗi"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo_allowed():
            if options["optional"]:
                self.stdout.write(REFUSED)
                return
            raise CommandError(REFUSED)
        if not Province.objects.exists() or not CriteriaSet.objects.exists():
            raise CommandError("Chưa có danh mục đơn vị và bộ tiêu chí: chạy load_reference trước.")
        load_seed_plans()
        people = create_demo_users()
        periods, cells = make_demo_periods(), enter_demo_results(localdate())
        self.stdout.write(f"Kỳ đánh giá: {periods} kỳ mới, {cells} ô kết quả mới của Sơn La.")
        readings = enter_demo_readings(localdate())
        self.stdout.write(f"Số liệu tự đặt để dùng thử của huyện Quỳnh Nhai: {readings} ô mới.")
        if options["uploads"]:
            stored = bring_demo_sheets()
            self.stdout.write(f"Biểu 02 Điện Biên: {stored} tệp huyện mới được nạp.")
            annexes = bring_demo_annexes()
            self.stdout.write(f"Các biểu khác của hai kế hoạch: {annexes} tệp mới được nạp.")
            freeze_plan(plan=Plan.objects.get(slug=WHOLE), now=now(), user=system_user())
        self.stdout.write(_table([("Tên đăng nhập", "Vai trò", "Đơn vị"), *people]))
        self.stdout.write(f"Mật khẩu chung (password): {DEMO_PASSWORD}")


def _table(rows: list[tuple[str, str, str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
