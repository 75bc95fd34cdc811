"""A plan as a document: its number and date, its text in sections, who signs and who receives it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models import Province
from criteria.models import CriteriaSet
from plans.querysets import PlanQuerySet, PlanSectionQuerySet


class Plan(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        ISSUED = "issued", "đã ban hành"

    class Rounding(models.TextChoices):
        HALF_UP = "half_up", "làm tròn"
        CUT = "cut", "cắt bỏ phần lẻ"

    province = models.ForeignKey(Province, models.PROTECT, related_name="plans", verbose_name="tỉnh")
    slug = models.SlugField("địa chỉ", max_length=60, unique=True)
    number = models.CharField("số, ký hiệu", max_length=40, blank=True, help_text="Ví dụ 1986/KH-UBND")
    date = models.DateField("ngày ban hành", null=True, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    units_date = models.DateField(
        "địa giới đến ngày", help_text="Kế hoạch tính theo các xã có vào ngày này, ngày ban hành nếu đã có"
    )
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    baseline_year = models.PositiveSmallIntegerField("năm gốc")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, verbose_name="bộ tiêu chí")
    rounding = models.CharField("cách làm tròn", max_length=8, choices=Rounding, default=Rounding.HALF_UP)
    digits = models.PositiveSmallIntegerField("số chữ số thập phân", default=2)

    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.DRAFT)
    place = models.CharField(
        "địa danh", max_length=60, blank=True, help_text="Ghi trước ngày, tháng: Điện Biên"
    )
    legal_bases = models.TextField("căn cứ", blank=True, help_text="Mỗi căn cứ một dòng")
    opening = models.TextField("câu mở đầu", blank=True, help_text="Đứng sau các căn cứ, trước mục I")
    closing = models.TextField("câu kết", blank=True, help_text="Đứng sau mục cuối; “./.” tự thêm khi in")
    footnotes = models.TextField(
        "chú thích", blank=True, help_text="Mỗi chú thích một dòng, theo thứ tự ¹ ² ³"
    )
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi nơi nhận một dòng")
    signs_for = models.CharField("ký thay mặt", max_length=100, blank=True, help_text="TM. ỦY BAN NHÂN DÂN")
    in_place_of = models.CharField(
        "ký thay", max_length=100, blank=True, help_text="KT. CHỦ TỊCH, nếu cấp phó ký"
    )
    post = models.CharField(
        "chức vụ người ký", max_length=100, blank=True, help_text="CHỦ TỊCH, PHÓ CHỦ TỊCH"
    )
    signer = models.CharField("người ký", max_length=100, blank=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="lập từ kế hoạch"
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch"
        ordering = ("-last_year", "-date", "slug")
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(date__isnull=False) & ~Q(number="")),
                name="plan_issued_has_number",
                violation_error_message="Kế hoạch đã ban hành phải có số và ngày.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch {self.number}" if self.number else f"Kế hoạch {self.years} (chưa có số)"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.slug])

    @property
    def years(self) -> str:
        """ "năm 2023", "2022–2025"."""
        if self.first_year == self.last_year:
            return f"năm {self.last_year}"
        return f"{self.first_year}–{self.last_year}"

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class PlanSection(models.Model):
    """One numbered part of a plan's text: "III", "1", "a)". ``level`` 1 is a mục, 2 a khoản, 3 a điểm."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections", verbose_name="kế hoạch")
    position = models.PositiveSmallIntegerField("thứ tự")
    level = models.PositiveSmallIntegerField("cấp", default=1)
    number = models.CharField("số", max_length=12, blank=True, help_text="I, 1, 1.1, a)")
    heading = models.TextField("tiêu đề", blank=True)
    run_in = models.BooleanField(
        "viết liền", default=False, help_text="Nội dung viết tiếp ngay sau tiêu đề, trên cùng một dòng"
    )
    text = models.TextField("nội dung", blank=True, help_text="Mỗi đoạn một dòng")
    leads = models.TextField("cơ quan chủ trì", blank=True, help_text="Mỗi cơ quan một dòng")

    objects = PlanSectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mục của kế hoạch"
        ordering = ("plan", "position", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()
