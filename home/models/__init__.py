"""The city's brand and the pages of the public site."""

from home.models.brand import Brand
from home.models.content_page import ContentPage
from home.models.home_page import HomePage
from home.models.news_page import NewsIndexPage, NewsPage

__all__ = ["Brand", "ContentPage", "HomePage", "NewsIndexPage", "NewsPage"]
