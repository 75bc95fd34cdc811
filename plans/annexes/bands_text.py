"""Groups of communes in a plan's running text: more communes than the province has cannot be in them."""

import re
from collections.abc import Iterable, Iterator

from plans.domain.findings import Finding
from plans.domain.places import Place

from .cross_checks import TextPart

_OUT_OF = r"(?P<count>\d+)(?:/\d+)? xã "
_BAND = re.compile(rf"{_OUT_OF}đạt (?:từ )?\d+ ?[-–] ?\d+ tiêu chí")
_FULL = re.compile(rf"{_OUT_OF}đạt chuẩn nông thôn mới(?! (?:nâng cao|kiểu mẫu))")


def check_bands_text(parts: Iterable[TextPart], communes: int) -> Iterator[Finding]:
    """Groups that one paragraph names beside each other. Fewer communes than there are may be all it means
    to name; more are one too many somewhere."""
    for part in parts:
        for paragraph in part.paragraphs:
            counts = [*_counts(_FULL, paragraph)[:1], *_counts(_BAND, paragraph)]
            if len(counts) > 2 and sum(counts) > communes:
                terms, total = " + ".join(map(str, counts)), str(sum(counts))
                message = f"{part.where}: các nhóm xã {terms} = {total} xã, cả tỉnh có {communes} xã."
                place = Place("", part.where, None, total)
                yield place.error("bands-sum", message, blocks=False, computed=str(communes))


def _counts(pattern: re.Pattern[str], paragraph: str) -> list[int]:
    return [int(found["count"]) for found in pattern.finditer(paragraph)]
