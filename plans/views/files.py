"""What the pages of every annex do with files: hand one out, take one in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plans.forms import UploadForm
from plans.models import Annex
from plans.services.results import kept, siblings
from plans.services.tables import clean_name, definition_of
from plans.services.uploads import receive_upload


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'},
    )


def receive(request: HttpRequest, annex: Annex) -> HttpResponse:
    """The page on which a file for the annex is chosen; a file that can be read leads to its preview."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload, found = receive_upload(
            annex=kept(annex), user=request.user, name=clean_name(file.name), data=file.read()
        )
        if found:
            return redirect("plans:upload", upload.pk)
        form.add_error("file", upload.findings[0]["message"])
    context = {
        "annex": annex,
        "annexes": siblings(annex) if annex.period else (),
        "form": form,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "has_marks": annex.period is None and bool(definition_of(annex).mark_keys),
    }
    return render(request, "plans/upload_new.html", context, status=422 if form.is_bound else 200)
