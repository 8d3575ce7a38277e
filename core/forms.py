"""What signing up asks for besides the address and the password."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.domain import text
from core.models import User


class SignupForm(forms.Form):
    """The name of the person; the firm comes afterwards."""

    last_name = forms.CharField(label=_("姓"), max_length=60)
    first_name = forms.CharField(label=_("名"), max_length=60)
    field_order = ("last_name", "first_name", "email", "password1", "password2")

    def clean_last_name(self) -> str:
        return text.clean(self.cleaned_data["last_name"])

    def clean_first_name(self) -> str:
        return text.clean(self.cleaned_data["first_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by the login library after it made the person."""
        user.last_name, user.first_name = self.cleaned_data["last_name"], self.cleaned_data["first_name"]
        user.save(update_fields=["last_name", "first_name"])
