"""Addresses of the messages on the office's page of an application; both take POST only."""

from certification.viewsets.application_messages import ReadMixin, SayMixin
from certification.viewsets.office import SECRETARIAT
from certification.viewsets.screening import ApplicationPage, Detail


class Say(SayMixin, Detail):
    """Write to the firm."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]


class Read(ReadMixin, ApplicationPage):
    """読みました."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]
