"""The error pages render by themselves: none of these tests may touch the database."""

import logging
import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from django.views.decorators.csrf import csrf_protect

from ntm import errors

handler400 = "ntm.errors.bad_request"
handler403 = "ntm.errors.permission_denied"
handler404 = "ntm.errors.not_found"
handler500 = "ntm.errors.server_error"

RAISED = {
    "bad": BadRequest("x"),
    "large": RequestDataTooBig("x"),
    "forbidden": PermissionDenied(),
    "locked": PermissionDenied("Biểu này đã chốt."),
    "missing": Http404("x"),
    "broken": ZeroDivisionError("secret"),
}


def fail(request, name):
    raise RAISED[name]


@csrf_protect
def guarded(request):
    return HttpResponse("")


urlpatterns = [path("guarded/", guarded), path("<name>/", fail)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor(settings):
    """A browser that meets nothing but our handlers: no session, no log-in."""
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/bad/", 400, "Yêu cầu không đọc được"),
        ("/large/", 413, "Nội dung gửi lên quá lớn"),
        ("/forbidden/", 403, "Không có quyền"),
        ("/missing/", 404, "Không tìm thấy trang"),
        ("/broken/", 500, "Phần mềm gặp lỗi"),
    ],
)
def test_each_error_has_its_page(visitor, address, status, title):
    response = visitor.get(address)
    assert (response.status_code, heading(response)) == (status, title)


def test_csrf_failure_says_session_ended(visitor):
    response = visitor.post("/guarded/")
    assert (response.status_code, heading(response)) == (403, "Phiên làm việc đã hết hạn")


def test_refusal_shows_its_reason(visitor):
    assert "Biểu này đã chốt." in visitor.get("/locked/").content.decode()


def test_unsaved_page_shows_detail():
    response = errors.error_page(422, "Có người vừa sửa biểu này.")
    assert (response.status_code, heading(response)) == (422, "Chưa lưu được")
    assert "Có người vừa sửa biểu này." in response.content.decode()


def test_too_large_page_names_limit(visitor, settings):
    settings.UPLOAD_MAX_BYTES = 7 * 1024 * 1024
    assert "7,0 MB" in visitor.get("/large/").content.decode().replace("\xa0", " ")


def test_server_error_code_is_in_log(visitor, caplog):
    with caplog.at_level(logging.ERROR, logger="ntm.errors"):
        page = visitor.get("/broken/").content.decode()
    record = next(record for record in caplog.records if record.name == "ntm.errors")
    reference = re.search(r"<code>(.+?)</code>", page)[1]
    assert record.getMessage() == f"Error {reference} at GET /broken/"
    assert record.exc_info[0] is ZeroDivisionError
    assert "secret" not in page


@pytest.mark.parametrize(
    ("status", "handler"),
    [
        (400, errors.bad_request),
        (403, errors.permission_denied),
        (404, errors.not_found),
        (500, errors.server_error),
    ],
)
def test_handlers_are_wired(status, handler):
    assert get_resolver("ntm.urls").resolve_error_handler(status) is handler
