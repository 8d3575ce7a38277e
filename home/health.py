"""For load balancers and the people on duty: does the process answer, can it do its work?"""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.models import OutboxMessage

MAIL_MAY_WAIT = timedelta(minutes=15)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is fit, 503 otherwise; one word per part, nothing a stranger could use."""
    parts = {"database": database(), "outbox": "unknown"}
    if parts["database"] == "ok":
        parts["outbox"] = outbox(at=clock.now())
    fit = all(word == "ok" for word in parts.values())
    return JsonResponse({"ready": fit, **parts}, status=200 if fit else 503)


def database() -> str:
    """Does the database answer a question?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def outbox(*, at: datetime) -> str:
    """Is mail that is due going out? Mail that waits says the worker is not there."""
    oldest = OutboxMessage.objects.filter(state="queued").aggregate(due=Min("next_try_at"))["due"]
    return "waiting" if oldest and at - oldest > MAIL_MAY_WAIT else "ok"
