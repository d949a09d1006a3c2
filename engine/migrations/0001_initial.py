import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                organizations.stepping.Together(
                    operations=[
                        migrations.CreateModel(
                            name="Job",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("kind", models.CharField(max_length=80, verbose_name="种类")),
                                ("key", models.CharField(max_length=200, unique=True, verbose_name="唯一键")),
                                ("payload", models.JSONField(blank=True, default=dict, verbose_name="参数")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("pending", "等待"),
                                            ("running", "处理中"),
                                            ("done", "完成"),
                                            ("dead", "失败"),
                                        ],
                                        default="pending",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                (
                                    "run_after",
                                    models.DateTimeField(
                                        default=django.utils.timezone.now, verbose_name="最早处理时间"
                                    ),
                                ),
                                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="占用至")),
                                ("worker", models.CharField(blank=True, max_length=80, verbose_name="处理者")),
                                ("done", models.PositiveIntegerField(default=0, verbose_name="已完成数")),
                                ("total", models.PositiveIntegerField(blank=True, null=True, verbose_name="总数")),
                                ("error", models.TextField(blank=True, verbose_name="错误")),
                                (
                                    "created_at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="创建时间"),
                                ),
                                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        blank=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                            ],
                            options={
                                "verbose_name": "后台任务",
                                "verbose_name_plural": "后台任务",
                            },
                        ),
                        migrations.CreateModel(
                            name="Recurring",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("kind", models.CharField(max_length=80, unique=True, verbose_name="种类")),
                                ("minutes", models.PositiveIntegerField(verbose_name="间隔（分钟）")),
                                ("next_at", models.DateTimeField(verbose_name="下次时间")),
                            ],
                            options={
                                "verbose_name": "定期任务",
                                "verbose_name_plural": "定期任务",
                            },
                        ),
                        migrations.CreateModel(
                            name="Submission",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("nonce", models.CharField(max_length=64, unique=True, verbose_name="提交标识")),
                                ("path", models.CharField(max_length=500, verbose_name="提交地址")),
                                ("content", models.CharField(blank=True, max_length=64, verbose_name="提交内容校验码")),
                                ("answer_url", models.CharField(blank=True, max_length=500, verbose_name="答复地址")),
                                (
                                    "created_at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="提交时间"),
                                ),
                            ],
                            options={
                                "verbose_name": "提交记录",
                                "verbose_name_plural": "提交记录",
                            },
                        ),
                        migrations.CreateModel(
                            name="Turn",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.BigIntegerField(verbose_name="事项编号")),
                                ("label", models.CharField(max_length=200, verbose_name="事项名称")),
                                ("url", models.CharField(blank=True, max_length=500, verbose_name="事项地址")),
                                ("flow", models.CharField(max_length=120, verbose_name="流程")),
                                ("node", models.CharField(max_length=60, verbose_name="节点")),
                                ("title", models.CharField(max_length=120, verbose_name="节点名称")),
                                (
                                    "kind",
                                    models.CharField(
                                        choices=[
                                            ("step", "办理"),
                                            ("sign", "审批"),
                                            ("job", "后台处理"),
                                            ("children", "下级流程"),
                                        ],
                                        max_length=10,
                                        verbose_name="节点类型",
                                    ),
                                ),
                                ("permission", models.CharField(blank=True, max_length=120, verbose_name="所需权限")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        blank=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(
                                        blank=True, max_length=200, verbose_name="所属单位路径"
                                    ),
                                ),
                                ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                                ("opened_at", models.DateTimeField(verbose_name="开始时间")),
                                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                                (
                                    "how",
                                    models.CharField(
                                        blank=True,
                                        choices=[
                                            ("done", "已办理"),
                                            ("returned", "已退回"),
                                            ("cancelled", "已取消"),
                                            ("released", "已放行"),
                                        ],
                                        max_length=10,
                                        verbose_name="结束方式",
                                    ),
                                ),
                                (
                                    "spawned_at",
                                    models.DateTimeField(blank=True, null=True, verbose_name="下级流程建立完成时间"),
                                ),
                                (
                                    "total",
                                    models.PositiveIntegerField(blank=True, null=True, verbose_name="下级流程数"),
                                ),
                            ],
                            options={
                                "verbose_name": "待办节点",
                                "verbose_name_plural": "待办节点",
                            },
                        ),
                    ],
                ),
            ],
        ),
    ]
