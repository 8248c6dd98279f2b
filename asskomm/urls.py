"""Every address of the portal; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("asskomm.public.urls")),
    path("", include("asskomm.desk.urls")),
    path("", include("asskomm.reports.urls")),
    path("", include("asskomm.intake.urls")),
    path("", include("staff.urls")),
    path("", include("coaching.urls")),
    path("", include("agreements.urls")),
    path("", include("communes.urls")),
    path("verwaltung/", admin.site.urls),
]

handler400 = "asskomm.public.errors.bad_request"
handler403 = "asskomm.public.errors.permission_denied"
handler404 = "asskomm.public.errors.page_not_found"
handler500 = "asskomm.public.errors.server_error"
