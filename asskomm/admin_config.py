"""Django's admin with the portal's own site."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Registers models as ever, with the portal's site."""

    default_site = "asskomm.admin_site.PortalAdminSite"
