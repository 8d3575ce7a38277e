"""Addresses of the /advise/ desk."""

from django.urls import URLPattern

app_name = "advise"
urlpatterns: list[URLPattern] = []
