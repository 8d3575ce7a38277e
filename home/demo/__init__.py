"""The demonstration: plainly fictional firms, an application in every state, made through the real services."""
