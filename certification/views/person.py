"""The request of somebody logged in: the site asks for a login by default, so `request.user` is a person."""

from django.http import HttpRequest

from core.models import User


class PersonRequest(HttpRequest):
    """For annotations only; Django makes plain requests. The views that open before a login ask `is_authenticated` first."""

    user: User
