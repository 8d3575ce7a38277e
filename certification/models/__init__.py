"""The procedure's records, from the programme to the certificate and the challenge plan."""

from certification.models.application import (
    Application,
    ApplicationVersion,
    Attachment,
    Correction,
    ScreeningCheck,
    Transition,
)
from certification.models.certificate import Certificate, CertificateTransition
from certification.models.challenge import ChallengePlan, ChallengeTask, PlanMessage, PlanTransition
from certification.models.criteria import Criterion, EligibilityStatement, Gate, ScaleStep
from certification.models.decision import Confirmation, Decision, Letter, Release
from certification.models.duplicate import DuplicateRuling
from certification.models.form_field import FormField
from certification.models.notice import NumberNote, OfficeNotice
from certification.models.programme import Programme
from certification.models.renewal_stop import RenewalStop
from certification.models.review import Assignment, ConflictDeclaration, PanelMember, Sheet
from certification.models.round import Round
from certification.models.saved_view import SavedView

__all__ = [
    "Application",
    "ApplicationVersion",
    "Assignment",
    "Attachment",
    "Certificate",
    "CertificateTransition",
    "ChallengePlan",
    "ChallengeTask",
    "Confirmation",
    "ConflictDeclaration",
    "Correction",
    "Criterion",
    "Decision",
    "DuplicateRuling",
    "EligibilityStatement",
    "FormField",
    "Gate",
    "Letter",
    "NumberNote",
    "OfficeNotice",
    "PanelMember",
    "PlanMessage",
    "PlanTransition",
    "Programme",
    "Release",
    "RenewalStop",
    "Round",
    "SavedView",
    "ScaleStep",
    "ScreeningCheck",
    "Sheet",
    "Transition",
]
