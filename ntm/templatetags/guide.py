"""The link from a screen to what the guide says of it."""

from typing import Any

from django import template

from ntm.guide import guide_url, own_page

register = template.Library()

# The section of the guide for a view, for who enters figures or reads them …
SECTIONS = {
    "accounts:login": "can-bo-huyen#dang-nhap",
    "accounts:password_change": "can-bo-huyen#dang-nhap",
    "criteria:entry": "can-bo-huyen#viec-nao-lam-luc-nao",
    "criteria:grid": "can-bo-huyen#nhap-ket-qua-vao-luoi",
    "criteria:sheet": "can-bo-huyen#gui-so-lieu",
    "criteria:move": "can-bo-huyen#gui-so-lieu",
    "criteria:proposals": "can-bo-huyen#de-xuat-va-ket-luan",
    "criteria:proposals_batch": "can-bo-huyen#de-xuat-va-ket-luan",
    "criteria:evidence_list": "can-bo-huyen#minh-chung",
    "criteria:evidence_commune": "can-bo-huyen#minh-chung",
    "criteria:evidence_new": "can-bo-huyen#minh-chung",
    "criteria:evidence_reuse": "can-bo-huyen#minh-chung",
    "criteria:evidence_use": "can-bo-huyen#minh-chung",
    "criteria:evidence_edit": "can-bo-huyen#minh-chung",
    "criteria:level_sets": "tu-dien#tieu-chi-va-chi-tieu",
    "criteria:levels": "tu-dien#tieu-chi-va-chi-tieu",
    "criteria:recognitions": "lanh-dao#xa-nao-da-duoc-cong-nhan",
    "criteria:recognition": "lanh-dao#xa-nao-da-duoc-cong-nhan",
    "plans:results_upload_new": "can-bo-huyen#nhap-bang-tep-excel",
    "plans:upload_new": "can-bo-huyen#tai-bieu-cua-ke-hoach-len",
    "plans:upload": "can-bo-huyen#xem-truoc-luu-hoan-tac",
    "plans:uploads": "can-bo-huyen#xem-truoc-luu-hoan-tac",
    "plans:plan": "lanh-dao#tai-bieu-de-ky",
    "plans:print": "lanh-dao#tai-bieu-de-ky",
    "plans:all_tasks": "lanh-dao#nhiem-vu-va-viec-con-lai",
    "plans:tasks": "lanh-dao#nhiem-vu-va-viec-con-lai",
    "reports:works": "lanh-dao#nhiem-vu-va-viec-con-lai",
    "reports:results_works": "lanh-dao#nhiem-vu-va-viec-con-lai",
    "reports:results": "lanh-dao#tong-hop-theo-huyen-theo-xa",
    "reports:results_district": "lanh-dao#tong-hop-theo-huyen-theo-xa",
    "reports:summary": "lanh-dao#tong-hop-theo-huyen-theo-xa",
    "reports:district": "lanh-dao#tong-hop-theo-huyen-theo-xa",
    "reports:results_nearly": "lanh-dao#xa-gan-dat",
    "reports:results_commune": "lanh-dao#trang-cua-mot-xa",
    "reports:commune": "lanh-dao#trang-cua-mot-xa",
    "reports:history": "lanh-dao#ai-da-ghi-so-nay",
}
# … and for the coordination office, where it does other things there.
OFFICE_SECTIONS = {
    "reports:home": "can-bo-van-phong#trang-tong-quan-cua-tinh",
    "criteria:entry": "can-bo-van-phong#gui-tra-lai-chot",
    "criteria:periods": "can-bo-van-phong#ky-danh-gia",
    "criteria:period_new": "can-bo-van-phong#ky-danh-gia",
    "criteria:period_edit": "can-bo-van-phong#ky-danh-gia",
    "criteria:sheet": "can-bo-van-phong#gui-tra-lai-chot",
    "criteria:move": "can-bo-van-phong#gui-tra-lai-chot",
    "criteria:level_sets": "can-bo-van-phong#xac-nhan-muc-dat",
    "criteria:levels": "can-bo-van-phong#xac-nhan-muc-dat",
    "criteria:proposals": "can-bo-van-phong#de-xuat-va-ket-luan",
    "criteria:proposals_batch": "can-bo-van-phong#de-xuat-va-ket-luan",
    "criteria:evidence_list": "can-bo-van-phong#minh-chung",
    "criteria:evidence_unused": "can-bo-van-phong#minh-chung",
    "criteria:recognitions": "can-bo-van-phong#cong-nhan",
    "criteria:recognition": "can-bo-van-phong#cong-nhan",
    "criteria:recognition_new": "can-bo-van-phong#cong-nhan",
    "criteria:recognition_edit": "can-bo-van-phong#cong-nhan",
    "criteria:recognition_end": "can-bo-van-phong#cong-nhan",
    "criteria:recognition_delete": "can-bo-van-phong#cong-nhan",
    "reports:results_nearly": "can-bo-van-phong#xa-gan-dat",
    "plans:list": "can-bo-van-phong#ke-hoach",
    "plans:plan": "can-bo-van-phong#ke-hoach",
    "plans:plan_new": "can-bo-van-phong#lap-ke-hoach-nam-sau",
    "plans:plan_next": "can-bo-van-phong#lap-ke-hoach-nam-sau",
    "plans:outline": "can-bo-van-phong#lap-ke-hoach-nam-sau",
    "plans:text_paste": "can-bo-van-phong#lap-ke-hoach-nam-sau",
    "plans:reconciliation": "can-bo-van-phong#nhan-bieu-va-doi-chieu",
    "plans:plan_issue": "can-bo-van-phong#ban-hanh-va-in",
    "plans:print": "can-bo-van-phong#in-mot-bieu",
    "plans:all_tasks": "can-bo-van-phong#nhiem-vu-den-han",
    "plans:tasks": "can-bo-van-phong#nhiem-vu-den-han",
    "plans:task": "can-bo-van-phong#nhiem-vu-den-han",
    "reports:results": "can-bo-van-phong#tong-hop-ket-qua",
    "reports:history": "can-bo-van-phong#lich-su",
    "accounts:people": "can-bo-van-phong#nguoi-dung",
    "accounts:password_reset": "can-bo-van-phong#nguoi-dung",
}


@register.inclusion_tag("components/help.html", name="help", takes_context=True)
def help_link(context: template.Context, page: str = "", anchor: str = "") -> dict[str, str]:
    """A link to the section that is named, or to the one about the view that is shown."""
    if not page:
        page, _, anchor = _section(context["request"]).partition("#")
    return {"url": guide_url(page, anchor), "label": "Hướng dẫn"}


def _section(request: Any) -> str:
    view = getattr(request.resolver_match, "view_name", "")
    office = OFFICE_SECTIONS if request.user.is_authenticated and request.user.manages else {}
    return office.get(view) or SECTIONS.get(view) or own_page(request.user)
