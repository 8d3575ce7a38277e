"""支援の設定 in the admin: days of the offer; topics with their criteria, expertise, fields, suggested tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.forms.support import DaysForm, TopicForm, TopicTasks
from certification.models import SupportTopic
from certification.selectors import support as settings
from certification.services import support
from certification.viewsets import plan_words
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock


class SupportPage(OfficePage):
    """Days and topics."""

    header_icon = "cogs"
    template_name = "certification/office/support.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        offer_days, remind_days, _default = settings.days()
        return self.show(DaysForm(initial={"offer_days": offer_days, "remind_days": remind_days}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DaysForm(request.POST)
        if form.is_valid() and self.act(
            lambda: support.save_days(**form.cleaned_data, by=self.person, at=clock.now()), form=form
        ):
            messages.success(request, gettext("日数を保存しました。これから案内する支援に使います。"))
            return redirect("plans:support")
        form_errors(request, form)
        return self.show(form, status=422)

    def show(self, form: DaysForm, *, status: int = 200) -> HttpResponse:
        self.trail = (crumb(_("チャレンジ支援"), "plans:index"),)
        _days, _ahead, is_default = settings.days()
        return self.page(
            gettext("支援の設定"),
            status=status,
            form=form,
            days_default=is_default,
            own=settings.has_own_topics(),
            topics=[{"topic": row, "expertise": plan_words.expertise(row.expertise)} for row in settings.topics()],
        )


class OwnTopics(OfficePage):
    """The default topics become the office's own: POST only."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        support.own_topics(by=self.person, at=clock.now())
        messages.success(request, gettext("分野を写しました。これからは自分の市のものとして直せます。"))
        return redirect("plans:support")


class TopicPage(OfficePage):
    """A topic, new or to edit."""

    readers = SECRETARIAT
    header_icon = "edit"
    template_name = "certification/office/topic.html"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if not settings.has_own_topics():
            messages.error(request, gettext("先に、仮の分野を自分の市のものとして写してください。"))
            return redirect("plans:support")
        topic = self.find(pk)
        given = {}
        if topic is not None:
            given = {"name": topic.name, "words": topic.words, "expertise": topic.expertise,
                     "fields_text": topic.fields}  # fmt: skip
        tasks = (
            [{"title": row.title, "detail": row.detail, "days": row.days} for row in topic.tasks.all()] if topic else []
        )
        return self.show(topic, TopicForm(initial=given), TopicTasks(initial=tasks, prefix="tasks"))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        topic = self.find(pk)
        form, tasks = TopicForm(request.POST), TopicTasks(request.POST, prefix="tasks")
        if not settings.has_own_topics():
            return redirect("plans:support")
        if form.is_valid() and tasks.is_valid():
            given = form.cleaned_data
            values = {**given, "fields": given["fields_text"]}
            rows = [row for row in tasks.cleaned_data if row.get("title")]
            if self.act(lambda: support.save_topic(topic, values, rows, by=self.person, at=clock.now()), form=form):
                messages.success(request, gettext("分野「%(name)s」を保存しました。") % {"name": given["name"]})
                return redirect("plans:support")
        form_errors(request, form)
        return self.show(topic, form, tasks, status=422)

    def find(self, pk: int | None) -> SupportTopic | None:
        return None if pk is None else get_object_or_404(SupportTopic, pk=pk)

    def show(self, topic: SupportTopic | None, form: TopicForm, tasks: Any, *, status: int = 200) -> HttpResponse:
        self.trail = (crumb(_("チャレンジ支援"), "plans:index"), crumb(_("支援の設定"), "plans:support"))
        title = topic.name if topic else gettext("分野を足す")
        return self.page(title, status=status, form=form, tasks=tasks, topic=topic)


class TopicRemove(TopicPage):
    """Take a topic out: POST only."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        topic = self.find(pk)
        assert topic is not None
        if self.act(lambda: support.remove_topic(topic, by=self.person, at=clock.now())):
            messages.success(request, gettext("分野を外しました。これまでの計画はそのままです。"))
        return redirect("plans:support")
