"""Addresses of the /apply/ desk (producers)."""

from django.urls import path

from certification.views.applicant import (
    application,
    businesses,
    certificates,
    copying,
    files,
    history,
    home,
    messages,
    notices,
    papers,
    plan,
    plan_own,
    plan_tasks,
    precheck,
    privacy,
    resumable,
    review,
    section,
)

app_name = "apply"
urlpatterns = [
    path("", home.index, name="index"),
    # the firm and its people
    path("business/new/", businesses.create, name="business_new"),
    path("business/<slug:code>/", businesses.show, name="business"),
    path("business/<slug:code>/edit/", businesses.change, name="business_edit"),
    path("business/<slug:code>/invite/", businesses.invite, name="invite"),
    path("business/<slug:code>/members/<int:seat>/remove/", businesses.remove_member, name="member_remove"),
    path(
        "business/<slug:code>/invitations/<int:number>/cancel/", businesses.cancel_invitation, name="invitation_cancel"
    ),
    path("business/<slug:code>/members/<int:seat>/role/", businesses.change_role, name="member_role"),
    path("invitations/<str:token>/", businesses.invitation, name="invitation"),
    path("postcode/", businesses.postcode, name="postcode"),
    # one's own data
    path("me/", privacy.me, name="me"),
    path("me/export/", privacy.export, name="export"),
    path("me/export/<str:token>/", privacy.export_file, name="export_file"),
    path("me/leave/", privacy.leave, name="leave"),
    path("business/<slug:code>/export/", privacy.export, name="business_export"),
    # before the form
    path("check/", precheck.precheck, name="precheck"),
    path("start/", precheck.start, name="start"),
    # an application
    path("a/<slug:code>/", application.show, name="application"),
    path("a/<slug:code>/review/", review.review, name="review"),
    path("a/<slug:code>/withdraw/", application.withdraw, name="withdraw"),
    path("a/<slug:code>/versions/<int:number>/", application.version, name="version"),
    path("a/<slug:code>/versions/<int:number>/receipt.pdf", papers.version_receipt, name="version_receipt"),
    path("a/<slug:code>/receipt.pdf", papers.receipt, name="receipt"),
    path("a/<slug:code>/letter.pdf", papers.letter, name="letter"),
    path("a/<slug:code>/letters/<str:number>.pdf", papers.any_letter, name="any_letter"),
    path("a/<slug:code>/certificate.pdf", papers.certificate, name="certificate"),
    path("a/<slug:code>/copy/", copying.copy, name="copy"),
    path("a/<slug:code>/messages/", messages.say, name="message"),
    path("a/<slug:code>/messages/read/", messages.read, name="messages_read"),
    # certificates and notices about them
    path("certificates/<str:number>/", certificates.show, name="certificate_page"),
    path("certificates/<str:number>/renew/", certificates.renew, name="renew"),
    path("certificates/<str:number>/change/", notices.change, name="notice_change"),
    path("certificates/<str:number>/end/", notices.end, name="notice_end"),
    path("notices/<slug:code>/", notices.show, name="notice"),
    path("notices/<slug:code>/edit/", notices.edit, name="notice_edit"),
    path("notices/<slug:code>/withdraw/", notices.withdraw, name="notice_withdraw"),
    path("notices/<slug:code>/copy.pdf", notices.copy, name="notice_copy"),
    # challenge support
    path("a/<slug:code>/plan/", plan.show, name="plan"),
    path("a/<slug:code>/plan/agree/", plan.agree, name="plan_agree"),
    path("a/<slug:code>/plan/decline/", plan.decline, name="plan_decline"),
    path("a/<slug:code>/plan/tasks/<int:task>/finish/", plan_tasks.finish, name="task_finish"),
    path("a/<slug:code>/plan/tasks/<int:task>/reopen/", plan_tasks.reopen, name="task_reopen"),
    path("a/<slug:code>/plan/tasks/<int:task>/files/", plan_tasks.add_files, name="task_files"),
    path("a/<slug:code>/plan/evidence/<int:number>/remove/", plan_tasks.remove_file, name="evidence_remove"),
    path("a/<slug:code>/plan/goal/", plan_own.goal, name="plan_goal"),
    path("a/<slug:code>/plan/photos/", plan_own.photo, name="plan_photo"),
    path("a/<slug:code>/plan/photos/<int:number>/", plan_own.photo_half, name="plan_photo_half"),
    path("a/<slug:code>/plan/check/", plan_own.check, name="plan_check"),
    path("a/<slug:code>/plan/meetings/<int:number>.ics", plan_own.meeting, name="plan_meeting"),
    path("a/<slug:code>/plan/messages/", plan.say, name="plan_say"),
    path("a/<slug:code>/plan/reapply/", plan.reapply, name="plan_reapply"),
    path("a/<slug:code>/history/", history.history, name="history"),
    # files sent piece by piece
    path("a/<slug:code>/uploads/", resumable.begin, name="uploads"),
    path("a/<slug:code>/uploads/<str:token>/", resumable.part, name="upload"),
    # private files
    path("files/<str:token>/", files.show, name="file"),
    # one page of the form; last, because its slug may be any section
    path("a/<slug:code>/<slug:section>/", section.section, name="section"),
]
