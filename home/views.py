"""Pages that are no Wagtail pages: errors, the brand's colours, the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from home import gallery as pieces
from home import navigation

NOT_FOR_CRAWLERS = (
    "/cms/",
    "/apply/",
    "/review/",
    "/advise/",
    "/accounts/",
    "/desk/",
    "/go/",
    "/*?*sort=",
    "/*?*page_size=",
)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; for developers, so in DEBUG only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "gallery/index.html", pieces.context())


@login_not_required
@require_safe
def gallery_of_errors(request: HttpRequest, code: int) -> HttpResponse:
    """An error page as visitors see it (Django shows its own in DEBUG)."""
    if not settings.DEBUG or code not in (400, 403, 404, 500):
        raise Http404
    return render(request, f"{code}.html", {"reason": ""})


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def brand_css(request: HttpRequest) -> HttpResponse:
    """The city's own colours as two custom properties; checked when they were saved."""
    brand = navigation.brand_of(request)
    rule = f":root {{ --own-light: {brand.own_light or '#1d4f91'}; --own-dark: {brand.own_dark or '#9dc1f5'}; }}\n"
    return HttpResponse(rule, content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read: the public site. Desks, counted links and every combination of filters are no pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS)]
    return HttpResponse(
        "\n".join([*lines, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]),
        content_type="text/plain; charset=utf-8",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing at this address, or nothing for this person."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason is shown when the code gave one (PermissionDenied("…"))."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return render(request, "400.html", status=400)
