"""Users as a sheet: one row each, no password in it or out of it."""

import re
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.fields import Field

from communes.models import Commune, District, Province
from ntm.resources import HandResource, TextWidget
from ntm.text import clean, fold

from .models import Membership, Role, User
from .services import membership_in, set_memberships

USERNAME, ASSIGNMENTS = "Tên đăng nhập", "Phân công"
_ENTRY = re.compile(r"(?P<role>.+?) (?P<code>\d{2}|\d{3}|\d{5})(?: (?P<rest>.+))?")
_LEVELS = {2: Province, 3: District, 5: Commune}  # by length of the code
_ROLES = {fold(role.label): role for role in Role}


def written(membership: Membership) -> str:
    """One entry as it stands in the sheet: "cán bộ huyện 098 Tủa Chùa"."""
    role, unit = Role(membership.role), membership.unit
    rest = membership.department if role == Role.DEPARTMENT else unit.name
    return f"{role.label} {unit.code} {rest}".strip()


def read(text: str, *, editor, today: date) -> list[Membership]:
    """The memberships (not saved) of a cell: entries as ``written``, separated by semicolons.

    Names only units that ``editor`` administers. Raises ValidationError that names the entry it cannot read.
    """
    return [_read_entry(clean(entry), editor, today) for entry in text.split(";") if entry.strip()]


def _read_entry(entry: str, editor, today: date) -> Membership:
    parts = _ENTRY.fullmatch(entry)
    role = _ROLES.get(fold(parts["role"])) if parts else None
    if role is None:
        raise ValidationError(
            f"Không hiểu “{entry}”. Viết vai trò rồi mã đơn vị, ví dụ “cán bộ huyện 098 Tủa Chùa”; "
            f"vai trò là một trong: {'; '.join(Role.labels)}."
        )
    rest = parts["rest"] or ""
    unit = _unit(parts["code"], "" if role == Role.DEPARTMENT else rest, editor, today)
    membership = membership_in(unit, role=role, department=rest if role == Role.DEPARTMENT else "")
    membership.full_clean(exclude=["user"])
    return membership


def _unit(code: str, name: str, editor, today: date) -> Province | District | Commune:
    """The unit of that code, and name if given: the one of today, else the last that bore the code."""
    units = _LEVELS[len(code)].objects.editable_by(editor).filter(code=code)
    found = [unit for unit in units if not name or fold(unit.name) == fold(name)]
    if not found:
        raise ValidationError(f"Không có đơn vị mã “{f'{code} {name}'.strip()}” trong tỉnh của bạn.")
    return max(found, key=lambda unit: _newness(unit, today))


def _newness(unit, today: date) -> tuple[bool, date]:
    first, last = getattr(unit, "valid_from", today), getattr(unit, "valid_to", None)
    return (first <= today and (last is None or today <= last), first)


class UserResource(HandResource):
    """Only people whom the importing administrator may edit are changed; new ones cannot log in until their
    password is set anew."""

    username = Field("username", USERNAME, TextWidget())
    full_name = Field("full_name", "Họ và tên", TextWidget())
    post = Field("post", "Chức vụ", TextWidget())
    email = Field("email", "Thư điện tử", TextWidget())
    assignments = Field(column_name=ASSIGNMENTS, readonly=True)

    class Meta:
        model = User
        fields = ("username", "full_name", "post", "email", "assignments")
        name = "Người dùng"
        import_id_fields = ("username",)

    def __init__(self, user=None, **kwargs):
        super().__init__(user, **kwargs)
        self.wanted: list[Membership] = []  # by the row in hand

    def dehydrate_assignments(self, user) -> str:
        return "; ".join(written(membership) for membership in user.memberships.all()) if user.pk else ""

    def init_instance(self, row=None):
        return User(password=make_password(None))

    def before_import_row(self, row, **kwargs):
        super().before_import_row(row, **kwargs)
        cell = str(row.get(ASSIGNMENTS) or "")
        self.wanted = read(cell, editor=self.user, today=timezone.localdate())
        known = User.objects.filter(username=row.get(USERNAME))
        if known and not self.get_queryset().filter(pk__in=known):
            raise ValidationError("Tên đăng nhập này đã có ở nơi khác hoặc ngoài quyền của bạn.")
        if not known and not self.wanted:
            raise ValidationError(f"Người mới phải có cột {ASSIGNMENTS}.")

    def before_save_instance(self, instance, row, **kwargs):
        """Nothing to mark: users are not shipped with the program."""

    def skip_row(self, instance, original, row, import_validation_errors=None):
        same = super().skip_row(instance, original, row, import_validation_errors)
        return same and not self._reassigned(instance)

    def _reassigned(self, user) -> bool:
        if not user.pk or not self.wanted:  # an empty cell changes nothing
            return bool(self.wanted)
        return {one.key for one in self.wanted} != {one.key for one in user.memberships.all()}

    def after_save_instance(self, instance, row, **kwargs):
        if self.wanted:
            set_memberships(user=instance, memberships=self.wanted)
