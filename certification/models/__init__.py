"""The procedure's records, from the programme to the certificate and the challenge plan."""

from certification.models.adviser import AdviserProfile, AdviserTerm
from certification.models.application import (
    Application,
    ApplicationVersion,
    Attachment,
    Correction,
    ScreeningCheck,
    Transition,
)
from certification.models.application_copy import ApplicationCopy
from certification.models.application_message import ApplicationMessage
from certification.models.calibration import Calibration
from certification.models.calibration_sheet import CalibrationSheet
from certification.models.certificate import Certificate, CertificateTransition
from certification.models.certificate_notice import CertificateNotice
from certification.models.challenge import ChallengePlan, ChallengeTask, PlanMessage, PlanTransition
from certification.models.criteria import Criterion, EligibilityStatement, Gate, ScaleStep
from certification.models.decision import Confirmation, Decision, Letter, Release
from certification.models.disposal import Disposal, DisposalItem
from certification.models.duplicate import DuplicateRuling
from certification.models.extension import Extension
from certification.models.fee_payment import FeePayment
from certification.models.field_edit import FieldEdit
from certification.models.form_field import FormField
from certification.models.hold import Hold
from certification.models.keyed_sheet import KeyedSheet
from certification.models.message_file import MessageFile
from certification.models.message_mark import MessageMark
from certification.models.minutes import MinutesSignature, MinutesVersion
from certification.models.notice import NumberNote, OfficeNotice
from certification.models.notice_file import NoticeFile
from certification.models.notice_transition import NoticeTransition
from certification.models.panel_invitation import PanelInvitation
from certification.models.plan_task import TaskDraft, TaskEvent, TaskEvidence
from certification.models.plan_work import GapGoal, PlanMeeting, PlanPhoto, SelfCheck
from certification.models.programme import Programme
from certification.models.reminder_plan import ReminderPlan
from certification.models.reminder_stop import ReminderStop
from certification.models.renewal_stop import RenewalStop
from certification.models.review import Assignment, ConflictDeclaration, PanelMember, Sheet
from certification.models.round import Round
from certification.models.round_date import RoundDate
from certification.models.saved_view import SavedView
from certification.models.session import PaperResult, ReviewSession, SessionSlot, StageSheet, TimetableMail
from certification.models.support import SupportSetting, SupportTopic, SupportTopicTask

__all__ = [
    "AdviserProfile",
    "AdviserTerm",
    "Application",
    "ApplicationCopy",
    "ApplicationMessage",
    "ApplicationVersion",
    "Assignment",
    "Attachment",
    "Calibration",
    "CalibrationSheet",
    "Certificate",
    "CertificateNotice",
    "CertificateTransition",
    "ChallengePlan",
    "ChallengeTask",
    "Confirmation",
    "ConflictDeclaration",
    "Correction",
    "Criterion",
    "Decision",
    "Disposal",
    "DisposalItem",
    "DuplicateRuling",
    "EligibilityStatement",
    "Extension",
    "FeePayment",
    "FieldEdit",
    "FormField",
    "GapGoal",
    "Gate",
    "Hold",
    "KeyedSheet",
    "Letter",
    "MessageFile",
    "MessageMark",
    "MinutesSignature",
    "MinutesVersion",
    "NoticeFile",
    "NoticeTransition",
    "NumberNote",
    "OfficeNotice",
    "PanelInvitation",
    "PanelMember",
    "PaperResult",
    "PlanMeeting",
    "PlanMessage",
    "PlanPhoto",
    "PlanTransition",
    "Programme",
    "Release",
    "ReminderPlan",
    "ReminderStop",
    "RenewalStop",
    "ReviewSession",
    "Round",
    "RoundDate",
    "SavedView",
    "ScaleStep",
    "ScreeningCheck",
    "SelfCheck",
    "SessionSlot",
    "Sheet",
    "StageSheet",
    "SupportSetting",
    "SupportTopic",
    "SupportTopicTask",
    "TaskDraft",
    "TaskEvent",
    "TaskEvidence",
    "TimetableMail",
    "Transition",
]
