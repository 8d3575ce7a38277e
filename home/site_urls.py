"""Addresses of the site itself, beside the apps' own: colours of the brand, gallery of components."""

from django.urls import path

from home import desks, health, views

urlpatterns = [
    path("desk/", desks.desk, name="desk"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("brand.css", views.brand_css, name="brand_css"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<int:code>/", views.gallery_of_errors, name="gallery_of_errors"),
]
