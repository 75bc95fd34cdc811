"""Recognition (công nhận): what a decision says of a commune. Never derived from an evaluation."""

from collections.abc import Collection

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Changeset
from communes.models import Commune

from ..domain import recognitions
from ..querysets_recognition import RecognitionQuerySet
from .sets import CriteriaSet


class Recognition(models.Model):
    """One decision about one commune. ``domains`` are codes of Domain, of a model commune one or more.

    It stays when it ends: ``state`` says how, ``ended_*`` by which decision (thu hồi: QĐ 18/2022/QĐ-TTg).
    """

    class Level(models.TextChoices):
        NTM = "ntm", recognitions.LEVEL_NAMES[recognitions.Level.NTM]
        ADVANCED = "nang_cao", recognitions.LEVEL_NAMES[recognitions.Level.ADVANCED]
        MODEL = "kieu_mau", recognitions.LEVEL_NAMES[recognitions.Level.MODEL]
        NEARLY = "co_ban", recognitions.LEVEL_NAMES[recognitions.Level.NEARLY]
        MODERN = "hien_dai", recognitions.LEVEL_NAMES[recognitions.Level.MODERN]

    class Domain(models.TextChoices):
        """Fields in which a model commune stands out (QĐ 319/QĐ-TTg)."""

        PRODUCTION = "san_xuat", "sản xuất"
        EDUCATION = "giao_duc", "giáo dục"
        CULTURE = "van_hoa", "văn hóa"
        TOURISM = "du_lich", "du lịch"
        LANDSCAPE = "canh_quan", "cảnh quan môi trường"
        SECURITY = "an_ninh", "an ninh trật tự"
        DIGITAL = "chuyen_doi_so", "chuyển đổi số"
        OTHER = "khac", "lĩnh vực khác"

        @classmethod
        def in_order(cls, codes: Collection[str]) -> list[str]:
            """As the law lists them, each once."""
            return [domain.value for domain in cls if domain.value in codes]

    class State(models.TextChoices):
        VALID = "valid", "còn hiệu lực"
        REVOKED = "revoked", "đã thu hồi"
        SUPERSEDED = "superseded", "được thay thế"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="recognitions", verbose_name="xã")
    level = models.CharField("mức công nhận", max_length=10, choices=Level)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="theo bộ tiêu chí"
    )
    domains = models.JSONField("lĩnh vực nổi trội", default=list, blank=True)
    number = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    signer = models.CharField("người ký", max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(
        "công nhận cho năm", validators=[MinValueValidator(2010), MaxValueValidator(2100)]
    )
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.VALID)
    ended_number = models.CharField("số quyết định thu hồi, thay thế", max_length=60, blank=True)
    ended_on = models.DateField("ngày thu hồi, thay thế", null=True, blank=True)
    ended_reason = models.CharField("lý do", max_length=500, blank=True)
    note = models.TextField("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, related_name="+", verbose_name="lần thay đổi cuối"
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "công nhận"
        ordering = ("-decided_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "level", "number", "decided_on"],
                name="recognition_once_by_decision",
                violation_error_message="Đã có công nhận này của xã theo cùng quyết định.",
            ),
            models.CheckConstraint(
                condition=Q(state="valid", ended_on=None, ended_number="")
                | (~Q(state="valid") & Q(ended_on__gte=F("decided_on")) & ~Q(ended_number="")),
                name="recognition_ended_by_a_decision",
                violation_error_message="Khi thu hồi hoặc thay thế, ghi số và ngày quyết định, không trước "
                "ngày công nhận; còn hiệu lực thì để trống.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune}, {self.get_level_display()}, {self.number}"

    @property
    def domain_names(self) -> list[str]:
        """The fields in words, in the order of the law."""
        return [str(self.Domain(code).label) for code in self.Domain.in_order(self.domains)]
