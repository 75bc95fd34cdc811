"""People, the areas they work in, and the record of who changed which figure."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, prefetch_related_objects

from communes.domain.areas import ALL_STAGES, EVERYWHERE, Area
from communes.models import Commune, District, Province
from ntm.fields import FoldedField, FoldedTextField

from .querysets import (
    SYSTEM_USERNAME,
    AppendOnlyError,
    ChangesetQuerySet,
    FigureChangeQuerySet,
    MembershipManager,
    PeopleManager,
)


class User(AbstractUser):
    """A person of an office, or the built-in ``system`` that commands act as."""

    first_name = last_name = None
    full_name = models.CharField("họ và tên", max_length=100)
    search_name = FoldedField("tên không dấu", source="full_name")
    post = models.CharField("chức vụ", max_length=100, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    is_demo = models.BooleanField("tài khoản dùng thử", default=False, editable=False)

    REQUIRED_FIELDS = ["full_name"]
    objects = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = "người dùng"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        super().clean()
        if self.username.casefold() == SYSTEM_USERNAME:  # the name alone carries all rights
            raise ValidationError({"username": "Tên đăng nhập này dành riêng cho hệ thống."})

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Where the user may work, and how: the only thing access checks read."""
        if self.username == SYSTEM_USERNAME or self.is_superuser:
            return (EVERYWHERE,)
        prefetch_related_objects([self], "memberships")  # once per request, the menu reads them again
        return tuple(membership.area for membership in self.memberships.all())

    @property
    def manages(self) -> bool:
        """Works in the coordination office: plans, all results, passwords."""
        return any(area.manages for area in self.areas)

    def manages_province(self, province_id: int) -> bool:
        """Works in the coordination office of that province."""
        return any(area.manages and area.covers(province_id) for area in self.areas)

    @property
    def sees_addresses(self) -> bool:
        """From which machine a change came: for who manages all that he sees, not one province of two."""
        return bool(self.areas) and all(area.manages for area in self.areas)

    @property
    def follows_tasks(self) -> bool:
        """Sees in the menu what plans want done by when: the office, and whoever only reads."""
        return any(area.manages or not (area.edits or area.stages) for area in self.areas)

    @property
    def administers(self) -> bool:
        return any(area.administers for area in self.areas)

    @property
    def edits(self) -> bool:
        return any(area.edits for area in self.areas)

    @property
    def enters(self) -> bool:
        """May enter results at some stage."""
        return any(area.stages for area in self.areas)

    @property
    def states_targets(self) -> bool:
        """May bring rows to the annexes of a plan; a commune's clerk enters results only."""
        return any(area.states_targets for area in self.areas)


class Role(models.TextChoices):
    ADMIN = "admin", "quản trị"
    PROVINCE_STAFF = "province_staff", "Văn phòng điều phối"
    DEPARTMENT = "department", "sở, ngành"
    DISTRICT_OFFICER = "district_officer", "cán bộ huyện"
    COMMUNE_CLERK = "commune_clerk", "cán bộ xã"
    LEADER = "leader", "lãnh đạo"


# What each role may do inside its area. A department sees all and edits results of its criteria only, at
# its own stage: never the figures of a plan.
RIGHTS: dict[Role, dict[str, Any]] = {
    Role.ADMIN: {
        "edits": True,
        "states_targets": True,
        "manages": True,
        "administers": True,
        "stages": ALL_STAGES,
    },
    Role.PROVINCE_STAFF: {"edits": True, "states_targets": True, "manages": True, "stages": ALL_STAGES},
    Role.DEPARTMENT: {"stages": ("department",)},
    Role.DISTRICT_OFFICER: {"edits": True, "states_targets": True, "stages": ("self", "district")},
    Role.COMMUNE_CLERK: {"edits": True, "stages": ("self",)},
    Role.LEADER: {},
}
PROVINCE_ROLES = (Role.ADMIN, Role.PROVINCE_STAFF, Role.DEPARTMENT)


class Membership(models.Model):
    """One role in one unit. An officer of single communes has one row for each of them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name="tỉnh")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="huyện")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, verbose_name="xã")
    department = models.CharField(
        "sở, ngành", max_length=100, blank=True, help_text="Tên như trong bộ tiêu chí, ví dụ Sở Xây dựng"
    )

    objects = MembershipManager()

    class Meta:
        verbose_name = verbose_name_plural = "phân công"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "province"],
                condition=Q(district=None, commune=None),
                name="membership_once_in_province",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "district"],
                condition=Q(commune=None),
                name="membership_once_in_district",
            ),
            models.UniqueConstraint(fields=["user", "role", "commune"], name="membership_once_in_commune"),
            models.CheckConstraint(
                condition=~Q(role__in=PROVINCE_ROLES) | Q(district=None, commune=None),
                name="membership_province_role_has_no_lower_unit",
                violation_error_message="Vai trò này được giao cho cả tỉnh: để trống huyện và xã.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COMMUNE_CLERK) | Q(commune__isnull=False),
                name="membership_clerk_has_commune",
                violation_error_message="Cán bộ xã phải gắn với một xã.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.DISTRICT_OFFICER)
                | Q(district__isnull=False)
                | Q(commune__isnull=False),
                name="membership_officer_has_unit",
                violation_error_message="Cán bộ huyện phải gắn với một huyện hoặc một xã.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    def clean(self) -> None:
        if self.district and self.commune:
            raise ValidationError({"district": "Đã chọn xã thì để trống huyện."})
        lower = self.commune or self.district
        if lower and lower.province_id != self.province_id:
            raise ValidationError("Huyện, xã phải thuộc tỉnh đã chọn.")

    @property
    def unit(self) -> Province | District | Commune:
        return self.commune or self.district or self.province

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two memberships of a user the same."""
        return (self.role, self.province_id, self.district_id, self.commune_id, self.department)

    @property
    def place(self) -> str:
        """Where, as one says it: the unit, or the department of the province."""
        return self.department or self.unit.full_name

    @property
    def area(self) -> Area:
        """Of a department without a name nothing may be entered: it would lead every criterion."""
        rights = dict(RIGHTS[Role(self.role)])
        if self.role == Role.DEPARTMENT:
            rights |= {"department": self.department} if self.department else {"stages": ()}
        return Area(self.province_id, self.district_id, self.commune_id, **rights)


class AppendOnly(models.Model):
    """History: rows are written once. Queryset and model refuse to change or delete them."""

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{self._meta.verbose_name}: không xóa")


class Changeset(AppendOnly):
    """One act: who, when, from where and why. Most changed figures; a password set anew is one without."""

    class Channel(models.TextChoices):
        BROWSER = "browser", "trên trang"
        UPLOAD = "upload", "tệp Excel"
        SHELL = "shell", "lệnh máy chủ"

    user = models.ForeignKey(User, models.PROTECT, related_name="changesets", verbose_name="người thực hiện")
    made_at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    channel = models.CharField("qua", max_length=10, choices=Channel)
    address = models.GenericIPAddressField("từ địa chỉ", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    search_reason = FoldedTextField("lý do không dấu", source="reason")

    objects = ChangesetQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "lần thay đổi"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user}, {self.made_at:%d/%m/%Y %H:%M}"


class FigureChange(AppendOnly):
    """One figure of one unit before and after; written by the service that wrote the figure.

    ``subject`` names the table of figures ("plan/dien-bien-2022-1986/criteria-matrix"), ``key`` the column.
    """

    changeset = models.ForeignKey(
        Changeset, models.PROTECT, related_name="changes", verbose_name="lần thay đổi"
    )
    subject = models.CharField("bảng số liệu", max_length=120, db_index=True)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name="tỉnh")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="huyện")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, verbose_name="xã")
    key = models.CharField("cột", max_length=40, db_index=True)
    old = models.TextField("cũ", blank=True)
    new = models.TextField("mới", blank=True)
    search_text = FoldedTextField("cũ và mới không dấu", source="both")

    objects = FigureChangeQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "thay đổi số liệu"
        ordering = ("-changeset_id", "pk")

    def __str__(self) -> str:
        return f"{self.key}: {self.old!r} → {self.new!r}"

    @property
    def both(self) -> str:
        return f"{self.old} {self.new}"
