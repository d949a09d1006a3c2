import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_charters_and_terms_of_bodies"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="生成时间")),
                        ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "恢复码",
                        "verbose_name_plural": "恢复码",
                        "ordering": ("pk",),
                    },
                ),
                migrations.CreateModel(
                    name="SecondFactorRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("clerk", "经办"),
                                    ("head", "科室负责人"),
                                    ("leader", "分管领导"),
                                    ("principal", "主要负责人（第一责任人）"),
                                    ("inspector", "检查员"),
                                    ("staff", "职工"),
                                    ("auditor", "审计"),
                                    ("system_admin", "系统管理员"),
                                    ("security_admin", "安全管理员"),
                                    ("audit_admin", "审计管理员"),
                                ],
                                max_length=20,
                                verbose_name="职责",
                            ),
                        ),
                        ("signing", models.BooleanField(default=False, verbose_name="提交办理意见时也要动态码")),
                        ("since", models.DateTimeField(auto_now_add=True, verbose_name="规定时间")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_factor_rules",
                                to="organizations.organization",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "二次验证规定",
                        "verbose_name_plural": "二次验证规定",
                        "ordering": ("organization__path", "duty"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("organization", "duty"),
                                name="second_factor_once_per_duty",
                                violation_error_message="这个单位对这项职责已有规定，请先取消原来的规定。",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
