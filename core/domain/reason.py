"""Why something is refused: every no of the house is one of these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `code` is stable, `sentence` is shown to people, `clause` names the rule, `field` the input."""

    code: str
    sentence: str
    clause: str = ""
    field: str = ""


class Refused(Exception):
    """A service's no, with the reasons people are shown."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons
