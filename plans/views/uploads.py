"""The way of a file from the officer's hand into the store, and what came of it."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from accounts.services import client_address
from ntm.access import editable_or_403, may_edit, visible_or_404
from plans.forms import AnswersForm, ConfirmForm
from plans.models import Annex, Upload
from plans.services import uploads as service
from plans.services.lists import findings_workbook
from plans.services.rows import CONTENT_TYPES
from plans.services.tables import is_known
from plans.sheet_tables import PrintedSheet, shown_as_matrix
from plans.tables import Matrix, UploadTable, count_words

from .files import download


@require_GET
def upload_list(request: HttpRequest) -> HttpResponse:
    table = UploadTable(Upload.objects.visible_to(request.user).for_list())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    annexes = [
        annex for annex in Annex.objects.of_plans().editable_by(request.user).for_list() if is_known(annex)
    ]
    return render(request, "plans/uploads.html", {"table": table, "annexes": annexes})


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview while the file waits; afterwards what came of it."""
    found = visible_or_404(Upload, request.user, pk=pk)
    if found.state != Upload.State.WAITING:
        may_undo = found.state == Upload.State.STORED and may_edit(found, request.user)
        context = {
            "upload": found,
            "may_undo": may_undo,
            "counts": count_words(found.counts, found.annex.noun),
        }
        return render(request, "plans/upload_done.html", context)
    preview = service.review_upload(found)
    return _show_preview(request, found, preview)


def _show_preview(
    request: HttpRequest, found: Upload, preview: service.Preview, status: int = 200
) -> HttpResponse:
    questions = service.questions_of(found) if found.answers else preview.questions
    is_matrix = shown_as_matrix(preview.definition)
    context = {
        "upload": found,
        "annex": found.annex,
        "preview": preview,
        "matrix": Matrix.of_preview(preview) if is_matrix else None,
        "sheet": None if is_matrix else PrintedSheet.of_preview(preview),
        "answers": AnswersForm(questions, found.answers) if questions else None,
        "form": ConfirmForm(initial={"digest": preview.digest}),
        "may_touch": may_edit(found, request.user),
    }
    return render(request, "plans/preview.html", context, status=status)


@require_POST
def upload_answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_403(Upload, request.user, pk=pk)
    if found.state == Upload.State.WAITING:
        form = AnswersForm(service.questions_of(found), found.answers, request.POST)
        if not form.is_valid():
            return _show_preview(request, found, service.review_upload(found), status=422)
        service.answer_upload(found, form.answers)
    return redirect("plans:upload", pk)


@require_POST
def upload_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_403(Upload, request.user, pk=pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("plans:upload", pk)
    try:
        address = client_address(request)
        service.confirm_upload(upload=found, user=request.user, address=address, **form.cleaned_data)
    except service.StaleError:
        messages.warning(request, "Chưa lưu gì: số liệu đã thay đổi từ lúc xem trước. Hãy xem lại dưới đây.")
    except service.NotWholeError:
        messages.warning(request, "Chưa lưu gì: còn dòng bị từ chối hoặc chờ trả lời.")
    return redirect("plans:upload", pk)


@require_POST
def upload_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_403(Upload, request.user, pk=pk)
    service.abandon_upload(found)
    messages.success(request, f"Đã bỏ tệp {found.name}. Không có gì được lưu.")
    return redirect("plans:uploads")


@require_POST
def upload_undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_403(Upload, request.user, pk=pk)
    try:
        service.undo_upload(upload=found, user=request.user, address=client_address(request))
        messages.success(request, "Đã hoàn tác: số liệu trở lại như trước khi lưu tệp này.")
    except service.UndoRefusedError as error:
        messages.error(request, str(error))
    return redirect("plans:upload", pk)


@require_GET
def upload_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was brought."""
    found = visible_or_404(Upload, request.user, pk=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)


@require_GET
def upload_findings(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_or_404(Upload, request.user, pk=pk)
    return download(findings_workbook(found), CONTENT_TYPES["xlsx"], f"phat-hien-{found.pk}.xlsx")
