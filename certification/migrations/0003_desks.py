"""The desks: every table and column of the procedure beyond the first path. Columns first: it is quicker."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import certification.models.application
import certification.models.review
import core.models.stored_file


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0002_append_only"),
        ("core", "0004_privacy"),
        ("core", "__first__"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="challengetask",
            options={"base_manager_name": "every", "ordering": ("position", "pk")},
        ),
        migrations.AlterModelManagers(
            name="challengetask",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="application",
            name="destroyed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="内容を廃棄した日時"),
        ),
        migrations.AddField(
            model_name="application",
            name="kind",
            field=models.CharField(
                choices=[("new", "新規"), ("renewal", "更新")],
                db_default="new",
                default="new",
                max_length=10,
                verbose_name="申請の種類",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewals",
                to="certification.certificate",
                verbose_name="更新する証書",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="有効期間の始まり"),
        ),
        migrations.AddField(
            model_name="challengeplan",
            name="answer_by",
            field=models.DateField(blank=True, null=True, verbose_name="返事の期限"),
        ),
        migrations.AddField(
            model_name="challengeplan",
            name="answer_by_is_default",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="challengetask",
            name="position",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="challengetask",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="challengetask",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="stage",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "書類審査"), (2, "実食審査・懇話会")],
                db_default=1,
                default=1,
                verbose_name="どの段階で採点するか",
            ),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="absent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="absent_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="absent_from",
            field=models.DateField(blank=True, null=True, verbose_name="不在の始まり"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="absent_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="不在の理由"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="cap",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="担当できる件数の上限"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="expertise",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="専門の分野"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="from_on",
            field=models.DateField(blank=True, null=True, verbose_name="委嘱の始まり"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="委嘱の終わり"),
        ),
        migrations.AddField(
            model_name="programme",
            name="document_class",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文書分類"),
        ),
        migrations.AddField(
            model_name="programme",
            name="fee_yen",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                validators=[django.core.validators.MaxValueValidator(1000000)],
                verbose_name="申請の手数料（円、0は無料）",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="letter_texts",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="mark",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="mark_alt",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                verbose_name="マークの説明（画像の代わりに読む文）",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="number_format",
            field=models.CharField(
                db_default="{prefix}-{year}-{serial:03d}",
                default="{prefix}-{year}-{serial:03d}",
                max_length=60,
                verbose_name="番号の形式",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="pre_check",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="programme",
            name="tie_rule",
            field=models.CharField(
                choices=[
                    ("shared", "同じ順位のまま並べる"),
                    ("heaviest", "重みの大きい審査項目の平均が高い方を上にする"),
                    ("committee", "委員会で決める（決まるまで同じ順位で、印を付ける）"),
                ],
                db_default="shared",
                default="shared",
                max_length=20,
                verbose_name="同点の扱い",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="announced",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="始める前に「まもなく」として公開する"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="copied_from",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copy",
                to="certification.round",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="paper_closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="paper_closed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="session_begun_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="session_begun_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="formfield",
            name="help",
            field=models.CharField(blank=True, max_length=1000, verbose_name="説明"),
        ),
        migrations.AlterField(
            model_name="formfield",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "1行の文章"),
                    ("long_text", "長い文章"),
                    ("choice", "1つ選ぶ"),
                    ("choices", "いくつでも選ぶ"),
                    ("number", "数"),
                    ("money", "金額（円）"),
                    ("date", "日付"),
                    ("file", "書類"),
                    ("photo", "写真"),
                    ("agree", "同意"),
                    ("table", "表（列を決め、行は申請者が足す）"),
                    ("address", "住所"),
                ],
                default="text",
                max_length=20,
                verbose_name="種類",
            ),
        ),
        migrations.AlterField(
            model_name="formfield",
            name="options_text",
            field=models.TextField(blank=True, verbose_name="選択肢、または表の列（1行に1つ）"),
        ),
        migrations.AlterField(
            model_name="programme",
            name="retention_years",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "1年"), (3, "3年"), (5, "5年"), (7, "7年"), (10, "10年"), (30, "30年"), (0, "永年")],
                default=5,
                verbose_name="文書の保存年限",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="word",
            field=models.CharField(
                choices=[("認証", "認証"), ("認定", "認定"), ("推奨", "推奨")],
                default="認定",
                max_length=10,
                verbose_name="用語",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "new"), ("renews__isnull", True)),
                    models.Q(("kind", "renewal"), ("renews__isnull", False)),
                    _connector="OR",
                ),
                name="application_renewal_names_certificate",
                violation_error_message="更新の申請には、更新する証書が要ります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("withdrawn", "refused", "released")), _negated=True),
                fields=("renews",),
                name="application_one_live_renewal",
                violation_error_message="この証書の更新の申請は、もう始まっています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("until_on__isnull", True),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="panel_member_period",
                violation_error_message="委嘱の終わりは、始まりより後の日にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("absent_at__isnull", True), ("absent_by__isnull", True), ("absent_from__isnull", True)),
                    models.Q(
                        ("absent_at__isnull", False), ("absent_by__isnull", False), ("absent_from__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="panel_member_absent_at_and_by",
                violation_error_message="不在の日時と人は、そろって記録します。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paper_closed_at__isnull", True), ("paper_closed_by__isnull", True)),
                    models.Q(("paper_closed_at__isnull", False), ("paper_closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="round_paper_closed_at_and_by",
                violation_error_message="書類審査を締め切った日時と人は、そろって記録します。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("session_begun_at__isnull", True), ("session_begun_by__isnull", True)),
                    models.Q(
                        ("session_begun_at__isnull", False),
                        ("session_begun_by__isnull", False),
                        ("paper_closed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_session_begun_after_paper",
                violation_error_message="実食審査・懇話会の採点は、書類審査を締め切ってから始めます。",
            ),
        ),
        migrations.CreateModel(
            name="AdviserProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expertise", models.JSONField(default=list, verbose_name="専門")),
                ("affiliation", models.CharField(blank=True, max_length=100, verbose_name="所属")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="同時に受けられる計画の数",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="新しい計画を受けられる")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="事務局のメモ")),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adviser_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "専門家の登録",
                "verbose_name_plural": "専門家の登録",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="AdviserTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True, verbose_name="引き継ぎの言葉")),
                ("at", models.DateTimeField()),
                (
                    "adviser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="certification.challengeplan",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ApplicationCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken", models.JSONField(default=list)),
                ("left", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copy", to="certification.application"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="certification.application",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ApplicationMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("from_office", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "key",
                    models.CharField(default=certification.models.application.new_code, max_length=20, unique=True),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="certification.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="見本の名前")),
                ("text", models.TextField(blank=True, verbose_name="見本の説明")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to="certification.round",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to="certification.application",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("round",),
                        name="calibration_one_open",
                        violation_error_message="この回の目合わせは、もう始まっています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"
                        ),
                        name="calibration_has_an_example",
                        violation_error_message="見本の申請を選ぶか、説明を書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="calibration_closed_at_and_by",
                        violation_error_message="終えた日時と人は、そろって記録します。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marks", models.JSONField(default=dict)),
                ("gates", models.JSONField(default=dict)),
                ("to_applicant", models.TextField(blank=True)),
                ("internal", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "calibration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="certification.calibration",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibration_sheets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("calibration", "reviewer"), name="calibration_sheet_unique")
                ],
            },
            bases=(certification.models.review.Scored, models.Model),
        ),
        migrations.CreateModel(
            name="CertificateNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=certification.models.application.new_code, editable=False, max_length=20, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("change", "変更届"), ("discontinuation", "廃止届")],
                        max_length=20,
                        verbose_name="届出の種類",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "確認待ち"),
                            ("returned", "差戻し中"),
                            ("accepted", "受付済み"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="filed",
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("from_on", models.DateField(verbose_name="変更・廃止の日")),
                ("reason", models.TextField(verbose_name="理由")),
                ("filed_at", models.DateTimeField(verbose_name="届け出た日時")),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="certification.certificate",
                        verbose_name="証書",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "届出",
                "verbose_name_plural": "届出",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("filed", "returned"))),
                        fields=("certificate", "kind"),
                        name="notice_one_open",
                        violation_error_message="事務局が確認している同じ種類の届出があります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度（始まりの年）")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="説明")),
                ("proposed_at", models.DateTimeField(verbose_name="案の日時")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="承認の日時")),
                ("turned_down_at", models.DateTimeField(blank=True, null=True, verbose_name="差し戻しの日時")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="廃棄を終えた日時")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "turned_down_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "廃棄の伺い",
                "verbose_name_plural": "廃棄の伺い",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="disposal_approved_at_and_by",
                        violation_error_message="承認の日時と人は、そろって記録します。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="disposal_two_people",
                        violation_error_message="案を作った人は承認できません。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("turned_down_at__isnull", True), ("turned_down_by__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", True),
                                ("turned_down_at__isnull", False),
                                ("turned_down_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_turned_down_or_approved",
                        violation_error_message="差し戻した伺いは承認できません。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True), ("approved_at__isnull", False), _connector="OR"
                        ),
                        name="disposal_finished_once_approved",
                        violation_error_message="承認されていない伺いは、廃棄できません。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="種類")),
                ("subject_id", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=200, verbose_name="対象")),
                ("retention_class", models.CharField(max_length=40, verbose_name="保存の区分")),
                ("ended_on", models.DateField(verbose_name="保存期間の終わり")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("held", models.CharField(blank=True, max_length=300)),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="certification.disposal"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("disposal", "kind", "subject_id"), name="disposal_item_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("product_code", models.CharField(blank=True, max_length=60)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("different", "別の商品"), ("open", "もう一度確かめる")],
                        max_length=10,
                        verbose_name="判断",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("decided_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="certification.application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "重複の判断",
                "verbose_name_plural": "重複の判断",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other__isnull", False), ("product_code", "")),
                            models.Q(("other__isnull", True), models.Q(("product_code", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="duplicate_has_one_other_side",
                        violation_error_message="比べる相手は、申請か商品のどちらか1つです。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(verbose_name="延長後の締切")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                ("given_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="certification.application",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "締切の延長",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="extension_cancelled_at_and_by",
                        violation_error_message="取り消した日時と人は、そろって記録します。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("given_at"))),
                        name="extension_ends_later",
                        violation_error_message="延長後の締切は、いまより後の日時にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeePayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_yen", models.PositiveIntegerField(verbose_name="金額（円）")),
                ("paid_on", models.DateField(verbose_name="納付の日")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="メモ")),
                ("recorded_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_reason", models.CharField(blank=True, max_length=200, verbose_name="取り消した理由")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_payments",
                        to="certification.application",
                        verbose_name="申請",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "手数料の納付",
                "verbose_name_plural": "手数料の納付",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("application",),
                        name="fee_payment_once",
                        violation_error_message="この申請の手数料は、もう納付済みです。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="fee_payment_undone_at_and_by",
                        violation_error_message="取り消した日時と人は、そろって記録します。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field_key", models.CharField(max_length=80)),
                ("old", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("new", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("begun_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_edits",
                        to="certification.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "入力の履歴",
                "verbose_name_plural": "入力の履歴",
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["application", "field_key"], name="field_edit_field")],
            },
        ),
        migrations.CreateModel(
            name="GapGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gap_key", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True, verbose_name="どう改善したいか")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="certification.challengeplan",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("plan", "gap_key"), name="gap_goal_unique")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.BooleanField()),
                ("reason", models.TextField(verbose_name="理由")),
                ("made_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="certification.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hold_has_reason",
                        violation_error_message="保留にする理由と、保留を解く理由を書いてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyedSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("keyed", "2人目の入力待ち"),
                            ("differs", "違いの確認待ち"),
                            ("handed_in", "提出済み"),
                            ("recused", "利益相反により対象外"),
                            ("discarded", "取りやめ"),
                        ],
                        default="keyed",
                        max_length=12,
                    ),
                ),
                ("source_note", models.CharField(blank=True, max_length=200, verbose_name="紙の置き場所・備考")),
                ("first", models.JSONField(default=dict)),
                ("second", models.JSONField(blank=True, null=True)),
                ("settled", models.JSONField(blank=True, null=True)),
                ("keyed_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keyed_sheets",
                        to="certification.application",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keyed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keyed_sheets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "sheet",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keyed",
                        to="certification.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["differs", "handed_in", "keyed"])),
                        fields=("application", "reviewer"),
                        name="keyed_sheet_one_live",
                        violation_error_message="この審査票は、もう入力が始まっています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("keyed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="keyed_sheet_two_people",
                        violation_error_message="2回目の入力は、1回目と違う人が行います。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="keyed_sheet_checked_at_and_by",
                        violation_error_message="確かめた日時と人は、そろって記録します。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="certification.applicationmessage",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="MessageMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_marks",
                        to="certification.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "up_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.applicationmessage",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("application", "by", "office"), name="message_mark_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("held_on", models.DateField(verbose_name="開催日")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="場所")),
                ("chair", models.CharField(blank=True, max_length=80, verbose_name="議長")),
                ("attendees", models.JSONField(default=list)),
                ("others", models.TextField(blank=True, verbose_name="そのほかの出席者")),
                ("opening", models.TextField(blank=True, verbose_name="審議の経過")),
                ("remarks", models.JSONField(default=dict)),
                ("votes", models.JSONField(default=dict)),
                ("closing", models.TextField(blank=True, verbose_name="その他")),
                ("saved_at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="certification.round"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("round", "number"), name="minutes_version_unique")],
            },
        ),
        migrations.CreateModel(
            name="MinutesSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("items", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("signed_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="certification.minutesversion",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="certification.certificatenotice",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="NoticeTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=12)),
                ("target", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("filed", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="certification.certificatenotice",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="NumberNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=40)),
                ("serial", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "欠番の理由",
                "verbose_name_plural": "欠番の理由",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="OfficeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("refused", "却下"), ("revoked", "取消し")], max_length=20, verbose_name="種類"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="文書番号")),
                ("values", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("made_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="certification.application",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="certification.certificate",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知書",
                "verbose_name_plural": "通知書",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "kind"),
                        name="notice_once",
                        violation_error_message="この申請の通知書は、もうできています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="メールアドレス")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="お名前")),
                ("affiliation", models.CharField(blank=True, max_length=100, verbose_name="所属")),
                ("expertise", models.JSONField(blank=True, default=list, verbose_name="専門の分野")),
                ("cap", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="担当できる件数の上限")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="委嘱の始まり")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="委嘱の終わり")),
                (
                    "token",
                    models.CharField(
                        default=core.models.stored_file.new_token, editable=False, max_length=64, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "返事を待っています"),
                            ("accepted", "承諾"),
                            ("declined", "辞退"),
                            ("cancelled", "取り消し"),
                        ],
                        default="sent",
                        max_length=12,
                        verbose_name="返事",
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decline_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conflict", "申請しそうな事業者と関係がある"),
                            ("schedule", "日程が合わない"),
                            ("field", "専門の分野と合わない"),
                            ("private", "個人の事情"),
                            ("other", "その他"),
                        ],
                        max_length=12,
                        verbose_name="辞退の理由の種類",
                    ),
                ),
                ("decline_reason", models.CharField(blank=True, max_length=500, verbose_name="辞退の理由")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_invitations",
                        to="certification.round",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")),
                        fields=("round", "email"),
                        name="panel_invitation_one_open",
                        violation_error_message="この方への依頼は、もう送ってあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="panel_invitation_period",
                        violation_error_message="委嘱の終わりは、始まりより後の日にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="panel_invitation_answered_at",
                        violation_error_message="返事と日時は、そろって記録します。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goes_on", models.BooleanField()),
                ("total", models.CharField(max_length=60)),
                ("decided_at", models.DateTimeField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_result",
                        to="certification.application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="日時")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="時間（分）",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="場所")),
                ("online_url", models.URLField(blank=True, verbose_name="オンラインの入口")),
                ("people", models.CharField(blank=True, max_length=200, verbose_name="出席する人")),
                ("notes", models.TextField(blank=True, verbose_name="話したこと")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="次にすること")),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="certification.challengeplan",
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PlanPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gap_key", models.CharField(max_length=40)),
                ("caption", models.CharField(max_length=120, verbose_name="写真の説明")),
                ("made_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="certification.challengeplan",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReminderPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="審査票の提出期限")),
                ("days_before", models.JSONField(default=list, verbose_name="審査委員への催促（何日前）")),
                (
                    "draft_days_before",
                    models.JSONField(default=list, verbose_name="申請の下書きへのお知らせ（締切の何日前）"),
                ),
                ("set_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="certification.round"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stopped_at__isnull", True), ("stopped_by__isnull", True)),
                            models.Q(("stopped_at__isnull", False), ("stopped_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reminder_plan_stopped_at_and_by",
                        violation_error_message="止めた日時と人は、そろって記録します。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stopped_at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_stops",
                        to="certification.round",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("round", "user"), name="reminder_stop_unique")],
            },
        ),
        migrations.CreateModel(
            name="RenewalStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("stopped_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal_stops",
                        to="certification.certificate",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "更新の案内の停止",
                "verbose_name_plural": "更新の案内の停止",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("certificate",),
                        name="renewal_stop_one_open",
                        violation_error_message="この証書の案内は、もう止まっています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="renewal_stop_lifted_at_and_by",
                        violation_error_message="再開の日時と人は、そろって記録します。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("tasting", "実食審査会"), ("hearing", "評価懇話会")],
                        default="tasting",
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日")),
                ("starts", models.TimeField(verbose_name="開始")),
                ("place", models.CharField(max_length=120, verbose_name="場所")),
                (
                    "room_note",
                    models.CharField(blank=True, max_length=300, verbose_name="会場の案内（申請者に伝わります）"),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="1件の時間（分）",
                    ),
                ),
                (
                    "pause",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MaxValueValidator(480)],
                        verbose_name="入れ替えの時間（分）",
                    ),
                ),
                ("samples", models.PositiveSmallIntegerField(default=0, verbose_name="1件の試食・見本の数")),
                ("made_at", models.DateTimeField(editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="certification.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "審査の場",
                "ordering": ("held_on", "starts", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RoundDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("briefing", "説明会"),
                            ("consultation", "相談会"),
                            ("paper_review", "書類審査"),
                            ("tasting", "実食審査会"),
                            ("hearing", "評価懇話会"),
                            ("committee", "審査会"),
                            ("notice", "結果の通知"),
                            ("announcement", "結果の公表"),
                            ("ceremony", "認証式"),
                            ("exhibition", "展示・販売"),
                            ("other", "その他"),
                        ],
                        default="briefing",
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="名前（空なら種類の名前）")),
                ("held_on", models.DateField(verbose_name="日")),
                ("starts", models.TimeField(blank=True, null=True, verbose_name="開始（空なら終日）")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="終了")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="場所")),
                ("public", models.BooleanField(default=True, verbose_name="公開する")),
                (
                    "round",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dates", to="certification.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "日程",
                "verbose_name_plural": "日程",
                "ordering": ("held_on", "starts", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            models.Q(("ends__gt", models.F("starts")), ("starts__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_date_ends_after_start",
                        violation_error_message="終了の時刻は、開始の時刻より後にしてください（開始だけでもかまいません）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            models.Q(("label", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_date_other_has_a_name",
                        violation_error_message="「その他」の日程には、名前を付けてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "screen",
                    models.CharField(choices=[("applications", "申請の点検")], default="applications", max_length=20),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名前")),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("shared", models.BooleanField(default=False, verbose_name="事務局で共有する")),
                ("changed_at", models.DateTimeField()),
                (
                    "default_for",
                    models.ManyToManyField(blank=True, related_name="default_views", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "保存した表示",
                "verbose_name_plural": "保存した表示",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("screen", "owner", "name"),
                        name="saved_view_name_unique",
                        violation_error_message="同じ名前の表示があります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marks", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_checks",
                        to="certification.challengeplan",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SessionSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place_in_order", models.PositiveSmallIntegerField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="時間（分）",
                    ),
                ),
                ("samples", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="見本の数")),
                (
                    "break_after",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(480)],
                        verbose_name="この後の休憩（分）",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="メモ（室内用）")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="certification.application",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="certification.reviewsession",
                    ),
                ),
            ],
            options={
                "ordering": ("place_in_order", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("session", "application"), name="session_slot_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__isnull", True), ("minutes__gt", 0), _connector="OR"),
                        name="session_slot_has_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marks", models.JSONField()),
                ("gates", models.JSONField()),
                ("handed_in_at", models.DateTimeField()),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stage_one", to="certification.sheet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupportSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offer_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="案内から返事までの日数",
                    ),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="期限の何日前に知らせるか",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "支援の設定",
                "verbose_name_plural": "支援の設定",
            },
        ),
        migrations.CreateModel(
            name="SupportTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="分野の名前")),
                ("words", models.TextField(blank=True, verbose_name="当てはまる審査項目")),
                ("expertise", models.JSONField(default=list, verbose_name="必要な専門")),
                ("fields", models.TextField(blank=True, verbose_name="関係する申請書の項目")),
                ("sort_order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "支援の分野",
                "verbose_name_plural": "支援の分野",
                "ordering": ("sort_order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SupportTopicTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="すること")),
                ("detail", models.TextField(blank=True, verbose_name="くわしい内容")),
                ("days", models.PositiveSmallIntegerField(default=60, verbose_name="めやすの日数")),
                ("sort_order", models.PositiveSmallIntegerField(default=0)),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="certification.supporttopic",
                    ),
                ),
            ],
            options={
                "ordering": ("sort_order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TaskDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gap_key", models.CharField(max_length=40)),
                ("topic", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("detail", models.TextField(blank=True)),
                ("days", models.PositiveSmallIntegerField(default=60)),
                ("made_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="certification.challengeplan",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="certification.challengetask",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("plan", "gap_key", "title"), name="task_draft_unique")],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "入れた"),
                            ("taken", "提案から入れた"),
                            ("edited", "直した"),
                            ("moved", "順番を変えた"),
                            ("done", "完了にした"),
                            ("reopened", "未完了に戻した"),
                            ("evidence", "資料を付けた"),
                            ("evidence_removed", "資料を外した"),
                            ("removed", "取り下げた"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certification.challengetask",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="TaskEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="certification.challengetask",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="TimetableMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("told", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField()),
                (
                    "business",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.business"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="certification.reviewsession",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("business__isnull", False)),
                        fields=("session", "business", "number"),
                        name="timetable_mail_firm",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reviewer__isnull", False)),
                        fields=("session", "reviewer", "number"),
                        name="timetable_mail_panel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("business__isnull", True), ("reviewer__isnull", False)),
                            models.Q(("business__isnull", False), ("reviewer__isnull", True)),
                            _connector="OR",
                        ),
                        name="timetable_mail_to_one",
                    ),
                ],
            },
        ),
    ]
