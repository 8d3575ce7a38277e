"""/go/<listing>/: to a portal, counted.

The one address whose GET writes: it adds one to a number per listing and day, nothing about the person.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.selectors import listings
from catalog.services import clicks
from core import clock


@require_safe
@login_not_required
@never_cache
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """404 unless the listing is listed, open and lawful today. Programs and prefetching are sent on, not counted."""
    today = clock.today()
    listing = listings.to_follow(pk, today)
    if listing is None:
        raise Http404
    prefetch = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", ""))
    if request.method == "GET" and not prefetch and not clicks.is_program(request.headers.get("User-Agent", "")):
        clicks.count(listing, on=today)
    response = HttpResponseRedirect(listing.url)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
