"""The register of recognitions: the list, one of them, and what the coordination office writes into it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from accounts.models import FigureChange
from accounts.services import client_address
from communes.models import District, Province
from criteria.forms_recognition import AddForm, CorrectForm, DeleteForm, EndForm, RegisterForm
from criteria.models import Recognition
from criteria.services.recognition_doubts import names_of
from criteria.services.recognition_hints import read_hints
from criteria.services.recognition_page import count_levels, others_of
from criteria.services.recognition_workbook import register_workbook
from criteria.services.recognitions import (
    By,
    StaleRecognitionError,
    add_recognitions,
    change_decision,
    delete_recognition,
    register_subject,
)
from criteria.tables_recognition import RecognitionHistoryTable, RecognitionTable
from ntm.access import editable_or_403, may_edit, visible_or_404

ROWS, CHANGES = 50, 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _register(request: HttpRequest) -> tuple[RegisterForm, Any]:
    """The filters, and all the user may see."""
    rows = Recognition.objects.visible_to(request.user)
    districts = list(District.objects.visible_to(request.user))
    return RegisterForm(request.GET, districts, rows.years()), rows


@require_GET
def recognitions(request: HttpRequest) -> HttpResponse:
    form, rows = _register(request)
    context: dict[str, Any] = {"form": form, "managed": Province.objects.managed_by(request.user)}
    if not form.is_valid():
        return render(request, "criteria/recognitions.html", context, status=422)
    today = localdate()
    table = RecognitionTable(form.narrow(rows.for_list(), today), form.said)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    context |= {"table": table, "counts": count_levels(form.narrow_units(rows, today), today)}
    context["hints"] = read_hints(context["managed"], today)
    return render(request, "criteria/recognitions.html", context)


@require_GET
def recognitions_xlsx(request: HttpRequest) -> HttpResponse:
    form, rows = _register(request)
    if not form.is_valid():
        return render(request, "criteria/recognitions.html", {"form": form}, status=422)
    content = register_workbook(form.narrow(rows.for_list(), localdate()))
    disposition = 'attachment; filename="so-cong-nhan.xlsx"'
    return HttpResponse(content, headers={"Content-Type": XLSX, "Content-Disposition": disposition})


@require_http_methods(["GET", "POST"])
def recognition_new(request: HttpRequest) -> HttpResponse:
    """One decision, many communes, one save."""
    managed = Province.objects.managed_by(request.user)
    if not managed:
        raise PermissionDenied("Chỉ Văn phòng điều phối của tỉnh ghi được sổ công nhận.")
    chosen = next((one for one in managed if one.code == request.GET.get("tinh")), managed[0])
    form = AddForm(chosen, localdate(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _add(request, form)
    context = {"form": form, "province": chosen, "managed": managed}
    return render(request, "criteria/recognition_new.html", context, status=422 if form.is_bound else 200)


def _add(request: HttpRequest, form: AddForm) -> HttpResponse:
    by, decision = By(request.user, client_address(request)), form.decision
    words = f"quyết định {decision.number}: {Recognition.Level(decision.level).label}, {len(form.chosen)} xã"
    try:
        add_recognitions(decision=decision, communes=form.chosen, by=by)
        messages.success(request, f"Đã ghi {words} ({names_of(form.chosen)}).")
    except StaleRecognitionError:
        messages.error(request, f"Chưa ghi {words}: quyết định vừa được ghi ở nơi khác. Hãy xem lại sổ.")
    return redirect("criteria:recognitions")


@require_GET
def recognition(request: HttpRequest, pk: int) -> HttpResponse:
    """One recognition with the others of its commune and its decision, and what was changed."""
    found = visible_or_404(Recognition, request.user, pk=pk)
    subject = register_subject(found.commune.province)
    changes = FigureChange.objects.visible_to(request.user).of_unit(subject, found.commune)
    table = RecognitionHistoryTable(changes)
    RequestConfig(request, paginate={"per_page": CHANGES}).configure(table)
    context = {
        "found": found,
        "others": others_of(found, Recognition.objects.visible_to(request.user)),
        "table": table,
        "may_edit": may_edit(found, request.user),
    }
    return render(request, "criteria/recognition.html", context)


@require_http_methods(["GET", "POST"])
def recognition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_403(Recognition, request.user, pk=pk)
    others = list(Recognition.objects.editable_by(request.user).beside(found).for_list())
    form = CorrectForm(found, others, localdate(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _change(request, found, form, form.decision.fields, "Sửa công nhận")
    context = {"found": found, "form": form}
    return render(request, "criteria/recognition_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def recognition_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoked, superseded, or not ended after all."""
    found = editable_or_403(Recognition, request.user, pk=pk)
    form = EndForm(found, localdate(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _change(request, found, form, form.ending.fields, "Ghi hiệu lực công nhận")
    higher = others_of(found, Recognition.objects.visible_to(request.user)).higher
    context = {"found": found, "form": form, "higher": higher}
    return render(request, "criteria/recognition_end.html", context, status=422 if form.is_bound else 200)


def _change(
    request: HttpRequest, found: Recognition, form: Any, fields: dict[str, object], what: str
) -> HttpResponse:
    by = By(request.user, client_address(request), f"{what}: {form.cleaned_data['reason']}")
    rows = getattr(form, "rows", [(found, form.cleaned_data["version"])])
    try:
        changed = change_decision(rows=rows, fields=fields, by=by)
    except StaleRecognitionError:
        return _stale(request, found)
    if changed:
        more = f" và {changed - 1} xã khác" if changed > 1 else ""
        messages.success(request, f"Đã lưu công nhận của {found.commune}{more}.")
    else:
        messages.info(request, "Không có gì thay đổi.")
    return redirect("criteria:recognition", found.pk)


def _stale(request: HttpRequest, found: Recognition) -> HttpResponse:
    """Somebody was faster: what is stored now is shown, nothing is written over it."""
    messages.error(
        request,
        f"Chưa lưu: công nhận của {found.commune} vừa được người khác sửa hoặc xóa. "
        "Hãy xem nội dung hiện nay rồi làm lại.",
    )
    here = Recognition.objects.visible_to(request.user).matching(pk=found.pk)
    return redirect("criteria:recognition", found.pk) if here else redirect("criteria:recognitions")


@require_http_methods(["GET", "POST"])
def recognition_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a wrong entry out, with the reason; the history keeps it."""
    found = editable_or_403(Recognition, request.user, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = DeleteForm(sent, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        by = By(request.user, client_address(request), f"Xóa công nhận: {form.cleaned_data['reason']}")
        try:
            delete_recognition(recognition=found, version=form.cleaned_data["version"], by=by)
        except StaleRecognitionError:
            return _stale(request, found)
        messages.success(request, f"Đã xóa công nhận của {found.commune}; nội dung cũ còn trong Lịch sử.")
        return redirect("criteria:recognitions")
    context = {"found": found, "form": form}
    return render(request, "criteria/recognition_delete.html", context, status=422 if form.is_bound else 200)
