"""What happened to figures."""

from collections.abc import Collection
from typing import Any

import django_tables2 as tables
from django.utils.timezone import localtime

from accounts.models import FigureChange
from criteria.domain.stages import STAGE_NAMES, Stage
from ntm.templatetags.figures import luc

from ..domain.keys import key_words

MARK_WORDS = {"": "trống", "1": "đạt", "0": "chưa đạt", "CB": "cơ bản đạt", "KA": "không áp dụng"}


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


class ResultHistoryTable(tables.Table):
    """What happened to the results of one commune, and to the sending of its unit."""

    noun, title = "thay đổi", "Lịch sử kết quả của xã"

    key = tables.Column("Số liệu")
    old = tables.Column("Trước", empty_values=())
    new = tables.Column("Sau", empty_values=())
    user = tables.Column("Người thay đổi", accessor="changeset__user")
    made_at = tables.Column("Lúc", accessor="changeset__made_at")
    channel = tables.Column("Qua", accessor="changeset__get_channel_display")
    stage = tables.Column("Bước", accessor="subject")
    reason = tables.Column("Lý do", accessor="changeset__reason")

    class Meta:
        attrs = {"class": "list stuck changes"}
        orderable = False
        default = ""

    def __init__(self, data: Any, marks: Collection[str], *, shows_address: bool, **kwargs: Any) -> None:
        """``marks``: the keys that hold a mark, not a figure; ``shows_address``: from which machine."""
        self.marks, self.shows_address = marks, shows_address
        super().__init__(data, **kwargs)

    def render_made_at(self, value: Any) -> str:
        return luc(localtime(value))

    def render_channel(self, record: FigureChange, value: str) -> str:
        address = record.changeset.address
        return f"{value}, {address}" if address and self.shows_address else value

    def render_stage(self, value: str) -> str:
        return STAGE_NAMES[Stage(value.rpartition("/")[2])]

    def render_key(self, value: str) -> str:
        return key_words(value)

    def render_old(self, record: FigureChange, value: str) -> str:
        return self._figure(record.key, value)

    def render_new(self, record: FigureChange, value: str) -> str:
        return self._figure(record.key, value)

    def _figure(self, key: str, value: str) -> str:
        """Marks in words, other texts as they were written."""
        if key in self.marks:
            return MARK_WORDS.get(value, value)
        return value or "trống"
