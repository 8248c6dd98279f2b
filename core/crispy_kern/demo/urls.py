"""The pages of the demo."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.fields, name="fields"),
    path("form/", views.whole_form, name="form"),
    path("formset/", views.formset, name="formset"),
    path("layout/", views.layout, name="layout"),
]
