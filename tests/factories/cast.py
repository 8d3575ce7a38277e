"""The named cast: 佐藤 applicant, 鈴木 secretariat, 木村 approver, 高橋・田中・渡辺 reviewers, 山本 adviser,
小林 auditor, 加藤 editor, and 他社 a stranger of another firm."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import Group

from core.models import Business, Membership, User
from core.services import businesses, roles

PASSWORD = "tsumugi-asa-no-ha"
AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
PEOPLE = {
    "sato": ("佐藤", "花", ()),
    "suzuki": ("鈴木", "一郎", ("secretariat",)),
    "kimura": ("木村", "典子", ("approver",)),
    "takahashi": ("高橋", "誠", ("reviewer",)),
    "tanaka": ("田中", "優", ("reviewer",)),
    "watanabe": ("渡辺", "進", ("reviewer",)),
    "yamamoto": ("山本", "恵", ("adviser",)),
    "kobayashi": ("小林", "清", ("auditor",)),
    "kato": ("加藤", "文", ("editor",)),
    "stranger": ("他社", "太郎", ()),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, by name."""

    sato: User
    suzuki: User
    kimura: User
    takahashi: User
    tanaka: User
    watanabe: User
    yamamoto: User
    kobayashi: User
    kato: User
    stranger: User

    @property
    def reviewers(self) -> tuple[User, User, User]:
        return self.takahashi, self.tanaka, self.watanabe


def person(name: str, *, last: str = "試験", first: str = "", groups: tuple[str, ...] = ()) -> User:
    """One person with roles."""
    user = User.objects.create_user(f"{name}@example.org", PASSWORD, last_name=last, first_name=first or name)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def cast() -> Cast:
    """Create everybody."""
    roles.sync()
    return Cast(
        **{name: person(name, last=last, first=first, groups=groups) for name, (last, first, groups) in PEOPLE.items()}
    )


def business(owner: User, *, name: str = "架空菓子店つむぎ", at: datetime = AT) -> Business:
    """A plainly fictional sole trader with this owner."""
    values = {
        "name": name,
        "name_kana": "カクウカシテンツムギ",
        "kind": "sole_trader",
        "postcode": "3050033",
        "prefecture": "茨城県",
        "city": "つくば市",
        "street": "東新井1-2-3",
        "phone": "0290000000",
    }
    return businesses.create(values, by=owner, at=at, fictional=True)


def join(firm: Business, user: User, role: str = "editor") -> Membership:
    """Seat a person in a firm."""
    return Membership.objects.create(business=firm, user=user, role=role, created_at=AT)
