"""The office's people in their browsers, a call that takes applications, released results."""

from tests.integration.certification.office.conftest import (
    approver,
    cast,
    clients,
    firm,
    office,
    open_round,
    released,
)

__all__ = ["approver", "cast", "clients", "firm", "office", "open_round", "released"]
