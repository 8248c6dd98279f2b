"""Addresses of the pages that are open to everyone."""

from django.urls import path

from asskomm.public import start_page, views

urlpatterns = [
    path("", start_page.StartPage.as_view(), name="start"),
    path("kommunen-im-netzwerk/", start_page.NetworkList.as_view(), name="network"),
    path("kommunen-im-netzwerk/antwort/", start_page.show_answer, name="network-answer"),
    path("kommunen-im-netzwerk/namen.json", start_page.names, name="commune-names"),
    path("mitmachen/", start_page.JoinPage.as_view(), name="join"),
    path("impressum/", views.Imprint.as_view(), name="imprint"),
    path("datenschutz/", views.PrivacyNotice.as_view(), name="privacy"),
    path("barrierefreiheit/", views.AccessibilityStatement.as_view(), name="accessibility"),
]
