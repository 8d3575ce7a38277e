"""Every address of the site; Wagtail's pages come last. What people read has an English twin below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls

# Wagtail marks no page view as public, and the whole site asks for a login by default.
login_not_required(wagtail_views.serve)
# Wagtail's own two logins know no second factor and no limit of attempts: both lead to the one of the site.
the_one_login = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns = [
    path("cms/login/", the_one_login, name="office_login"),
    path("cms/", include(wagtailadmin_urls)),
    path("", include("home.site_urls")),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("certification.urls")),
        path("", include("catalog.urls")),
        path("_util/login/", the_one_login, name="page_login"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

if settings.MEDIA_URL == "/media/":  # no object storage: the published pictures lie on this machine
    pictures = login_not_required(serve)
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.*)$", pictures, {"document_root": settings.MEDIA_ROOT}, "media"))

handler400 = "home.views.bad_request"
handler403 = "home.views.forbidden"
handler404 = "home.views.not_found"
