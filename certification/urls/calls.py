"""Addresses of the public pages of calls."""

from django.urls import path

from certification.views.public import calls

app_name = "calls"
urlpatterns = [
    path("", calls.index, name="index"),
    path("<int:pk>/", calls.call, name="call"),
    path("<int:pk>/call.pdf", calls.paper, name="paper"),
    path("<int:pk>/calendar.ics", calls.calendar, name="calendar"),
]
