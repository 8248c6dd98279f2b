"""Addresses of the register; the commune's file itself is put together at the desk."""

from django.urls import path

from communes.views import CommuneList, office_holder

urlpatterns = [
    path("kommunen/", CommuneList.as_view(), name="communes"),
    path("kommunen/<str:ags>/amtspersonen/neu/", office_holder, name="office-holder-add"),
    path("kommunen/<str:ags>/amtspersonen/<int:pk>/", office_holder, name="office-holder"),
]
