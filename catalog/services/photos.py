"""Photographs of products: kept as Wagtail images, their sizes made by a task and never in a visitor's request."""

import hashlib
import io
from collections.abc import Iterable, Sequence

from django.core.files.images import ImageFile
from django.utils.module_loading import import_string
from django_tasks import default_task_backend
from PIL import Image as PillowImage
from wagtail.images.models import Filter, Image, Rendition
from wagtail.models import Collection

from catalog.domain.entry import CatalogEntry, Photo
from catalog.domain.photo_sizes import SPECS
from catalog.models import Product, ProductPhoto


def put(entries: Sequence[CatalogEntry], products: Sequence[Product]) -> None:
    """Store the photographs of entries, each picture once (by its bytes); an entry's list replaces the old one."""
    wanted = [(product, photo) for product, entry in zip(products, entries, strict=True) for photo in entry.photos]
    ProductPhoto.objects.filter(product__in=products).exclude(
        image__file_hash__in=[_hash(p) for _, p in wanted]
    ).delete()
    if not wanted:
        return
    images = _images([photo for _, photo in wanted])
    order: dict[int, int] = {}
    rows = []
    for product, photo in wanted:
        order[product.pk] = order.get(product.pk, -1) + 1
        image = images[_hash(photo)]
        rows.append(ProductPhoto(product=product, image=image, alt=photo.alt[:200], sort_order=order[product.pk]))
    ProductPhoto.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["product", "image"], update_fields=["alt", "sort_order"]
    )
    waiting = ProductPhoto.objects.filter(product__in=products, renditions_ready=False).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    if ids:  # a row of this same transaction; services stand below tasks, hence the address
        default_task_backend.enqueue(import_string("catalog.tasks.make_renditions"), [ids], {})


def make_renditions(ids: Iterable[int]) -> int:
    """Make every size and format of these photographs; returns how many photographs. Safe to repeat."""
    done = 0
    for photo in ProductPhoto.objects.filter(pk__in=list(ids)).select_related("image").order_by("pk"):
        for spec in SPECS:
            _make(photo.image, Filter(spec))
        ProductPhoto.objects.filter(pk=photo.pk).update(renditions_ready=True)
        done += 1
    return done


def _make(image: Image, size: Filter) -> None:
    """One size, unless it is there; Wagtail's own way leaves its temporary file open."""
    try:
        image.find_existing_rendition(size)
    except Rendition.DoesNotExist:
        with image.generate_rendition_file(size) as file:
            key = size.get_cache_key(image)
            image.renditions.create(filter_spec=size.spec, focal_point_key=key, file=file)


def make_missing() -> int:
    """The repair: photographs whose sizes were never made."""
    return make_renditions(
        ProductPhoto.objects.filter(renditions_ready=False).order_by("pk").values_list("pk", flat=True)
    )


def _hash(photo: Photo) -> str:
    return hashlib.sha1(photo.content, usedforsecurity=False).hexdigest()  # what Wagtail keeps as file_hash


def _images(photos: Sequence[Photo]) -> dict[str, Image]:
    wanted = {_hash(photo): photo for photo in photos}
    found = {image.file_hash: image for image in Image.objects.filter(file_hash__in=wanted).order_by("-pk")}
    missing = {key: photo for key, photo in wanted.items() if key not in found}
    if missing:
        collection = Collection.objects.get(depth=1)
        made = [_image(key, photo, collection) for key, photo in missing.items()]
        Image.objects.bulk_create(made)
        found.update({image.file_hash: image for image in made})
    return found


def _image(key: str, photo: Photo, collection: Collection) -> Image:
    with PillowImage.open(io.BytesIO(photo.content)) as opened:
        suffix = (opened.format or "jpeg").lower()
    file = ImageFile(io.BytesIO(photo.content), name=f"{key[:16]}.{suffix}")
    return Image(
        title=photo.alt[:255] or photo.name[:255],
        file=file,
        file_size=len(photo.content),
        file_hash=key,
        collection=collection,
    )
