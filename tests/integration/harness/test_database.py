"""The harness itself: a test that commits leaves nothing, a GET may not write, the count counts."""

import pytest
from django.db import Error, connection, transaction
from wagtail.models import Page

from core.models import AuditEvent, Business, User
from tests.harness.client import WroteOnGet, inline_faults, reads_only
from tests.harness.moments import tokyo

AT = tokyo(2026, 4, 1)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_database_after_a_commit_is_as_migrations_left_it(turn):
    assert not AuditEvent.objects.exists()
    assert Page.objects.filter(depth=1).exists()
    AuditEvent.objects.create(verb="tested", subject_type="test", subject_id=str(turn), at=AT)


@pytest.mark.django_db
def test_history_refuses_change_and_deletion():
    row = AuditEvent.objects.create(verb="tested", subject_type="test", subject_id="1", at=AT)
    with pytest.raises(Error), transaction.atomic():
        AuditEvent.objects.filter(pk=row.pk).update(verb="changed")
    with pytest.raises(Error), transaction.atomic():
        row.delete()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["tested"]


@pytest.mark.django_db
def test_get_that_writes_is_refused():
    with reads_only("/products/"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(WroteOnGet), reads_only("/products/"):
        Business.objects.create(name="試験商店")


@pytest.mark.django_db
def test_exact_queries_counts_statements(exact_queries):
    with exact_queries(1):
        list(User.objects.all())
    with pytest.raises(AssertionError, match="1 queries, expected 0"), exact_queries(0):
        list(User.objects.all())


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p onclick='x()'>a</p>", "inline event handler"),
        ('<p style="color:red">a</p>', "style attribute"),
        ("<script>x()</script>", "inline script"),
        ("<style>p{}</style>", "inline style element"),
        ("<p>{{ name }}</p>", "unrendered template mark"),
    ],
)
def test_inline_content_is_found(html, fault):
    assert [line.partition(":")[0] for line in inline_faults(html)] == [fault]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/a.js"></script>',
        '<script type="application/ld+json">{"a": {"b": {}}}</script>',
        "<p>one=1</p><textarea>{{ typed by a person }}</textarea>",
        "<!-- {{ x }} -->",
    ],
)
def test_page_without_inline_content_passes(html):
    assert inline_faults(html) == []
