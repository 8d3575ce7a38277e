"""What certification hands over to the public catalog: plain values, public facts only.

Nothing of an applicant, a score or a reviewer has a place here, so none can leak.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as uploaded; `alt` says in words what it shows."""

    name: str
    content: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """A shop (取扱店) that sells the product."""

    name: str
    address: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProducerFacts:
    """The maker (事業者); `code` is stable."""

    code: str
    name: str
    name_kana: str = ""
    municipality: str = ""
    area: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate. `word` is 認証 or 認定; `accent` mikan, ai, take or kogane; `status` see domain.certificate."""

    number: str
    programme_slug: str
    programme_name: str
    word: str
    accent: str
    fiscal_year: int
    certified_on: date
    valid_until: date | None
    status: str


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A scheme (制度) as the public page explains it; `municipality` is the city that certifies, `mark` its picture."""

    slug: str
    name: str
    word: str
    accent: str
    summary: str = ""
    criteria_text: str = ""
    municipality: str = ""
    mark: Photo | None = None


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A certified product. `category` is a slug of domain.categories, `temperature` one of TEMPERATURES or "".

    `allergens`: item slug of domain.allergens -> "yes", "no" or "unknown"; an item left out counts as unknown.
    """

    code: str
    name: str
    name_kana: str
    description: str
    category: str
    producer: ProducerFacts
    certificate: CertificateFacts
    price_yen: int | None = None
    contents: str = ""
    ingredients: str = ""
    allergens: Mapping[str, str] = field(default_factory=dict)
    storage: str = ""
    temperature: str = ""
    shops: tuple[ShopFacts, ...] = ()
    photos: tuple[Photo, ...] = ()
    fictional: bool = False
