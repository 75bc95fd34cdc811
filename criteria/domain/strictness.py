"""Whether a province asks less than the national level: QĐ 318/QĐ-TTg lets it ask more. A warning only."""

from decimal import Decimal, InvalidOperation

from .levels import compare
from .requirements import Comparison, IfAbsent, PartLevel, Requirement


def looser(own: Requirement, national: Requirement | None) -> list[str]:
    """In words where the province asks less; nothing where the two do not compare."""
    if national is None or not national.is_known:
        return []
    found = [_main(own, national), *(_part(part, own) for part in national.parts)]
    if national.if_absent is IfAbsent.NOT_MET and own.if_absent is IfAbsent.MET:
        found.append("khi không có lại tính là đạt")
    return [said for said in found if said]


def _main(own: Requirement, national: Requirement) -> str:
    if national.value is None and (not national.text or national.comparison is Comparison.MET):
        return ""
    if own.comparison is Comparison.MET:
        return "bỏ mức của Trung ương"
    if own.comparison is not national.comparison:
        return "so sánh ngược chiều với mức của Trung ương"
    order = _order(_said(own.value, own.text), _said(national.value, national.text))
    return _told(order, own.comparison, "mức của Trung ương")


def _said(value: Decimal | None, text: str) -> str:
    return text if value is None else f"{value:f}"


def _part(part: PartLevel, own: Requirement) -> str:
    name = f"phần {part.part}) của mức Trung ương"
    mine = next((one for one in own.parts if (one.part, one.condition) == (part.part, part.condition)), None)
    if mine is None:
        return f"không xét {name}"
    if not part.level or part.comparison is Comparison.MET:
        return ""
    if mine.comparison is not part.comparison:
        return f"so sánh khác {name}"
    return _told(_order(mine.level, part.level), part.comparison, name)


def _order(own: str, national: str) -> int | None:
    """Below nought, nought or above as the own figure or word is lower, the same, higher."""
    try:
        one, other = (Decimal(text.replace(",", ".")) for text in (own, national))
    except InvalidOperation:
        return compare(own, national)
    return (one > other) - (one < other)


def _told(order: int | None, comparison: Comparison, than: str) -> str:
    if order is None:
        return ""
    if comparison is Comparison.AT_LEAST and order < 0:
        return f"thấp hơn {than}"
    if comparison is Comparison.AT_MOST and order > 0:
        return f"cao hơn {than}"
    return ""
