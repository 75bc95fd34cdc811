"""Said at every start: what this machine lacks."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from . import pdf


@register
def check_pdf(**kwargs: Any) -> list[CheckMessage]:
    """PDF needs libraries that Python cannot install; all else works without them."""
    missing = pdf.missing_packages()
    if not missing:
        return []
    return [Warning(pdf.install_hint(), hint=f"Còn thiếu: {', '.join(missing)}.", id="plans.W001")]
