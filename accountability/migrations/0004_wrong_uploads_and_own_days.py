import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0003_the_registers_of_an_office"),
        ("organizations", "0003_the_second_factor"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="OwnDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="主题日")),
                        ("month", models.PositiveSmallIntegerField(verbose_name="月")),
                        ("day", models.PositiveSmallIntegerField(verbose_name="日")),
                        ("set_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="设立时间")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="设立人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本单位主题日",
                        "verbose_name_plural": "本单位主题日",
                        "ordering": ["month", "day", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("organization", "name"),
                                name="a_day_of_ones_own_once_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("day__gte", 1), ("day__lte", 31), ("month__gte", 1), ("month__lte", 12)
                                ),
                                name="a_day_of_ones_own_is_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WrongUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                        ("institution_path", organizations.fields.PathField(max_length=200, verbose_name="单位路径")),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("secret", "涉嫌国家秘密"),
                                    ("work_secret", "工作秘密或者敏感信息"),
                                    ("personal", "未遮挡的患者或者个人信息"),
                                    ("other", "其他误传"),
                                ],
                                max_length=12,
                                verbose_name="问题",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明（不写涉密内容）")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("isolated", "已隔离"),
                                    ("proposed", "待第二人确认清除"),
                                    ("released", "已解除隔离"),
                                    ("removed", "已清除"),
                                ],
                                default="isolated",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("reported_at", models.DateTimeField(auto_now_add=True, verbose_name="报告时间")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                        (
                            "attachment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="accountability.attachment",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出清除人",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="报告人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "误传文件",
                        "verbose_name_plural": "误传文件",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["org_path"], name="wrong_uploads_by_path")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "removed"), _negated=True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_wrong_upload_is_removed_by_two",
                                violation_error_message="清除文件须由另一人确认。",
                            )
                        ],
                    },
                ),
            ],
        ),
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="attachment",
                    name="isolated_at",
                    field=models.DateTimeField(blank=True, null=True, verbose_name="隔离时间"),
                ),
                migrations.AddField(
                    model_name="blob",
                    name="removed_at",
                    field=models.DateTimeField(blank=True, null=True, verbose_name="清除时间"),
                ),
                migrations.AlterField(
                    model_name="signrequest",
                    name="word",
                    field=models.CharField(
                        choices=[
                            ("review", "审核"),
                            ("countersign", "会签"),
                            ("approve", "审批"),
                            ("deliberate", "会议审议"),
                            ("issue", "签发"),
                            ("confirm", "签认"),
                            ("instruct", "批示"),
                            ("first_check", "初审"),
                            ("second_check", "复审"),
                            ("final_check", "终审"),
                        ],
                        max_length=16,
                        verbose_name="办理方式",
                    ),
                ),
                migrations.AlterField(
                    model_name="signroutestep",
                    name="word",
                    field=models.CharField(
                        choices=[
                            ("review", "审核"),
                            ("countersign", "会签"),
                            ("approve", "审批"),
                            ("deliberate", "会议审议"),
                            ("issue", "签发"),
                            ("confirm", "签认"),
                            ("instruct", "批示"),
                            ("first_check", "初审"),
                            ("second_check", "复审"),
                            ("final_check", "终审"),
                        ],
                        max_length=16,
                        verbose_name="办理方式",
                    ),
                ),
            ],
        ),
    ]
