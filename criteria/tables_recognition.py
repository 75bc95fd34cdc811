"""Columns of the register of recognitions. No queries here."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from accounts.models import FigureChange
from ntm.templatetags.figures import luc, ngay

from .domain.recognitions import recognition_key_words
from .models import Recognition
from .services.recognition_page import district_on

BADGES = {"valid": "ok", "revoked": "error", "superseded": ""}


class RecognitionTable(tables.Table):
    noun, title = "công nhận", "Sổ công nhận"

    commune = tables.Column("Xã", order_by=("commune__search_name",))
    district = tables.Column("Huyện", empty_values=(), orderable=False)
    level = tables.Column("Mức", order_by=("rank", "year"))
    year = tables.Column("Năm")
    number = tables.Column("Quyết định", order_by=("number",))
    decided_on = tables.Column("Ngày", order_by=("decided_on", "pk"))
    signer = tables.Column("Người ký")
    state = tables.Column("Tình trạng")

    class Meta:
        attrs = {"class": "list cards"}
        order_by = ("-decided_on",)
        default = ""

    def __init__(self, data: Any, said: str, **kwargs: Any) -> None:
        self.said = said
        super().__init__(data, **kwargs)

    def render_commune(self, record: Recognition) -> str:
        url = reverse("criteria:recognition", args=[record.pk])
        return format_html('<a href="{}">{}</a>{}', url, record.commune.title, _ended(record))

    def render_district(self, record: Recognition) -> str:
        district = district_on(record.commune, record.decided_on)
        return district.name if district else ""

    def render_level(self, record: Recognition) -> str:
        words = record.get_level_display()
        if not record.domains:
            return words
        return format_html('{}<br><span class="small muted">{}</span>', words, ", ".join(record.domain_names))

    def render_decided_on(self, value: date) -> str:
        return ngay(value)

    def render_state(self, record: Recognition) -> str:
        badge = format_html(
            '<span class="badge {}">{}</span>', BADGES[record.state], record.get_state_display()
        )
        if not record.ended_on:
            return badge
        return format_html(
            '{} <span class="small muted">{}, {}</span>', badge, record.ended_number, ngay(record.ended_on)
        )


def _ended(record: Recognition) -> str:
    """Beside the name of a unit that is no more."""
    day = record.commune.valid_to
    return format_html(' <span class="small muted">(đến {})</span>', ngay(day)) if day else ""


class RecognitionHistoryTable(tables.Table):
    noun, title = "thay đổi", "Lịch sử công nhận của xã"

    made_at = tables.Column("Lúc", accessor="changeset__made_at")
    user = tables.Column("Người ghi", accessor="changeset__user")
    key = tables.Column("Công nhận")
    old = tables.Column("Trước", empty_values=())
    new = tables.Column("Sau", empty_values=())
    reason = tables.Column("Lý do", accessor="changeset__reason")

    class Meta:
        attrs = {"class": "list cards changes"}
        orderable = False
        default = ""

    def render_made_at(self, value: Any) -> str:
        return luc(localtime(value))

    def render_key(self, record: FigureChange) -> str:
        return recognition_key_words(record.key)

    def render_old(self, value: str) -> str:
        return value or "–"

    render_new = render_old
