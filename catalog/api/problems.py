"""Errors of the API as RFC 9457 problem details: one sentence per parameter."""

from collections.abc import Mapping

from rest_framework.response import Response


def bad_parameters(problems: Mapping[str, str]) -> Response:
    """400 with a sentence for each parameter."""
    body = {
        "type": "about:blank",
        "title": "パラメーターを確認してください。",
        "status": 400,
        "detail": " ".join(problems.values()),
        "errors": [{"parameter": name, "detail": sentence} for name, sentence in problems.items()],
    }
    return Response(body, status=400, content_type="application/problem+json")


def not_found(detail: str) -> Response:
    """404."""
    body = {"type": "about:blank", "title": "見つかりません。", "status": 404, "detail": detail}
    return Response(body, status=404, content_type="application/problem+json")
