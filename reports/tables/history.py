"""What happened to figures."""

from typing import Any

import django_tables2 as tables
from django.utils.timezone import localtime

from ntm.templatetags.figures import luc


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
