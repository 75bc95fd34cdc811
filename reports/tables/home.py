"""The lists of the first page."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from ntm.templatetags.figures import luc
from plans.models import Plan
from plans.tables import count_words

from ..domain.summary import Report
from ..services.home import DistrictState, Standing
from .summary import NUM, SummaryTable


class BriefTable(SummaryTable):
    """The same without the criteria, for the first page."""

    class Meta(SummaryTable.Meta):
        attrs = {"class": "list stuck summary brief"}
        orderable = False

    def __init__(self, report: Report, plan: Plan, visible: Collection[int | None]) -> None:
        super().__init__(replace(report, criteria=()), plan, visible)


STANDINGS = {
    Standing.NOTHING: ("error", "chưa có số liệu"),
    Standing.PART: ("warning", "còn thiếu xã"),
    Standing.ALL: ("ok", "đủ số liệu"),
}


class DistrictTable(tables.Table):
    """Which districts have brought the annex; the emptiest first."""

    noun = "huyện, thị xã, thành phố"

    unit = tables.Column("Đơn vị", accessor="line__title", order_by=("line__position",))
    standing = tables.Column("Tình trạng", order_by=("standing", "line__position"))
    with_data = tables.Column("Xã có số liệu", accessor="line__summary__with_data", attrs=NUM)
    made_at = tables.Column("Lần lưu gần nhất")
    user = tables.Column("Người lưu", accessor="version__changeset__user")
    left_out = tables.Column("Dòng bị giữ lại", attrs=NUM)
    differences = tables.Column("Tổng ghi khác tính lại", accessor="line__differences", attrs=NUM)
    attempt = tables.Column("Tệp chưa lưu", orderable=False)

    class Meta:
        attrs = {"class": "list cards"}
        default = ""

    def __init__(self, states: list[DistrictState], plan: Plan, title: str, **kwargs: Any) -> None:
        self.plan, self.title = plan, title
        super().__init__(states, **kwargs)

    def render_unit(self, record: DistrictState) -> str:
        unit = record.line.unit
        if unit is None:
            return record.line.title
        url = reverse("reports:district", args=[self.plan.slug, unit.code])
        return format_html('<a href="{}">{}</a>', url, record.line.title)

    def render_standing(self, value: Standing) -> str:
        return format_html('<span class="badge {}">{}</span>', *STANDINGS[value])

    def render_with_data(self, record: DistrictState) -> str:
        return f"{record.line.summary.with_data}/{record.line.summary.communes}"

    def render_made_at(self, value: Any) -> str:
        return luc(localtime(value))

    def render_left_out(self, record: DistrictState, value: int) -> str:
        upload = record.version.upload if record.version else None
        if not value or upload is None:
            return str(value)
        return format_html('<a href="{}">{}</a>', reverse("plans:upload", args=[upload.pk]), value)

    def render_differences(self, record: DistrictState, value: int) -> str:
        """Blank where nothing is known: nobody compared anything there."""
        if value:
            return format_html('<span class="badge warning">≠ {}</span>', value)
        return "0" if record.line.summary.with_data else ""

    def render_attempt(self, value: Any) -> str:
        url = reverse("plans:upload", args=[value.pk])
        return format_html(
            '<a href="{}">{}</a>, {}', url, value.get_state_display(), luc(localtime(value.made_at))
        )


class OwnUploadTable(tables.Table):
    """The files the user brought last."""

    noun, title = "tệp", "Tệp bạn đã tải lên"

    made_at = tables.Column("Lúc")
    name = tables.Column("Tệp", linkify=("plans:upload", {"pk": tables.A("pk")}))
    annex = tables.Column("Biểu", accessor="annex__label")
    state = tables.Column("Kết quả")
    counts = tables.Column("Số dòng")

    class Meta:
        attrs = {"class": "list cards"}
        default = ""
        orderable = False

    def render_made_at(self, value: Any) -> str:
        return luc(localtime(value))

    def render_counts(self, value: dict[str, int]) -> str:
        return count_words(value)
