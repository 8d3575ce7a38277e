"""Undefined variables in our own templates fail; elsewhere they stay empty."""

import socket

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.base import Origin, Template
from pytest_socket import SocketConnectBlockedError

from tests.harness.moments import tokyo
from tests.harness.templates import Undefined, UndefinedVariable

OURS = str(settings.BASE_DIR / "templates" / "trial.html")


def render(source, name=OURS, **values):
    engine = Engine(string_if_invalid=Undefined())
    return Template(source, origin=Origin(name), engine=engine).render(Context(values))


@pytest.mark.parametrize("source", ["{{ x }}", "{{ x.y }}", "{{ x|upper }}", "{% with y=x %}{{ y }}{% endwith %}"])
def test_undefined_variable_in_our_template_fails(source):
    with pytest.raises(UndefinedVariable, match="x"):
        render(source)


@pytest.mark.parametrize(
    "source",
    ["{{ x|default:'' }}", "{{ x|default_if_none:'' }}", "{% if x %}a{% endif %}", "{% for y in x %}a{% endfor %}"],
)
def test_variable_that_may_be_absent_passes(source):
    assert render(source) == ""


def test_undefined_variable_in_a_package_stays_empty():
    assert render("a{{ x }}", name=str(settings.BASE_DIR / ".venv/lib/site-packages/wagtail/a.html")) == "a"


def test_socket_to_another_machine_is_blocked():
    with socket.socket() as stranger, pytest.raises(SocketConnectBlockedError):
        stranger.connect(("192.0.2.1", 80))


def test_travel_to_stops_the_clock(travel_to):
    from core import clock  # noqa: PLC0415 -- read at the moment of the test

    travel_to(tokyo(2026, 4, 1, 8))
    assert clock.today().isoformat() == "2026-04-01"
