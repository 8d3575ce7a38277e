"""The button beside a postcode: without JavaScript it saves the page with the town filled in."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from certification.forms.applicant import questions
from certification.forms.applicant.sections import Section
from certification.views.person import PersonRequest


def fill(request: PersonRequest, page: Section, typed: dict[str, Any]) -> dict[str, Any]:
    """{field key: address with its town} when that button was pressed; empty for any other."""
    wish, _colon, key = request.POST.get("do", "").partition(":")
    if wish != "address" or not any(each.key == key and each.kind == "address" for each in page.fields):
        return {}
    parts, found = questions.with_town(typed.get(key) or {})
    if found:
        messages.success(request, _("郵便番号から住所を入れました。番地と建物を確かめてください。"))
    else:
        messages.warning(request, _("この郵便番号の住所が見つかりません。番号を確かめるか、住所を入力してください。"))
    return {key: parts or ""}
