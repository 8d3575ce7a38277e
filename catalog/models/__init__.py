"""The catalog's tables, one file each."""

from catalog.models.click import Click
from catalog.models.donation_listing import DonationListing
from catalog.models.pages import ProductIndexPage, ProductPage
from catalog.models.producer import Producer
from catalog.models.product import Product
from catalog.models.product_certificate import ProductCertificate
from catalog.models.product_photo import ProductPhoto
from catalog.models.programme_mark import ProgrammeMark
from catalog.models.shop import Shop

__all__ = [
    "Click",
    "DonationListing",
    "Producer",
    "Product",
    "ProductCertificate",
    "ProductIndexPage",
    "ProductPage",
    "ProductPhoto",
    "ProgrammeMark",
    "Shop",
]
