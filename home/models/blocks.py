"""What editors may put into a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

PLAIN = ["bold", "link", "ol", "ul", "document-link"]
ICONS = [
    ("store", _("店")),
    ("shopping-bag", _("買い物")),
    ("gift", _("贈り物")),
    ("ticket", _("催し")),
    ("mail", _("問い合わせ")),
]


class HeadingBlock(blocks.CharBlock):
    """見出し."""

    class Meta:
        label = _("見出し")
        icon = "title"
        template = "home/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """文章."""

    class Meta:
        label = _("文章")
        template = "home/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A photograph with its description and caption."""

    image = ImageChooserBlock(label=_("写真"))
    alt = blocks.CharBlock(label=_("写真の説明（読み上げ用）"), required=False, max_length=200)
    caption = blocks.CharBlock(label=_("キャプション"), required=False, max_length=200)

    class Meta:
        label = _("写真")
        icon = "image"
        template = "home/blocks/picture.html"


class NoticeBlock(blocks.StructBlock):
    """囲み."""

    kind = blocks.ChoiceBlock(
        label=_("種類"), choices=[("info", _("お知らせ")), ("warning", _("注意"))], default="info"
    )
    title = blocks.CharBlock(label=_("見出し"), required=False, max_length=100)
    body = blocks.TextBlock(label=_("本文"))

    class Meta:
        label = _("囲み")
        icon = "info-circle"
        template = "home/blocks/notice.html"


class QuestionBlock(blocks.StructBlock):
    """A question that opens to its answer."""

    question = blocks.CharBlock(label=_("質問"), max_length=200)
    answer = blocks.RichTextBlock(label=_("答え"), features=PLAIN)

    class Meta:
        label = _("よくある質問")
        icon = "help"
        template = "home/blocks/question.html"


class FactBlock(blocks.StructBlock):
    """One term and its value."""

    term = blocks.CharBlock(label=_("項目"), max_length=60)
    value = blocks.TextBlock(label=_("内容"))


class FactsBlock(blocks.ListBlock):
    """A list of facts."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(FactBlock(), **kwargs)

    class Meta:
        label = _("項目の一覧")
        icon = "list-ul"
        template = "home/blocks/facts.html"


class WayBlock(blocks.StructBlock):
    """One way to buy."""

    icon = blocks.ChoiceBlock(label=_("絵"), choices=ICONS, default="store")
    title = blocks.CharBlock(label=_("見出し"), max_length=60)
    text = blocks.TextBlock(label=_("本文"))
    href = blocks.CharBlock(label=_("リンク先（/ から）"), required=False, max_length=200)
    link_label = blocks.CharBlock(label=_("リンクの言葉"), required=False, max_length=60)


class WaysBlock(blocks.StructBlock):
    """買う・受け取る方法."""

    title = blocks.CharBlock(label=_("見出し"), max_length=60)
    ways = blocks.ListBlock(WayBlock(), label=_("方法"))

    class Meta:
        label = _("買う・受け取る方法")
        icon = "list-ul"
        template = "home/blocks/ways.html"


class VoiceBlock(blocks.StructBlock):
    """つくり手の声."""

    quote = blocks.TextBlock(label=_("言葉"))
    name = blocks.CharBlock(label=_("話した人"), max_length=60)
    maker = blocks.CharBlock(label=_("所属"), required=False, max_length=100)
    href = blocks.CharBlock(label=_("リンク先（/ から）"), required=False, max_length=200)

    class Meta:
        label = _("つくり手の声")
        icon = "openquote"
        template = "home/blocks/voice.html"


class SeasonBlock(blocks.StructBlock):
    """A season with searches that fit it."""

    title = blocks.CharBlock(label=_("見出し"), max_length=60)
    text = blocks.TextBlock(label=_("本文"), required=False)
    links = blocks.ListBlock(
        blocks.StructBlock(
            [("label", blocks.CharBlock(label=_("言葉"))), ("query", blocks.CharBlock(label=_("検索の言葉")))]
        ),
        label=_("検索へのリンク"),
    )

    class Meta:
        label = _("季節")
        icon = "date"
        template = "home/blocks/season.html"


CONTENT = [
    ("heading", HeadingBlock()),
    ("text", TextBlock(features=["h3", *PLAIN])),
    ("picture", PictureBlock()),
    ("notice", NoticeBlock()),
    ("facts", FactsBlock()),
    ("question", QuestionBlock()),
]
FRONT = [("season", SeasonBlock()), ("voice", VoiceBlock()), ("ways", WaysBlock())]
