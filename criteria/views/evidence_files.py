"""One evidence by itself: what is said of it, where it is used, its file; and those that are used nowhere."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import client_address
from criteria.forms_evidence import EditForm
from criteria.models import Evidence, EvidenceUse
from criteria.services.evidence import EvidenceRefusedError
from criteria.services.evidence_edit import edit_evidence, last_cells, put_back, why_fixed
from ntm.access import visible_or_404
from ntm.attachments import type_of_suffix

PER_PAGE = 50
ONLY_OFFICE = "Chỉ Văn phòng điều phối của tỉnh xem và dùng lại minh chứng không còn dùng."
# Should a browser ever take a file for a page: nothing in it runs, loads, or belongs to this site.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@require_http_methods(["GET", "POST"])
def evidence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it is used, as far as the user sees; what is said of it changes who may change all of that."""
    found = visible_or_404(Evidence, request.user, pk=pk)
    fixed = why_fixed(found, request.user, localdate())
    if request.method == "POST" and fixed:
        raise PermissionDenied(fixed)
    form = EditForm(found, localdate(), request.POST if request.method == "POST" else None)
    if form.is_valid() and _edit(request, found, form):
        return redirect("criteria:evidence_edit", pk)
    uses = EvidenceUse.objects.visible_to(request.user).of_evidence(found).with_place()
    page = Paginator(uses, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"evidence": found, "form": form, "fixed": fixed, "page": page, "uses": list(page)}
    if not context["uses"]:
        context["last"] = last_cells(found)
    return render(request, "criteria/evidence_edit.html", context, status=422 if form.is_bound else 200)


def _edit(request: HttpRequest, found: Evidence, form: EditForm) -> bool:
    """False where it was refused; the form tells why."""
    try:
        changed = edit_evidence(
            evidence=found,
            seen=form.cleaned_data["seen"],
            facts=form.facts,
            user=request.user,
            today=localdate(),
            address=client_address(request),
        )
    except EvidenceRefusedError as error:
        form.add_error(None, str(error))
        return False
    if changed:
        messages.success(request, "Đã lưu.")
    else:
        messages.info(request, "Không có gì thay đổi.")
    return True


@require_GET
@never_cache
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file as it was brought; ``tai`` in the address saves it instead of showing it."""
    found = visible_or_404(Evidence, request.user, pk=pk)
    kind = type_of_suffix(found.name)
    try:
        content = found.file.open("rb")
    except (FileNotFoundError, ValueError):  # lost on the disk, or a decision without a file
        return render(request, "criteria/evidence_lost.html", {"evidence": found}, status=404)
    shown = kind is not None and kind.is_shown and "tai" not in request.GET
    return FileResponse(
        content,
        as_attachment=not shown,
        filename=found.name,
        content_type=kind.media_type if kind else "application/octet-stream",
        headers={"Content-Security-Policy": SANDBOX, "X-Content-Type-Options": "nosniff"},
    )


@require_GET
def evidence_unused(request: HttpRequest) -> HttpResponse:
    """For the coordination office: what stands for nothing any more."""
    if not request.user.manages:
        raise PermissionDenied(ONLY_OFFICE)
    rows = Evidence.objects.visible_to(request.user).unused()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "criteria/evidence_unused.html", {"page": page})


@require_POST
def evidence_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """For what it stood last; the coordination office alone sees what is used nowhere."""
    found = visible_or_404(Evidence, request.user, pk=pk)
    if not request.user.manages:
        raise PermissionDenied(ONLY_OFFICE)
    try:
        used = put_back(evidence=found, user=request.user, today=localdate(), address=client_address(request))
        messages.success(request, f"Đã dùng lại minh chứng “{found.title}” cho {used} chỉ tiêu.")
    except EvidenceRefusedError as error:
        messages.error(request, str(error))
    return redirect("criteria:evidence_edit", pk)
