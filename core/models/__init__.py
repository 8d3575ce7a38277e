"""People, firms, files, exports, the audit log, the log of destructions and the outbox."""

from core.models.audit_event import AuditEvent
from core.models.business import Business, Invitation, Membership
from core.models.data_export import DataExport
from core.models.destruction import Destruction
from core.models.outbox_message import OutboxMessage
from core.models.partial_upload import PartialUpload
from core.models.stored_file import StoredFile
from core.models.user import User

__all__ = [
    "AuditEvent",
    "Business",
    "DataExport",
    "Destruction",
    "Invitation",
    "Membership",
    "OutboxMessage",
    "PartialUpload",
    "StoredFile",
    "User",
]
