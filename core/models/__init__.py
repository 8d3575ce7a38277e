"""People, firms, files, the audit log and the outbox."""

from core.models.audit_event import AuditEvent
from core.models.business import Business, Invitation, Membership
from core.models.outbox_message import OutboxMessage
from core.models.stored_file import StoredFile
from core.models.user import User

__all__ = ["AuditEvent", "Business", "Invitation", "Membership", "OutboxMessage", "StoredFile", "User"]
