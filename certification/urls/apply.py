"""Addresses of the /apply/ desk (producers)."""

from django.urls import path

from certification.views.applicant import (
    application,
    businesses,
    files,
    home,
    papers,
    plan,
    precheck,
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
    path("invitations/<str:token>/", businesses.invitation, name="invitation"),
    path("postcode/", businesses.postcode, name="postcode"),
    # before the form
    path("check/", precheck.precheck, name="precheck"),
    path("start/", precheck.start, name="start"),
    # an application
    path("a/<slug:code>/", application.show, name="application"),
    path("a/<slug:code>/review/", review.review, name="review"),
    path("a/<slug:code>/withdraw/", application.withdraw, name="withdraw"),
    path("a/<slug:code>/versions/<int:number>/", application.version, name="version"),
    path("a/<slug:code>/receipt.pdf", papers.receipt, name="receipt"),
    path("a/<slug:code>/letter.pdf", papers.letter, name="letter"),
    path("a/<slug:code>/certificate.pdf", papers.certificate, name="certificate"),
    # challenge support
    path("a/<slug:code>/plan/", plan.show, name="plan"),
    path("a/<slug:code>/plan/agree/", plan.agree, name="plan_agree"),
    path("a/<slug:code>/plan/decline/", plan.decline, name="plan_decline"),
    path("a/<slug:code>/plan/tasks/<int:task>/finish/", plan.finish, name="task_finish"),
    path("a/<slug:code>/plan/tasks/<int:task>/reopen/", plan.reopen, name="task_reopen"),
    path("a/<slug:code>/plan/messages/", plan.say, name="plan_say"),
    path("a/<slug:code>/plan/reapply/", plan.reapply, name="plan_reapply"),
    # private files
    path("files/<str:token>/", files.show, name="file"),
    # one page of the form; last, because its slug may be any section
    path("a/<slug:code>/<slug:section>/", section.section, name="section"),
]
