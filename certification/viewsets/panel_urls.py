"""Addresses of the panel's own pages below /cms/rounds/<round>/."""

from django.urls import path

from certification.viewsets import (
    assignment_pages,
    calibration_pages,
    keyed_pages,
    panel_people,
    reminder_pages,
)

PATTERNS = [
    path("<int:pk>/panel/invite/", panel_people.InvitePage.as_view(), name="panel_invite"),
    path("<int:pk>/panel/<int:number>/", panel_people.SeatPage.as_view(), name="seat"),
    path("<int:pk>/panel/<int:number>/absent/", panel_people.AbsencePage.as_view(), name="absence"),
    path("<int:pk>/panel/<int:number>/letter.pdf", panel_people.AppointmentLetter.as_view(), name="appointment"),
    path("<int:pk>/assignment/plan/", assignment_pages.PlanPage.as_view(), name="assignment_plan"),
    path("<int:pk>/conflicts/", assignment_pages.ConflictRegister.as_view(), name="conflicts"),
    path("<int:pk>/paper/", keyed_pages.PaperList.as_view(), name="paper"),
    path("<int:pk>/paper/<slug:code>/<int:reviewer>/", keyed_pages.PaperPage.as_view(), name="paper_key"),
    path("<int:pk>/paper/<slug:code>/<int:reviewer>/scan/", keyed_pages.PaperScan.as_view(), name="paper_scan"),
    path("<int:pk>/calibration/", calibration_pages.CalibrationPage.as_view(), name="calibration"),
    path("<int:pk>/reminders/", reminder_pages.RemindersPage.as_view(), name="reminders"),
]
