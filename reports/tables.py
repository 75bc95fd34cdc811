"""Columns of the lists. No queries here: what a cell needs comes with its record."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from criteria.domain.totals import Summary
from ntm.templatetags.components import bands
from ntm.templatetags.figures import luc, so
from plans.models import Plan
from plans.tables import count_words

from .domain.summary import AVERAGE, RESULT, Figure, Line, Report, Verdict
from .services.home import DistrictState, Standing

NUM = {part: {"class": "num"} for part in ("th", "td", "tf")}
OUTSIDE = "ngoài các nhóm"


def band_counts(summary: Summary) -> list[tuple[str, int]]:
    """What the stacked bar takes; communes outside every band stand last."""
    counts = [(part.band.label, part.count) for part in summary.bands]
    return [*counts, (OUTSIDE, summary.outside)] if summary.outside else counts


def _differs(line: Line, key: str) -> bool:
    figure = line.stated.get(key)
    return bool(figure and figure.differs)


def _classes(key: str, base: str) -> dict[str, Any]:
    """Of a column's cells: edged where what is stated differs from what is computed."""

    def of(line: Line) -> str:
        return f"{base} diff" if _differs(line, key) else base

    return {
        "th": {"class": base},
        "td": {"class": lambda record: of(record)},
        "tf": {"class": lambda table: of(table.report.whole)},
    }


class LineColumn(tables.Column):
    """A column whose footer is the province's own cell."""

    def cell(self, line: Line) -> str:
        raise NotImplementedError

    def render(self, record: Line) -> str:
        return self.cell(record)

    def render_footer(self, table: Any) -> str:
        return self.cell(table.report.whole)


class CountColumn(LineColumn):
    """Communes: a figure that is known even where no commune has data."""

    def __init__(self, title: str, field: str) -> None:
        super().__init__(title, accessor=f"summary__{field}", attrs=NUM)
        self.field = field

    def cell(self, line: Line) -> str:
        return so(getattr(line.summary, self.field))


class CriterionColumn(LineColumn):
    """Communes that meet one criterion, its number above its short name; a differing stated sum below."""

    def __init__(self, number: str, short_name: str, name: str) -> None:
        attrs = _classes(number, "crit")
        attrs["th"]["title"] = f"Tiêu chí {number}. {name}"
        super().__init__(f"{number}\n{short_name}", accessor=f"summary__met__{number}", attrs=attrs)
        self.number = number

    def cell(self, line: Line) -> str:
        if not line.summary.with_data:
            return ""
        shown = so(line.summary.met[self.number])
        if not _differs(line, self.number):
            return shown
        return format_html("{}<small>ghi {}</small>", shown, line.stated[self.number].stated)


class TotalColumn(LineColumn):
    def cell(self, line: Line) -> str:
        return so(line.summary.total) if line.summary.with_data else ""


class AverageColumn(LineColumn):
    """With as many decimals as the plan rounds to, one under the other."""

    def cell(self, line: Line) -> str:
        average = line.summary.average
        return "" if average is None else so(average, -int(average.as_tuple().exponent))


class StatedColumn(LineColumn):
    """What the annex states: bare where it agrees, with a sign where it differs."""

    def __init__(self, title: str, key: str) -> None:
        super().__init__(title, accessor="summary", orderable=False, attrs=_classes(key, "num"))
        self.key = key

    def cell(self, line: Line) -> str:
        figure = line.stated.get(self.key, Figure())
        if figure.verdict is Verdict.INCOMPLETE:
            hint = "Chưa đủ số liệu các xã để so với số này"
            return format_html('<span class="muted" title="{}">({})</span>', hint, figure.stated)
        if not figure.differs:
            return figure.stated
        hint = f"Biểu ghi {figure.stated}, tính lại được {figure.computed}"
        return format_html('<span class="computed" title="{}">{}</span>', hint, figure.stated)


class BandsColumn(LineColumn):
    def cell(self, line: Line) -> str:
        counts, no_data = band_counts(line.summary), line.summary.no_data
        return render_to_string("components/bands.html", bands(counts, no_data))


class SummaryTable(tables.Table):
    """One row for each district in official order, the province in the footer."""

    noun = "đơn vị"

    unit = tables.Column(
        "Đơn vị",
        accessor="title",
        order_by=("position",),
        linkify=lambda record, table: table.address(record),
        footer=lambda table: table.report.whole.title,
    )
    communes = CountColumn("Số xã", "communes")
    with_data = CountColumn("Có số liệu", "with_data")
    total = TotalColumn("Tổng tiêu chí", accessor="summary__total", attrs=_classes(RESULT, "num"))
    stated_total = StatedColumn("Tổng ghi trong biểu", RESULT)
    average = AverageColumn("Bình quân/xã", accessor="summary__average", attrs=_classes(AVERAGE, "num"))
    stated_average = StatedColumn("Bình quân ghi trong biểu", AVERAGE)
    bands = BandsColumn("Số xã theo số tiêu chí", accessor="summary", orderable=False)

    class Meta:
        attrs = {"class": "list stuck summary"}
        row_attrs = {"class": lambda record: None if record.summary.with_data else "unknown"}
        default = ""

    def __init__(self, report: Report, plan: Plan, visible: Collection[int | None], **kwargs: Any) -> None:
        self.report, self.plan, self.visible = report, plan, visible
        self.title = f"Tổng hợp mục tiêu đến năm {plan.last_year} theo huyện"
        extra = [
            (f"tc{one.number}", CriterionColumn(one.number, one.short_name, one.name))
            for one in report.criteria
        ]
        super().__init__(report.lines, extra_columns=extra, **kwargs)

    def address(self, line: Line) -> str | None:
        """Of the district's page; None where the user may not open it."""
        if line.unit is None:
            return reverse("reports:communes", args=[self.plan.slug]) if None in self.visible else None
        if line.unit.id not in self.visible:
            return None
        return reverse("reports:district", args=[self.plan.slug, line.unit.code])


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


class HistoryTable(tables.Table):
    """What happened to the figures of one commune."""

    noun, title = "thay đổi", "Lịch sử số liệu của xã"

    made_at = tables.Column("Lúc", accessor="changeset__made_at")
    user = tables.Column("Người thay đổi", accessor="changeset__user")
    channel = tables.Column("Qua", accessor="changeset__channel")
    key = tables.Column("Số liệu")
    old = tables.Column("Trước", empty_values=())
    new = tables.Column("Sau", empty_values=())

    class Meta:
        attrs = {"class": "list"}
        orderable = False
        default = ""

    def __init__(self, data: Any, names: dict[str, str], **kwargs: Any) -> None:
        self.names = names
        super().__init__(data, **kwargs)

    def render_made_at(self, value: Any) -> str:
        return luc(localtime(value))

    def render_key(self, value: str) -> str:
        return self.names.get(value, value)

    def render_old(self, value: str) -> str:
        return value or "trống"

    def render_new(self, value: str) -> str:
        return value or "trống"
