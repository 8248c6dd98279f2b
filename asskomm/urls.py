"""Every address of the portal; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("staff.urls")),
    path("verwaltung/", admin.site.urls),
]
