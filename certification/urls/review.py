"""Addresses of the /review/ desk."""

from django.urls import path

from certification.views.reviewer import declaring, desk, files, handing_in, sheet

app_name = "review"
urlpatterns = [
    path("", desk.index, name="index"),
    path("files/<str:token>/", files.file, name="file"),
    path("<str:code>/", sheet.sheet, name="sheet"),
    path("<str:code>/declare/", declaring.declare, name="declare"),
    path("<str:code>/submit/", handing_in.submit, name="submit"),
]
