"""The guide, which nobody needs to log in for: its pictures show the demonstration."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .guide import PAGES, guide_url, own_page, read_page


@login_not_required
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """To the page for what the user does."""
    return redirect(guide_url(own_page(request.user)))


@login_not_required
@require_GET
def guide_page(request: HttpRequest, name: str) -> HttpResponse:
    """One page with its contents list and the way to the others."""
    if name not in PAGES:
        raise Http404
    pages = [(label, guide_url(other), other == name) for other, label in PAGES.items()]
    return render(request, "ntm/guide.html", {"guide": read_page(name), "pages": pages})
