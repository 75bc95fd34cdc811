"""What the tests about evidence do alike."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from criteria.models import EvidenceUse

KEYS = ["i1.1", "i1.2", "i2.1"]


def photo(colour="green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 15), colour).save(out, "JPEG")
    return out.getvalue()


def sent(data: bytes, name: str = "ảnh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def address(name, period, commune, *rest):
    return reverse(f"criteria:{name}", args=[period.province.code, period.code, commune.code, *rest])


def uses(**where):
    """(code of the commune, key) of every use, in order."""
    rows = EvidenceUse.objects.filter(**where).order_by("commune__code", "key")
    return list(rows.values_list("commune__code", "key"))


def set_today(monkeypatch: pytest.MonkeyPatch, day) -> None:
    """Lets the pages about evidence think it is that day."""
    for module in ("criteria.views.evidence", "criteria.views.evidence_files"):
        monkeypatch.setattr(f"{module}.localdate", lambda: day)
