"""Addresses of the team and of one's account, and German ones for allauth's views, found by their names."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from staff import views as portal_views

no_sign_up = login_not_required(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("anmelden/", views.login, name="account_login"),
    path("abmelden/", views.logout, name="account_logout"),
    path("anmelden/bestaetigen/", views.reauthenticate, name="account_reauthenticate"),
    path("anmelden/gesperrt/", views.account_inactive, name="account_inactive"),
    path("konto/passwort/", views.password_change, name="account_change_password"),
    path("konto/passwort/setzen/", views.password_set, name="account_set_password"),
    path("passwort-vergessen/", views.password_reset, name="account_reset_password"),
    path("passwort-vergessen/gesendet/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passwort-vergessen/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passwort-vergessen/fertig/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("konto/", portal_views.account, name="account"),
    path("team/vertretungen/neu/", portal_views.EnterSubstitution.as_view(), name="substitution-add"),
    path("team/vertretungen/<int:pk>/beenden/", portal_views.EndSubstitution.as_view(), name="substitution-end"),
    path(
        "team/vertretungen/<int:pk>/zuruecknehmen/",
        portal_views.TakeBackSubstitution.as_view(),
        name="substitution-take-back",
    ),
    path("team/zeichnungsbefugnisse/neu/", portal_views.GrantAuthority.as_view(), name="authority-grant"),
    path(
        "team/zeichnungsbefugnisse/<int:pk>/freigeben/",
        portal_views.ConfirmAuthority.as_view(),
        name="authority-confirm",
    ),
    path(
        "team/zeichnungsbefugnisse/<int:pk>/ablehnen/",
        portal_views.DeclineAuthority.as_view(),
        name="authority-decline",
    ),
    path("team/zeichnungsbefugnisse/<int:pk>/beenden/", portal_views.EndAuthority.as_view(), name="authority-end"),
    path(
        "team/zeichnungsbefugnisse/<int:pk>/zuruecknehmen/",
        portal_views.TakeBackAuthority.as_view(),
        name="authority-take-back",
    ),
    # allauth builds this address on every sign-in page; there is no sign-up.
    path("konto/anlegen/", no_sign_up, name="account_signup"),
]
