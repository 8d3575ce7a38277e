"""Addresses of the decision, below one round: board, its tools and papers, proposals, confirmation, release."""

from django.urls import path

from certification.viewsets import (
    board,
    board_row,
    board_tools,
    committee_papers,
    decision_pages,
    projector,
    release_pages,
)

PATTERNS = (
    path("<int:pk>/board/", board.BoardPage.as_view(), name="board"),
    path("<int:pk>/board/compare/", board_tools.Compare.as_view(), name="compare"),
    path("<int:pk>/board/what-if/", board_tools.WhatIf.as_view(), name="what_if"),
    path("<int:pk>/board/papers/", committee_papers.ScorePapers.as_view(), name="score_papers"),
    path("<int:pk>/board/<slug:code>/", board_row.RowPage.as_view(), name="row"),
    path("<int:pk>/board/<slug:code>/hold/", board_row.HoldPage.as_view(), name="hold"),
    path("<int:pk>/screen/", projector.Screen.as_view(), name="screen"),
    path("<int:pk>/screen/<slug:code>/", projector.ScreenOne.as_view(), name="screen_one"),
    path("<int:pk>/minutes/", committee_papers.MinutesPage.as_view(), name="minutes"),
    path("<int:pk>/minutes/sign/", committee_papers.SignMinutes.as_view(), name="minutes_sign"),
    path("<int:pk>/minutes/paper/", committee_papers.MinutesPaper.as_view(), name="minutes_paper"),
    path("<int:pk>/propose/", decision_pages.ProposeAll.as_view(), name="propose_all"),
    path("<int:pk>/confirm/", decision_pages.Confirm.as_view(), name="confirm"),
    path("<int:pk>/release/", decision_pages.ReleasePage.as_view(), name="release"),
    path("<int:pk>/release/mails/", release_pages.Mails.as_view(), name="release_mails"),
    path("<int:pk>/release/sent/", release_pages.Sent.as_view(), name="release_sent"),
    path("<int:pk>/release/<slug:code>/", decision_pages.LetterPreview.as_view(), name="letter"),
    path("<int:pk>/release/<slug:code>/letter.pdf", release_pages.LetterPdf.as_view(), name="letter_pdf"),
)
