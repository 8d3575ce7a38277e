"""Saved views (保存した表示) of the screening list: kept from the list, renamed, shared, made the start, deleted."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.models import SavedView
from certification.selectors import saved_views as selectors
from certification.services import saved_views
from certification.viewsets.office import READERS, OfficePage, crumb, form_errors
from core import clock
from core.models import User

SCREEN = "applications"


class ViewForm(forms.Form):
    """A name, and whether the others use it too."""

    name = forms.CharField(label=_("表示の名前"), max_length=60)
    shared = forms.BooleanField(label=_("事務局のみんなで使う"), required=False)


def shown(person: User, query: str) -> dict[str, Any]:
    """The bar over the list: the views, which of them is on, what "save" would keep."""
    kept = saved_views.cleaned(query)
    rows = [
        {"view": view, "on": view.query == kept, "url": f"{reverse('applications:index')}?{view.query}&view={view.pk}"}
        for view in selectors.visible(person, SCREEN)
    ]
    return {"views": rows, "kept_query": kept, "may_keep": bool(kept) and not any(row["on"] for row in rows)}


class ViewPage(OfficePage):
    """Readers of the list write their own views."""

    writers = READERS
    header_icon = "list-ul"
    template_name = "certification/office/views.html"

    def trailed(self) -> None:
        self.trail = (crumb(_("申請"), "applications:index"),)

    def find(self, pk: int) -> SavedView:
        found: SavedView = get_object_or_404(selectors.visible(self.person, SCREEN), pk=pk)
        self.trail = (
            crumb(_("申請"), "applications:index"),
            crumb(_("保存した表示"), "applications:views"),
        )
        return found


class Views(ViewPage):
    """The views one may use, with what may be done to each."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.trailed()
        start = selectors.start_of(self.person, SCREEN)
        rows = [
            {**row, "own": row["view"].owner_id == self.person.pk, "start": row["view"] == start}
            for row in shown(self.person, "")["views"]
        ]
        return self.page(gettext("保存した表示"), rows=rows)


class Save(ViewPage):
    """Keep the list's present filters under a name."""

    template_name = "certification/office/view_save.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(ViewForm(), saved_views.cleaned(request.GET.get("query", "")))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, query = ViewForm(request.POST), saved_views.cleaned(request.POST.get("query", ""))
        if form.is_valid():
            kept: list[SavedView] = []
            if self.act(
                lambda: kept.append(
                    saved_views.save(SCREEN, **form.cleaned_data, query=query, by=self.person, at=clock.now())
                ),
                form=form,
            ):
                messages.success(request, gettext("表示「%(name)s」を保存しました。") % {"name": kept[0].name})
                return redirect(f"{reverse('applications:index')}?{kept[0].query}&view={kept[0].pk}")
        form_errors(request, form)
        return self._show(form, query, status=422)

    def _show(self, form: ViewForm, query: str, *, status: int = 200) -> HttpResponse:
        self.trailed()
        back = f"{reverse('applications:index')}?{query}"
        return self.page(gettext("表示を保存する"), status=status, form=form, query=query, back=back)


class Rename(ViewPage):
    """Another name, shared or not."""

    template_name = "certification/office/view_save.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        return self._show(found, ViewForm(initial={"name": found.name, "shared": found.shared}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self.find(pk), ViewForm(request.POST)
        if form.is_valid() and self.act(
            lambda: saved_views.rename(found, **form.cleaned_data, by=self.person, at=clock.now()), form=form
        ):
            messages.success(request, gettext("表示「%(name)s」を変えました。") % {"name": found.name})
            return redirect("applications:views")
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _show(self, found: SavedView, form: ViewForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("表示の名前を変える"),
            status=status,
            form=form,
            query=found.query,
            back=reverse("applications:views"),
        )


class Delete(ViewPage):
    """Take a view away; asked once more."""

    template_name = "certification/office/confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        warnings = [gettext("ほかの人も使えなくなります。")] if found.shared else []
        return self.page(
            gettext("表示を削除する"),
            sentence=gettext("次の表示を削除します。申請はそのまま残ります。"),
            rows=[found.name],
            warnings=warnings,
            button=gettext("削除する"),
            back=reverse("applications:views"),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        if self.act(lambda: saved_views.delete(found, by=self.person, at=clock.now())):
            messages.success(request, gettext("表示「%(name)s」を削除しました。") % {"name": found.name})
        return redirect("applications:views")


class Start(ViewPage):
    """The list opens with this view, or no longer; POST only."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, on = self.find(pk), request.POST.get("on") != "0"
        if self.act(lambda: saved_views.start_with(found, on, by=self.person, at=clock.now())):
            words = _("一覧を「%(name)s」で開きます。") if on else _("一覧をはじめに「%(name)s」で開くのをやめました。")
            messages.success(request, words % {"name": found.name})
        return redirect("applications:views")
