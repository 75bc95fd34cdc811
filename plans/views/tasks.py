"""What plans want done by when: the lists, and the word that something is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from accounts.models import FigureChange
from accounts.services import client_address
from ntm.access import editable_or_403, may_edit, visible_or_404
from plans.forms_tasks import MarkForm, TaskFilterForm, UnmarkForm
from plans.models import Plan, PlanTask
from plans.services.rows import CONTENT_TYPES
from plans.services.stores import StaleError
from plans.services.task_page import choices_of, task_page
from plans.services.task_workbook import tasks_workbook
from plans.services.tasks import Word, count_tasks, mark_done, read_task, read_tasks, take_mark_back

from .files import download


@require_GET
def tasks(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    return _show(request, PlanTask.objects.of_plan(plan), plan)


@require_GET
def all_tasks(request: HttpRequest) -> HttpResponse:
    """Of every plan in force that the user sees."""
    return _show(request, PlanTask.objects.visible_to(request.user).in_force())


def _show(request: HttpRequest, rows: object, plan: Plan | None = None) -> HttpResponse:
    today = localdate()
    items = read_tasks(rows, today)
    form = TaskFilterForm(request.GET, choices_of(items), of_one_plan=plan is not None)
    counts = count_tasks(items, today)
    context = {"plan": plan, "form": form, "counts": counts, "may_mark": request.user.manages}
    if not form.is_valid():
        return render(request, "plans/tasks.html", context, status=422)
    context["board"] = task_page(items, form.wanted, request.GET.get("trang", "1"), today)
    return render(request, "plans/tasks.html", context)


@require_GET
def tasks_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    return _export(request, PlanTask.objects.of_plan(plan), plan)


@require_GET
def all_tasks_xlsx(request: HttpRequest) -> HttpResponse:
    return _export(request, PlanTask.objects.visible_to(request.user).in_force())


def _export(request: HttpRequest, rows: object, plan: Plan | None = None) -> HttpResponse:
    today = localdate()
    items = read_tasks(rows, today)
    form = TaskFilterForm(request.GET, choices_of(items), of_one_plan=plan is not None)
    if not form.is_valid():
        context = {"plan": plan, "form": form, "counts": count_tasks(items, today)}
        return render(request, "plans/tasks.html", context, status=422)
    chosen = [item for item in items if form.wanted.holds(item, today)]
    title = f"Nhiệm vụ của {plan}" if plan else "Nhiệm vụ của các kế hoạch"
    content = tasks_workbook(chosen, title=title, said=form.said, today=today)
    name = f"nhiem-vu-{plan.slug}.xlsx" if plan else "nhiem-vu.xlsx"
    return download(content, CONTENT_TYPES["xlsx"], name)


def _lookup(slug: str, code: str, line: str, step: str) -> dict[str, str]:
    return {"plan__slug": slug, "annex__code": code, "line": line, "step": "" if step == "-" else step}


@require_GET
def task(request: HttpRequest, slug: str, code: str, line: str, step: str) -> HttpResponse:
    found = visible_or_404(PlanTask, request.user, **_lookup(slug, code, line, step))
    return _show_task(request, found)


def _show_task(
    request: HttpRequest, found: PlanTask, mark: MarkForm | None = None, unmark: UnmarkForm | None = None
) -> HttpResponse:
    """``mark``, ``unmark``: a form that was sent and not taken."""
    item = read_task(found, localdate())
    context = {
        "item": item,
        "task": found,
        "plan": found.plan,
        "back": _back(request, found),
        "may_mark": may_edit(found, request.user),
        "mark": mark or MarkForm(item),
        "unmark": unmark or UnmarkForm(initial={"seen": item.revision}),
        "history": FigureChange.objects.visible_to(request.user).told_of(found.subject, found.history_key),
    }
    return render(request, "plans/task.html", context, status=422 if mark or unmark else 200)


def _back(request: HttpRequest, found: PlanTask) -> str:
    """The list the person came from."""
    address = request.POST.get("ve") or request.GET.get("ve", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/"):
        return address
    return reverse("plans:tasks", args=[found.plan.slug])


@require_POST
def task_done(request: HttpRequest, slug: str, code: str, line: str, step: str) -> HttpResponse:
    found = editable_or_403(PlanTask, request.user, **_lookup(slug, code, line, step))
    form = MarkForm(read_task(found, localdate()), request.POST)
    if not form.is_valid():
        return _show_task(request, found, mark=form)
    by = Word(request.user, form.cleaned_data["seen"] or 0, client_address(request))
    try:
        made = mark_done(task=found, mark=form.mark, by=by)
    except StaleError:
        form.look_again(read_task(found, localdate()))
        return _show_task(request, found, mark=form)
    said = f"Đã đánh dấu xong: {found.heading}" if made else "Nhiệm vụ này đã được đánh dấu như vậy rồi."
    messages.success(request, said)
    return redirect(_back(request, found))


@require_POST
def task_undone(request: HttpRequest, slug: str, code: str, line: str, step: str) -> HttpResponse:
    found = editable_or_403(PlanTask, request.user, **_lookup(slug, code, line, step))
    form = UnmarkForm(request.POST)
    if not form.is_valid():
        return _show_task(request, found, unmark=form)
    by = Word(request.user, form.cleaned_data["seen"] or 0, client_address(request))
    try:
        take_mark_back(task=found, reason=form.cleaned_data["reason"], by=by)
    except StaleError:
        form.look_again(read_task(found, localdate()))
        return _show_task(request, found, unmark=form)
    messages.success(request, f"Đã bỏ đánh dấu xong: {found.heading}")
    return redirect(_back(request, found))
