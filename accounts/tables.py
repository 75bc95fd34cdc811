"""The list of people."""

import django_tables2 as tables
from django.utils.text import capfirst
from django.utils.timezone import localtime

from ntm.templatetags.figures import luc

from .models import Role, User


def assignments(user: User) -> str:
    """Role and units in words: "Cán bộ huyện: xã Ẳng Cang, xã Đứa Mòn"."""
    places: dict[str, list[str]] = {}
    for membership in user.memberships.all():
        places.setdefault(Role(membership.role).label, []).append(membership.place)
    return "; ".join(f"{capfirst(role)}: {', '.join(units)}" for role, units in places.items())


class PeopleTable(tables.Table):
    title = "Người dùng của tỉnh"
    noun = "người dùng"

    full_name = tables.Column("Họ và tên", order_by="search_name")
    username = tables.Column("Tên đăng nhập")
    role = tables.Column("Vai trò, đơn vị", empty_values=(), orderable=False)
    last_login = tables.Column("Đăng nhập lần cuối", default="chưa lần nào")
    state = tables.TemplateColumn(
        template_name="accounts/_state.html", verbose_name="Tình trạng", orderable=False
    )
    reset = tables.TemplateColumn(template_name="accounts/_reset.html", verbose_name="", orderable=False)

    class Meta:
        attrs = {"class": "list cards"}
        order_by = "full_name"
        empty_text = "Không có người dùng nào như vậy."

    def render_role(self, record):
        return assignments(record)

    def render_last_login(self, value):
        return luc(localtime(value))
