"""The desks' addresses: /apply/ (producers), /review/ (reviewers), /advise/ (advisers)."""

from django.urls import include, path

urlpatterns = [
    path("apply/", include("certification.urls.apply")),
    path("review/", include("certification.urls.review")),
    path("advise/", include("certification.urls.advise")),
]
