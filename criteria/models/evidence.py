"""Papers that show a result to be true (minh chứng), and the results each of them stands for."""

from django.db import models
from django.db.models import Q

from accounts.models import Changeset
from communes.models import Commune, Province

from ..querysets_evidence import EvidenceQuerySet, EvidenceUseQuerySet
from .results import ReportingPeriod
from .sets import Criterion, Indicator


class Evidence(models.Model):
    """A file, a decision by number and date, or both. Files lie outside the web root and are never renamed
    to what the sender called them; ``name`` is that."""

    class Kind(models.TextChoices):
        """By the content of the file, not by its name."""

        NONE = "", "không có tệp"
        PDF = "pdf", "PDF"
        IMAGE = "image", "ảnh"
        WORD = "word", "Word"
        EXCEL = "excel", "Excel"

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    title = models.CharField("tên minh chứng", max_length=200)
    file = models.FileField("tệp", upload_to="evidence/%Y/%m", max_length=200, blank=True)
    kind = models.CharField("loại tệp", max_length=6, choices=Kind, default=Kind.NONE, blank=True)
    name = models.CharField("tên tệp", max_length=200, blank=True)
    size = models.PositiveIntegerField("cỡ tệp", default=0)
    digest = models.CharField("mã băm", max_length=64, blank=True, db_index=True)
    number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, related_name="+", verbose_name="lần thay đổi cuối"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "minh chứng"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(number=""),
                name="evidence_has_file_or_number",
                violation_error_message="Chọn một tệp, hoặc ghi số và ngày của văn bản.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """One evidence for one cell of results; ``key`` as in Result. It counts at every stage of the period."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses", verbose_name="minh chứng")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="+", verbose_name="kỳ")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name="xã")
    key = models.CharField("mã ô", max_length=9)
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu"
    )
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="+", verbose_name="lần gắn")

    objects = EvidenceUseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "chỗ dùng minh chứng"
        ordering = ("period", "commune", "key")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "period", "commune", "key"], name="evidence_use_once_in_a_cell"
            )
        ]
        indexes = [models.Index(fields=["period", "commune", "key"], name="evidence_use_of_cell")]

    def __str__(self) -> str:
        return f"{self.evidence}, {self.commune} {self.key}"

    @property
    def choice(self) -> str:
        """How a form names it."""
        return f"{self.evidence_id}:{self.key}"
