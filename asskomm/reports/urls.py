"""Addresses of the reports."""

from django.urls import path

from asskomm.reports import views

urlpatterns = [
    path("berichte/", views.show, name="report"),
    path("berichte/definitionen/", views.show_definitions, name="definitions"),
    path("berichte/definitionen/<str:figure>/neu/", views.PublishDefinition.as_view(), name="definition-publish"),
    path("berichte/<str:figure>/", views.Behind.as_view(), name="report-communes"),
]
