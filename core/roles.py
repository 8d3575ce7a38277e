"""Who people are, as data: each role is a group of the same name; docs/reference/permissions.md is made from it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its group's name, its label, one sentence, and the Django permissions ("app.codename") it holds."""

    name: str
    label: str
    sentence: str
    rights: tuple[str, ...] = ()


SECRETARIAT = Role(
    "secretariat",
    "事務局",
    "制度と募集回を整え、申請を点検し、審査を進め、結果を公表します。",
    (
        "wagtailadmin.access_admin",
        "certification.add_programme",
        "certification.change_programme",
        "certification.view_programme",
        "certification.add_round",
        "certification.change_round",
        "certification.view_round",
        "catalog.add_donationlisting",
        "catalog.change_donationlisting",
        "catalog.view_donationlisting",
    ),
)
APPROVER = Role(
    "approver",
    "決裁者",
    "事務局の案を確かめて決定します。自分の案は決裁できません。",
    (
        "wagtailadmin.access_admin",
        "certification.view_programme",
        "certification.view_round",
        "catalog.change_donationlisting",
        "catalog.view_donationlisting",
    ),
)
EDITOR = Role(
    "editor",
    "編集者",
    "ページ、お知らせ、特集を編集します。",
    ("wagtailadmin.access_admin", "home.change_brand"),  # pages and pictures: by place, home/bootstrap.py
)
AUDITOR = Role(
    "auditor",
    "監査",
    "いつ、だれが、何をしたかを閲覧します。変更はできません。",
    ("wagtailadmin.access_admin", "core.view_auditevent"),
)
REVIEWER = Role("reviewer", "審査委員", "割り当てられた申請を審査します。")
ADVISER = Role("adviser", "専門家", "担当するチャレンジ支援の計画を助言します。")
ROLES = (SECRETARIAT, APPROVER, EDITOR, AUDITOR, REVIEWER, ADVISER)
STAFF = (SECRETARIAT, APPROVER, EDITOR, AUDITOR)


def role_names(user: "User | AnonymousUser") -> frozenset[str]:
    """Names of the roles a person holds; read once per request and user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    names: frozenset[str] | None = getattr(user, "_role_names", None)
    if names is None:
        names = frozenset(user.groups.order_by("name").values_list("name", flat=True))
        vars(user)["_role_names"] = names
    return names


def has_role(user: "User | AnonymousUser", *names: str) -> bool:
    """Does the person hold one of these roles?"""
    return bool(role_names(user) & frozenset(names))
