"""Addresses of pages that are made of several rooms."""

from django.urls import path

from asskomm.desk.commune_file import commune_file

urlpatterns = [
    path("kommunen/<str:ags>/", commune_file, name="commune"),
]
