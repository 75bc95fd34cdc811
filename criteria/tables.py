"""Columns of the lists of periods. No queries here: what a cell needs comes with its record."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from ntm.templatetags.figures import ngay

from .models import ReportingPeriod

NUM = {part: {"class": "num"} for part in ("th", "td")}


class PeriodTable(tables.Table):
    noun, title = "kỳ", "Các kỳ đánh giá"

    name = tables.Column("Kỳ")
    kind = tables.Column("Loại")
    criteria_set = tables.Column("Bộ tiêu chí", order_by=("criteria_set__name",))
    days = tables.Column("Số liệu từ – đến", accessor="last_day")
    opens_on = tables.Column("Mở nhập")
    due_on = tables.Column("Hạn gửi")
    closes_on = tables.Column("Đóng sau")
    official_stage = tables.Column("Bước chính thức")
    standing = tables.Column("Tình trạng", empty_values=(), orderable=False)
    sent = tables.Column("Đã gửi", attrs=NUM)
    locked = tables.Column("Đã chốt", attrs=NUM)
    actions = tables.Column("", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "list cards"}
        empty_text = "Chưa có kỳ đánh giá nào."
        default = ""

    def __init__(self, data: Any, user: User, today: date, **kwargs: Any) -> None:
        self.today = today
        self.managed = [area for area in user.areas if area.manages]
        super().__init__(data, **kwargs)

    def render_name(self, record: ReportingPeriod) -> str:
        arguments = [record.province.code, record.code, record.official_stage]
        return format_html('<a href="{}">{}</a>', reverse("criteria:sheet", args=arguments), _title(record))

    def render_days(self, record: ReportingPeriod) -> str:
        return f"{ngay(record.first_day)} – {ngay(record.last_day)}"

    def render_opens_on(self, value: date) -> str:
        return ngay(value)

    render_due_on = render_closes_on = render_opens_on

    def render_standing(self, record: ReportingPeriod) -> str:
        return format_html('<span class="badge {}">{}</span>', *_standing(record, self.today))

    def render_actions(self, record: ReportingPeriod) -> str:
        if not any(area.covers(record.province_id) for area in self.managed):
            return ""
        url = reverse("criteria:period_edit", args=[record.province.code, record.code])
        return format_html('<a class="button" href="{}" aria-label="Sửa kỳ {}">Sửa</a>', url, record.name)


def _title(period: ReportingPeriod) -> str:
    return period.name[:1].upper() + period.name[1:]


def _standing(period: ReportingPeriod, today: date) -> tuple[str, str]:
    """Colour and word of where the day lies."""
    if today < period.opens_on:
        return "", "sắp mở"
    if not period.is_open_on(today):
        return "", "đã đóng"
    return ("warning", "quá hạn gửi") if today > period.due_on else ("ok", "đang mở")
