"""Every address of the portal; each room brings its own."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
# One sign-in for everyone: the admin has no form of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "ASSKomm-Portal: Verwaltung"
admin.site.site_url = "/arbeit/"

urlpatterns = [
    path("", include("asskomm.public.urls")),
    path("", include("asskomm.desk.urls")),
    path("", include("staff.urls")),
    path("", include("coaching.urls")),
    path("", include("agreements.urls")),
    path("", include("communes.urls")),
    path("verwaltung/", admin.site.urls),
]

handler400 = "asskomm.public.errors.bad_request"
handler403 = "asskomm.public.errors.permission_denied"
handler404 = "asskomm.public.errors.page_not_found"
