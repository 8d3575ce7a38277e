"""The producer's desk with one open call and a complete draft; a PRIVATE_ROOT of its own."""

from tests.integration.certification.applicant.conftest import call, cast, draft, firm, now, reader

__all__ = ["call", "cast", "draft", "firm", "now", "reader"]
