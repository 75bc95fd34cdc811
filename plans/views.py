"""Plans, their annexes, and the way of a file from the officer's hand into the store and out again."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from accounts.services import client_address
from ntm.access import editable_or_403, may_edit, visible_or_404

from .forms import AnswersForm, ConfirmForm, OutputForm, UploadForm
from .models import Annex, Plan, Upload
from .pdf import PdfError
from .services import uploads as service
from .services.lists import findings_workbook
from .services.output import CONTENT_TYPES, districts_of, file_name, make_template, read_annex
from .services.tables import clean_name, is_known
from .tables import Matrix, UploadTable, count_words


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user)
    return render(request, "plans/list.html", {"plans": plans})


@require_GET
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    annexes = Annex.objects.of_plan(plan).with_state()
    may_upload = Annex.objects.editable_by(request.user).of_plan(plan).exists()
    rows = [{"annex": annex, "known": is_known(annex)} for annex in annexes]
    return render(request, "plans/plan.html", {"plan": plan, "rows": rows, "may_upload": may_upload})


def _annex(request: HttpRequest, slug: str, code: str) -> Annex:
    """The annex of a plan the user sees, if the program can read it."""
    annex = visible_or_404(Annex, request.user, plan__slug=slug, code=code)
    if not is_known(annex):
        raise Http404
    return annex


@require_GET
def annex_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    reading = read_annex(annex, request.user)
    matrix = Matrix.of_table(reading.definition, reading.table, reading.findings)
    context = {
        "annex": annex,
        "plan": annex.plan,
        "reading": reading,
        "matrix": matrix,
        "may_upload": may_edit(annex, request.user),
    }
    return render(request, "plans/annex.html", context)


@require_GET
def print_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Before printing: where what is stated differs from what is computed, and the choice between them."""
    annex = _annex(request, slug, code)
    districts = districts_of(annex.plan, request.user)
    form = OutputForm(districts, request.GET)
    if not form.is_valid():
        raise Http404
    reading = read_annex(annex, request.user, form.cleaned_data["district"])
    context = {"annex": annex, "plan": annex.plan, "reading": reading, "districts": districts}
    return render(request, "plans/print.html", context)


@require_GET
def output(request: HttpRequest, slug: str, code: str, kind: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    form = OutputForm(districts_of(annex.plan, request.user), request.GET)
    if kind not in CONTENT_TYPES or not form.is_valid():
        raise Http404
    figures = form.cleaned_data["figures"]
    reading = read_annex(annex, request.user, form.cleaned_data["district"])
    try:
        content = reading.write(kind, figures)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("plans:print", slug, code)
    return _download(content, CONTENT_TYPES[kind], reading.file_name(kind, figures))


@require_GET
def template(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    editable_or_403(Annex, request.user, pk=annex.pk)
    name = file_name(annex, "mau", kind="xlsx")
    return _download(make_template(annex, request.user), CONTENT_TYPES["xlsx"], name)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def upload_new(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    editable_or_403(Annex, request.user, pk=annex.pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload, found = service.receive_upload(
            annex=annex, user=request.user, name=clean_name(file.name), data=file.read()
        )
        if found:
            return redirect("plans:upload", upload.pk)
        form.add_error("file", upload.findings[0]["message"])
    context = {
        "annex": annex,
        "plan": annex.plan,
        "form": form,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "plans/upload_new.html", context, status=422 if form.is_bound else 200)


@require_GET
def upload_list(request: HttpRequest) -> HttpResponse:
    table = UploadTable(Upload.objects.visible_to(request.user).for_list())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    annexes = [annex for annex in Annex.objects.editable_by(request.user).for_list() if is_known(annex)]
    return render(request, "plans/uploads.html", {"table": table, "annexes": annexes})


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview while the file waits; afterwards what came of it."""
    found = visible_or_404(Upload, request.user, pk=pk)
    if found.state != Upload.State.WAITING:
        may_undo = found.state == Upload.State.STORED and may_edit(found, request.user)
        context = {"upload": found, "may_undo": may_undo, "counts": count_words(found.counts)}
        return render(request, "plans/upload_done.html", context)
    preview = service.review_upload(found)
    return _show_preview(request, found, preview)


def _show_preview(
    request: HttpRequest, found: Upload, preview: service.Preview, status: int = 200
) -> HttpResponse:
    questions = service.questions_of(found) if found.answers else preview.questions
    context = {
        "upload": found,
        "annex": found.annex,
        "preview": preview,
        "matrix": Matrix.of_preview(preview),
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
    return _download(findings_workbook(found), CONTENT_TYPES["xlsx"], f"phat-hien-{found.pk}.xlsx")
