"""Who may write in the catalog."""

from core import roles
from core.domain.reason import Reason, Refused
from core.models import User

OFFICE = ("secretariat", "approver")


def can_edit_listings(user: User) -> bool:
    """The secretariat and the approver keep donation listings."""
    return user.is_superuser or roles.has_role(user, *OFFICE)


def require_can_edit_listings(user: User) -> None:
    """Raise Refused unless the person keeps donation listings."""
    if not can_edit_listings(user):
        raise Refused(Reason("role", "ふるさと納税の掲載を変更できるのは、事務局と決裁者です。"))
