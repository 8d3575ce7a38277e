"""What an adviser (専門家) can be good at; the codes stored in profiles and topics, and their words."""

from enum import StrEnum


class Expertise(StrEnum):
    """専門分野."""

    CONSULTANT = "consultant"
    WEB = "web"
    DESIGN = "design"
    LABEL = "label"
    COORDINATOR = "coordinator"


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


LABELS = {
    Expertise.CONSULTANT: _("中小企業診断士"),
    Expertise.WEB: _("ウェブ解析士"),
    Expertise.DESIGN: _("デザイン"),
    Expertise.LABEL: _("食品表示"),
    Expertise.COORDINATOR: _("産業コーディネーター"),
}
