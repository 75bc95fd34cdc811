"""The pages shown when something goes wrong. They need no database, no session and no context processor."""

import logging
import secrets

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def error_page(status: int, detail: str = "", *, template: str = "", reference: str = "") -> HttpResponse:
    """The page for ``status``; ``detail`` is one sentence on what happened (403 and 422 show it)."""
    context = {
        "status": status,
        "detail": detail,
        "reference": reference,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "evidence_bytes": settings.EVIDENCE_MAX_BYTES,
    }
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(413 if isinstance(exception, TOO_LARGE) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; the text given to ``PermissionDenied`` is shown."""
    return error_page(403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a code that also stands in the log, beside the traceback."""
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
    log.exception("Error %s at %s %s", reference, request.method, request.path)
    return error_page(500, reference=reference)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("CSRF check failed at %s: %s", request.path, reason)
    return error_page(403, template="403_csrf.html")
