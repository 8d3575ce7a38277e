"""Addresses of the /review/ desk."""

from django.urls import path

from certification.views.reviewer import (
    calibrating,
    declaring,
    desk,
    files,
    handing_in,
    invitation,
    printing,
    sheet,
)

app_name = "review"
urlpatterns = [
    path("", desk.index, name="index"),
    path("files/<str:token>/", files.file, name="file"),
    path("files/<str:token>/<int:side>/", files.picture, name="picture"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("calibration/<int:pk>/", calibrating.calibrate, name="calibration"),
    path("rounds/<int:pk>/table/", printing.table, name="table"),
    path("rounds/<int:pk>/appointment.pdf", printing.letter, name="appointment"),
    path("<str:code>/", sheet.sheet, name="sheet"),
    path("<str:code>/declare/", declaring.declare, name="declare"),
    path("<str:code>/submit/", handing_in.submit, name="submit"),
]
