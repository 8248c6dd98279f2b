"""Addresses of the pages that are open to everyone."""

from django.urls import path

from asskomm.public import views

urlpatterns = [
    path("", views.StartPage.as_view(), name="start"),
    path("impressum/", views.Imprint.as_view(), name="imprint"),
    path("datenschutz/", views.PrivacyNotice.as_view(), name="privacy"),
    path("barrierefreiheit/", views.AccessibilityStatement.as_view(), name="accessibility"),
]
