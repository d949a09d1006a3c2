import django.db.models.deletion
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0003_the_registers_of_an_office"),
        ("organizations", "0002_charters_and_terms_of_bodies"),
        ("rectification", "0001_initial"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="AdverseKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("channel", models.CharField(blank=True, max_length=120, verbose_name="国家上报渠道")),
                        ("channel_rule", models.CharField(blank=True, max_length=300, verbose_name="上报时限")),
                        ("order", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                    ],
                    options={
                        "verbose_name": "不良事件类别",
                        "verbose_name_plural": "不良事件类别",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AdverseLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=10, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("meaning", models.CharField(blank=True, max_length=300, verbose_name="含义")),
                        ("is_urgent", models.BooleanField(default=False, verbose_name="应当及时报告")),
                        (
                            "within_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="报告时限（自然小时）"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不良事件等级",
                        "verbose_name_plural": "不良事件等级",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organization", "code"), name="adverse_level_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("organization__isnull", True)),
                                fields=("code",),
                                name="adverse_level_shipped_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdverseOfficer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                db_index=True, editable=False, max_length=200, verbose_name="机构路径"
                            ),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("since", models.DateField(verbose_name="起始日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="指定人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="管理员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不良事件管理员",
                        "verbose_name_plural": "不良事件管理员",
                        "ordering": ["organization", "-since", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("organization", "person"),
                                name="adverse_officer_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Improvement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                db_index=True, editable=False, max_length=200, verbose_name="机构路径"
                            ),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="改进事项")),
                        ("text", models.TextField(blank=True, verbose_name="要求")),
                        ("opened_on", models.DateField(verbose_name="提出日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "assignment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.assignment",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "改进事项",
                        "verbose_name_plural": "改进事项",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AdverseEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(
                                db_index=True, editable=False, max_length=200, verbose_name="单位路径"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("confidential", "保密上报"), ("anonymous", "匿名上报")],
                                max_length=20,
                                verbose_name="上报方式",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("reported", "待受理"), ("accepted", "分析中"), ("closed", "已办结")],
                                default="reported",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "actuality",
                            models.CharField(
                                choices=[("actual", "实际问题"), ("potential", "潜在风险")],
                                default="actual",
                                max_length=20,
                                verbose_name="性质",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="发生日期")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="发生地点")),
                        ("story", models.TextField(verbose_name="经过")),
                        ("handling", models.TextField(blank=True, verbose_name="已采取的措施")),
                        ("reported_on", models.DateField(verbose_name="上报日期")),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("five_whys", "五个为什么"),
                                    ("fishbone", "鱼骨图"),
                                    ("rca", "根本原因分析（RCA）"),
                                    ("fmea", "失效模式分析（FMEA）"),
                                    ("discussion", "科室讨论"),
                                ],
                                max_length=20,
                                verbose_name="分析方法",
                            ),
                        ),
                        ("causes", models.TextField(blank=True, verbose_name="原因分析")),
                        ("conclusion", models.TextField(blank=True, verbose_name="处理意见")),
                        ("feedback", models.TextField(blank=True, verbose_name="给报告人的反馈")),
                        (
                            "channel_receipt",
                            models.CharField(blank=True, max_length=80, verbose_name="国家渠道回执编号"),
                        ),
                        ("channel_on", models.DateField(blank=True, null=True, verbose_name="国家渠道上报日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "number",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.number",
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.adversekind",
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.adverselevel",
                                verbose_name="等级",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不良事件",
                        "verbose_name_plural": "不良事件",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["institution_path", "state"], name="adverse_institution_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("way", "anonymous"), _negated=True), ("feedback", ""), _connector="OR"
                                ),
                                name="nobody_answers_an_anonymous_report",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdverseLesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(
                                db_index=True, editable=False, max_length=200, verbose_name="单位路径"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("story", models.TextField(verbose_name="案例")),
                        ("lesson", models.TextField(verbose_name="教训和改进")),
                        (
                            "reach",
                            models.CharField(
                                choices=[("own", "本单位"), ("everybody", "全体登录人员")],
                                default="own",
                                max_length=20,
                                verbose_name="分享范围",
                            ),
                        ),
                        ("shared_on", models.DateField(verbose_name="发布日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.adversekind",
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "shared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "警示案例",
                        "verbose_name_plural": "警示案例",
                        "ordering": ["-shared_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AdverseReporter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="科室",
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reporter",
                                to="rectification.adverseevent",
                                verbose_name="不良事件",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="报告人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不良事件报告人",
                        "verbose_name_plural": "不良事件报告人",
                    },
                ),
                migrations.AddField(
                    model_name="campaigntemplate",
                    name="organization",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="机构",
                    ),
                ),
                migrations.AddField(
                    model_name="delivery",
                    name="ticked",
                    field=models.JSONField(blank=True, default=list, verbose_name="已落实事项"),
                ),
                migrations.AddField(
                    model_name="output",
                    name="boxes",
                    field=models.JSONField(blank=True, default=list, verbose_name="逐项落实"),
                ),
                migrations.AddField(
                    model_name="templateoutput",
                    name="boxes",
                    field=models.JSONField(blank=True, default=list, verbose_name="逐项落实"),
                ),
                migrations.AlterField(
                    model_name="campaign",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("rectification", "专项整治"),
                            ("action", "专项行动"),
                            ("inspection", "专项检查"),
                            ("activity", "活动"),
                            ("routine", "日常监管"),
                        ],
                        default="rectification",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                migrations.AlterField(
                    model_name="campaigntemplate",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("rectification", "专项整治"),
                            ("action", "专项行动"),
                            ("inspection", "专项检查"),
                            ("activity", "活动"),
                            ("routine", "日常监管"),
                        ],
                        default="rectification",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="campaign",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "routine")),
                        fields=("organization", "starts_on"),
                        name="one_routine_ledger_a_year",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["self", "supervision", "spot_check", "assigned", "indicator", "unit_risk"])
                        ),
                        name="a_finding_comes_from_a_known_source",
                    ),
                ),
            ],
        ),
    ]
