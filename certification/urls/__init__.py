"""The desks' addresses: /apply/ (producers), /review/ (reviewers), /advise/ (advisers); /calls/ (anybody)."""

from django.urls import include, path

urlpatterns = [
    path("apply/", include("certification.urls.apply")),
    path("review/", include("certification.urls.review")),
    path("advise/", include("certification.urls.advise")),
    path("calls/", include("certification.urls.calls")),
]
