import datetime

import django.db.models.functions.comparison
from django.db import migrations, models

import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_the_second_factor"),
        ("plans", "0001_the_plans"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.RemoveConstraint(
                    model_name="indicatortarget",
                    name="indicator_target_once",
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="begins_whole",
                    field=models.BooleanField(default=False, editable=False, verbose_name="调整后首期按整期计"),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("open_item", "上年未完成事项"),
                            ("repeated", "反复出现的问题"),
                            ("finding", "未销号的问题"),
                            ("missed", "未达到的频次要求"),
                            ("revision_due", "待修订的制度"),
                            ("standing", "专项工作的长效措施"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
            ],
        ),
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="indicatortarget",
                    name="since",
                    field=models.DateField(blank=True, null=True, verbose_name="自何日起"),
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="revised_on",
                    field=models.DateField(blank=True, editable=False, null=True, verbose_name="现行频次自何日起"),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.UniqueConstraint(
                models.F("indicator"),
                django.db.models.functions.comparison.Coalesce("organization", models.Value(0)),
                models.F("level"),
                models.F("kind"),
                django.db.models.functions.comparison.Coalesce(
                    django.db.models.functions.comparison.Cast("key_department", models.IntegerField()), models.Value(2)
                ),
                django.db.models.functions.comparison.Coalesce("year", models.Value(0)),
                django.db.models.functions.comparison.Coalesce(
                    "since", models.Value(datetime.date(1900, 1, 1), output_field=models.DateField())
                ),
                name="indicator_target_once",
            ),
        ),
    ]
