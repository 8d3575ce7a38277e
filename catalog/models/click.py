"""How often a listing's link was followed on a day: a number, nothing about the person."""

from django.db import models

from catalog.models.donation_listing import DonationListing


class Click(models.Model):
    """One row per listing and day."""

    listing = models.ForeignKey(DonationListing, on_delete=models.CASCADE, related_name="clicks")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-on", "pk")
        constraints = (models.UniqueConstraint(fields=["listing", "on"], name="one_click_row_a_day"),)

    def __str__(self) -> str:
        return f"{self.listing_id} {self.on} {self.count}"
