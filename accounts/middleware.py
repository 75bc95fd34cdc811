from django.shortcuts import redirect

OPEN = {"accounts:password_change", "accounts:logout", "guide:own", "guide:page"}


class PasswordChangeMiddleware:
    """Whoever came in with a temporary password gets no further than to setting an own one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name in OPEN:
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            return redirect("accounts:password_change")
        return None
