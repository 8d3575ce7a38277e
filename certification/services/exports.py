"""A copy of one's own data as a ZIP: asked for, made by the worker, mailed about, gone after a week."""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import default_task_backend

from certification import permissions
from certification.domain.states import Status
from certification.models import Certificate
from certification.selectors import own_data
from certification.selectors.own_data import Rows, Tables
from certification.services import documents
from core import audit, clock, files, outbox
from core.domain.reason import Reason, Refused
from core.models import Business, DataExport, Membership, StoredFile, User

GOOD_FOR = timedelta(days=7)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")  # what a spreadsheet would run
README = """これは、あなたのデータの写しです。

作成した日時　{made}
対象　　　　　{whom}

data.json　　すべての内容（機械で読める形）
csv/　　　　　同じ内容の表（表計算ソフトで開けます。文字コードは UTF-8）
files/　　　　提出したファイル（申請と項目ごと）
letters/　　　通知書（結果の公表後のもの）
certificates/　認証書・認定書（有効なもの）

公表前の結果、審査委員の氏名と採点は含まれません。
この写しには個人情報が含まれます。ほかの方に渡さないよう、大切に保管してください。
ダウンロードのリンクは{days}日で使えなくなります。もう一度必要なときは、同じ画面から作り直せます。
"""


@transaction.atomic
def ask(person: User, *, by: User, at: datetime, business: Business | None = None) -> DataExport:
    """Have a copy made; one under way is given back instead of a second one.

    For oneself; for a firm by its owners; for anybody by the secretariat on their request. Raises Denied.
    """
    if not permissions.is_secretariat(by):
        own = by.pk == person.pk
        if business is not None:
            own = own and Membership.objects.filter(business=business, user=by, role="owner").exists()
        if not own:
            raise permissions.Denied(
                Reason("business.not_owner", _("事業者のデータをダウンロードできるのは、代表の役割の方だけです。"))
            )
    if person.deleted_at is not None:
        raise Refused(Reason("export.deleted", _("退会した利用者のデータは残っていないため、写しを作れません。")))
    waiting = DataExport.objects.filter(person=person, business=business, asked_by=by, made_at=None, failed_at=None)
    if (row := waiting.first()) is None:
        row = DataExport.objects.create(person=person, business=business, asked_at=at, asked_by=by)
        audit.record("export.asked", business or person, by=by, at=at, number=row.pk)
    transaction.on_commit(lambda: wake(row.pk))
    return row


def wake(pk: int) -> None:
    """Tell the worker; `clear_expired` asks again for one that was lost."""
    from certification.tasks import make_export  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(make_export, [pk], {})


def make(pk: int, *, at: datetime, verbs: Mapping[str, Any]) -> bool:
    """Make one copy; False when there is nothing to do. A fault is noted on the row, and told on the page."""
    row = DataExport.objects.select_related("person", "business", "asked_by").filter(pk=pk, made_at=None).first()
    if row is None or row.failed_at is not None or row.person.deleted_at is not None:
        return False
    try:
        with tempfile.TemporaryFile() as bundle:
            _write(bundle, row, at=at, verbs=verbs)
            _finish(row, bundle, at=at)
    except Exception:
        DataExport.objects.filter(pk=pk).update(failed_at=at)
        raise
    return True


@transaction.atomic
def _finish(row: DataExport, bundle: IO[bytes], *, at: datetime) -> None:
    size = bundle.seek(0, io.SEEK_END)
    bundle.seek(0)
    digest = hashlib.file_digest(bundle, "sha256").hexdigest()  # type: ignore[arg-type]
    bundle.seek(0)
    name = f"data-{clock.on(at):%Y%m%d}.zip"
    row.stored = files.keep_archive(File(bundle), name=name, size=size, sha256=digest, by=row.asked_by, at=at)
    row.made_at, row.expires_at = at, at + GOOD_FOR
    row.save(update_fields=["stored", "made_at", "expires_at"])
    audit.record("export.made", row.business or row.person, by=None, at=at, number=row.pk)
    outbox.add(
        "export_ready", row, to=row.asked_by.email, key=f"export:{row.pk}", at=at,
        context={
            "until": clock.local_text(row.expires_at),
            "url": settings.SITE_URL + reverse("apply:me"),
        },
    )  # fmt: skip
    transaction.on_commit(outbox.wake)


def _write(bundle: IO[bytes], row: DataExport, *, at: datetime, verbs: Mapping[str, Any]) -> None:
    tables: Tables = own_data.of_firm(row.business) if row.business else own_data.of_person(row.person, verbs=verbs)
    whom = str(row.business or row.person.display_name)
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(made=clock.local_text(at), whom=whom, days=GOOD_FOR.days))
        archive.writestr("data.json", json.dumps(tables, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
        for name, rows in tables.items():
            archive.writestr(f"csv/{name}.csv", _csv(rows))
        if row.business is not None:
            _add_files(archive, row.business)


def _csv(rows: Rows) -> str:
    """A table with a BOM for Excel; nothing in it can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = list(rows[0]) if rows else []
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(row.get(head)) for head in heads])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _add_files(archive: zipfile.ZipFile, firm: Business) -> None:
    taken: set[str] = set()
    for folder, stored in own_data.files_of_firm(firm):
        _add(archive, taken, folder, stored)
    released = own_data.released_keys(firm)
    for letter in own_data.letters(released):
        archive.writestr(f"letters/{letter.number}.pdf", documents.letter_pdf(letter))
    papers = Certificate.objects.filter(application_id__in=released, application__status=Status.RELEASED.value)
    for paper in papers.filter(status__in=("active", "renewal_due")).select_related(
        "application__round", "application__business", "pdf"
    ):
        archive.writestr(f"certificates/{paper.number}.pdf", documents.certificate_pdf(paper))


def _add(archive: zipfile.ZipFile, taken: set[str], folder: str, stored: StoredFile) -> None:
    """One file under its own name; two of one name are told apart by a number."""
    base = PurePosixPath(folder.replace("..", "_")) / stored.original_name.replace("/", "_")
    name, number = str(base), 2
    while name in taken:
        name = str(base.with_name(f"{base.stem}-{number}{base.suffix}"))
        number += 1
    taken.add(name)
    with stored.file.open("rb") as source, archive.open(name, "w") as target:
        for piece in source.chunks():
            target.write(piece)


def clear_expired(*, at: datetime) -> int:
    """Remove copies whose time is over, and ask again for those the worker never heard of; returns how many went."""
    over = DataExport.objects.filter(expires_at__lte=at, stored__isnull=False).select_related("stored")
    for row in over:
        stored = row.stored
        with transaction.atomic():
            DataExport.objects.filter(pk=row.pk).update(stored=None, removed_at=at)
            if stored is not None:
                files.discard(stored)
    late = at - timedelta(minutes=10)
    for pk in DataExport.objects.filter(made_at=None, failed_at=None, asked_at__lt=late).values_list("pk", flat=True):
        wake(pk)
    return len(over)
