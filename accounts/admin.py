"""Users, their areas and the history, for administrators."""

from django.contrib import admin

from . import views

admin.site.login = views.admin_login  # one log-in page for all, with its lock and its forced change
