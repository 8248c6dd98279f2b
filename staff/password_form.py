"""The form for a new password while signed in."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm


class CarefulPasswordForm(ChangePasswordForm):
    """As allauth's; the present password is asked with the same counter as wherever else it is asked again."""

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data.get("oldpassword", "")
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed
