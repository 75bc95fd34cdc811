"""Log-in, own password, the people of the province and their passwords."""

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from ntm.access import editable_or_403

from . import services
from .forms import LogInForm, PasswordForm, PeopleSearchForm, ResetForm
from .models import User
from .tables import PeopleTable


class LogIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_out(request: HttpRequest, response=None, credentials=None) -> HttpResponse:
    """What axes answers instead of the log-in page after too many wrong passwords."""
    context = {"tries": settings.AXES_FAILURE_LIMIT, "minutes": int(get_cool_off().total_seconds() // 60)}
    return render(request, "accounts/locked.html", context, status=429)


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """In the place of the admin's own log-in page: one log-in for all, and who may not enter is told so."""
    if request.user.is_staff:
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied("Phần quản trị chỉ dành cho người quản trị.")
    return redirect_to_login(request.GET.get("next", ""))


@sensitive_post_parameters()
@never_cache
def password_change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)  # else this session would end with the others
        messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password_change.html", {"form": form}, status=status)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    if not request.user.manages:
        raise PermissionDenied("Trang này dành cho Văn phòng điều phối và người quản trị.")
    form = PeopleSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = User.objects.visible_to(request.user).search(text).with_assignments()
    table = PeopleTable(found.with_state(request.user, timezone.now()))
    table.said = f"có “{text}”" if text else ""
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "accounts/people.html", {"table": table, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def password_reset(request: HttpRequest, username: str) -> HttpResponse:
    person = editable_or_403(User, request.user, username=username)
    if person == request.user:
        return redirect("accounts:password_change")
    if request.method == "GET":
        form = ResetForm(initial={"state": services.password_state(person)})
        return render(request, "accounts/password_reset.html", {"person": person, "form": form})
    if request.POST.get("state") != services.password_state(person):  # F5 on the page with the password
        messages.warning(request, "Mật khẩu này vừa được đặt lại rồi. Nếu chưa ghi lại, hãy đặt lại lần nữa.")
        return redirect("accounts:people")
    address = services.client_address(request)
    password = services.reset_password(user=person, by=request.user, address=address)
    # No redirect: the password is shown in this one answer and kept nowhere, so there is no page to go to.
    return render(request, "accounts/password_reset_done.html", {"person": person, "password": password})
