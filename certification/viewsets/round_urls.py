"""Addresses of the round's own pages below /cms/rounds/: calendar, copy, extensions, batches, stages, sessions."""

from django.urls import path

from certification.viewsets import batch_pages, round_pages, session_pages, stage_pages

PATTERNS = (
    path("calendar.ics", round_pages.OfficeCalendar.as_view(), name="calendar"),
    path("<int:pk>/copy/", round_pages.CopyRound.as_view(), name="copy_year"),
    path("<int:pk>/panel/again/", round_pages.AskPanel.as_view(), name="ask_panel"),
    path("<int:pk>/extensions/", round_pages.Extensions.as_view(), name="extensions"),
    path("<int:pk>/extensions/<slug:code>/", round_pages.Extend.as_view(), name="extend"),
    path("<int:pk>/extensions/<int:number>/cancel/", round_pages.CancelExtension.as_view(), name="extension_cancel"),
    path("<int:pk>/start/", batch_pages.StartReview.as_view(), name="start"),
    path("<int:pk>/close/", batch_pages.CloseScoring.as_view(), name="close"),
    path("<int:pk>/stages/", stage_pages.PaperStage.as_view(), name="stages"),
    path("<int:pk>/stages/close/", stage_pages.ClosePaper.as_view(), name="stages_close"),
    path("<int:pk>/sessions/", session_pages.Sessions.as_view(), name="sessions"),
    path("<int:pk>/sessions/new/", session_pages.SessionEdit.as_view(), name="session_new"),
    path("<int:pk>/sessions/<int:number>/", session_pages.SessionOrder.as_view(), name="session"),
    path("<int:pk>/sessions/<int:number>/edit/", session_pages.SessionEdit.as_view(), name="session_edit"),
    path("<int:pk>/sessions/<int:number>/print/", session_pages.SessionPrint.as_view(), name="session_print"),
    path("<int:pk>/sessions/<int:number>/order.pdf", session_pages.SessionPdf.as_view(), name="session_pdf"),
    path("<int:pk>/sessions/<int:number>/order.xlsx", session_pages.SessionXlsx.as_view(), name="session_xlsx"),
    path("<int:pk>/sessions/<int:number>/mail/", session_pages.SessionMail.as_view(), name="session_mail"),
)
