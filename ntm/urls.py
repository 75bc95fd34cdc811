from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("huong-dan/", include("ntm.guide_urls")),
    path("", include("accounts.urls")),
    path("", include("communes.urls")),
    path("", include("criteria.urls")),
    path("", include("plans.urls")),
    path("", include("reports.urls")),
]

handler400 = "ntm.errors.bad_request"
handler403 = "ntm.errors.permission_denied"
handler404 = "ntm.errors.not_found"
handler500 = "ntm.errors.server_error"
