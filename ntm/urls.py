from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("communes.urls")),
    path("", include("plans.urls")),
    path("", include("reports.urls")),
]
