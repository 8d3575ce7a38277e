"""Public addresses of the catalog."""

from django.urls import path

from catalog.api import views as api
from catalog.views import go, open_data, pattern, producers, product, search, verify

app_name = "catalog"
urlpatterns = [
    # finding
    path("products/", search.search, name="search"),
    path("products/suggest/", search.suggest, name="suggest"),
    path("products/<str:slug>/", product.product, name="product"),
    path("producers/", producers.index, name="producers"),
    path("producers/<str:slug>/", producers.producer, name="producer"),
    path("patterns/<str:code>.svg", pattern.pattern, name="pattern"),
    # trusting
    path("v/", verify.find, name="verify_find"),
    path("v/<str:number>/", verify.verify, name="verify"),
    # getting
    path("go/<int:pk>/", go.go, name="go"),
    # machines
    path("api/v1/products/", api.product_list, name="api_products"),
    path("api/v1/products/<str:code>/", api.product_detail, name="api_product"),
    path("api/v1/producers/", api.producer_list, name="api_producers"),
    path("api/v1/programmes/", api.programme_list, name="api_programmes"),
    path("opendata/products.csv", open_data.products_csv, name="products_csv"),
    path("feed/", open_data.feed, name="feed"),
    path("sitemap.xml", open_data.sitemap, name="sitemap"),
]
