"""委嘱状: the letter of appointment as PDF, set when somebody asks for it."""

from certification.models import PanelMember
from certification.services.invitations import period_text
from core import clock, pdf


def letter_pdf(seat: PanelMember) -> bytes:
    """The letter's bytes. `seat` with its round, programme and user."""
    round_ = seat.round
    return pdf.render(
        "certification/pdf/appointment.typ",
        {
            "title": "委嘱状",
            "name": seat.user.display_name,
            "affiliation": seat.affiliation,
            "programme": round_.programme.name,
            "round": str(round_),
            "sentence": f"あなたを「{round_.programme.name}」{round_}の審査委員に委嘱します。",
            "period": period_text(seat) or "この募集回の審査が終わるまで",
            "date": clock.date_text(clock.on(seat.appointed_at)),
            "sender": f"{round_.programme.name} 事務局",
        },
    )
