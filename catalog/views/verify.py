"""/v/<number>/: is this certificate valid? One huge answer; withdrawn numbers stay answerable for ever."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.domain import certificate
from catalog.selectors import products
from core import clock

# status → (answer, icon, tone, sentence)
ANSWERS = {
    certificate.VALID: (_("有効"), "circle-check", "take", _("この認証・認定は有効です。")),
    certificate.EXPIRED: (_("期限満了"), "clock", "sumi", _("この認証・認定の期間は終わりました。")),
    certificate.REVOKED: (_("取消"), "ban", "beni", _("この認証・認定は取り消されました。")),
    certificate.SURRENDERED: (_("辞退"), "ban", "sumi", _("この認証・認定は事業者の届け出により終わりました。")),
    certificate.UNKNOWN: (
        _("記録のみ"),
        "file-text",
        "kogane",
        _("公開資料に記録がありますが、現在の状況は未確認です。"),
    ),
}
NOT_FOUND = (_("該当なし"), "circle-help", "sumi", _("この番号の認証・認定は見つかりません。"))


@require_safe
@login_not_required
def find(request: HttpRequest) -> HttpResponse:
    """/v/: type a number."""
    number = certificate.normal_number(request.GET.get("number", ""))
    if number:
        return redirect("catalog:verify", number=number)
    return render(request, "catalog/verify_find.html", {"typed": "number" in request.GET})


@require_safe
@login_not_required
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """The answer for a number in any width and case; an unknown one is answered too, with status 404."""
    row = products.certificate_by_number(number)
    if row is None:
        answer, icon, tone, sentence = NOT_FOUND
        context = {"answer": answer, "icon": icon, "tone": tone, "sentence": sentence, "typed": number[:60]}
        return render(
            request, "catalog/verify.html", {**context, "mark": None, "product": None, "live": False}, status=404
        )
    mark = products.mark(row, clock.today())
    answer, icon, tone, sentence = ANSWERS[mark.status]
    context = {"answer": answer, "icon": icon, "tone": tone, "sentence": sentence, "typed": row.number}
    live = hasattr(row.product, "page") and row.product.page.live
    return render(request, "catalog/verify.html", {**context, "mark": mark, "product": row.product, "live": live})
