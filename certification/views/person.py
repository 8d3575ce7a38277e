"""The request of somebody logged in: the site asks for a login by default, so `request.user` is a person."""

from django.http import HttpRequest

from core.models import User


class PersonRequest(HttpRequest):
    """For annotations only; Django makes plain requests. One open before a login asks `is_authenticated` itself."""

    user: User
