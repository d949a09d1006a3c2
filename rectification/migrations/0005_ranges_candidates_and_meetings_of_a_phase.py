import django.db.models.deletion
from django.db import migrations, models

import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("rectification", "0004_what_lies_outside_and_boxes_kept"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="campaignmeeting",
                    name="output",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="rectification.output",
                        verbose_name="对应的阶段成果",
                    ),
                ),
                migrations.AddField(
                    model_name="finding",
                    name="demand",
                    field=models.CharField(
                        blank=True,
                        choices=[("immediate", "立即整改"), ("written", "书面提交整改"), ("reinspection", "再次督查")],
                        max_length=20,
                        verbose_name="整改方式",
                    ),
                ),
                migrations.AddField(
                    model_name="output",
                    name="meeting",
                    field=models.CharField(
                        blank=True,
                        choices=[("before", "检查前准备会"), ("after", "检查后分析会")],
                        max_length=20,
                        verbose_name="检查前后的会议",
                    ),
                ),
                migrations.AddField(
                    model_name="score",
                    name="candidate",
                    field=models.BooleanField(default=False, verbose_name="表扬候选"),
                ),
                migrations.AddField(
                    model_name="scoreitem",
                    name="least",
                    field=models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="每次最少"
                    ),
                ),
                migrations.AddField(
                    model_name="scorerule",
                    name="commend_top",
                    field=models.PositiveSmallIntegerField(default=0, verbose_name="表扬候选名额"),
                ),
                migrations.AddField(
                    model_name="templateoutput",
                    name="meeting",
                    field=models.CharField(
                        blank=True,
                        choices=[("before", "检查前准备会"), ("after", "检查后分析会")],
                        max_length=20,
                        verbose_name="检查前后的会议",
                    ),
                ),
            ]
        )
    ]
