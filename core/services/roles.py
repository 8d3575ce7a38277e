"""Making the roles' groups and rights as core/roles.py tells them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from core.roles import ROLES, Role


@transaction.atomic
def sync() -> None:
    """Create missing groups and set each one's rights; safe to repeat. Rights of apps not installed are left out."""
    wanted = {right for role in ROLES for right in role.rights}
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in={right.partition(".")[2] for right in wanted}
        )
    }
    for role in ROLES:
        _sync_one(role, found)


def _sync_one(role: Role, found: dict[str, Permission]) -> None:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.set([found[right] for right in role.rights if right in found])
