"""The table of papers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("playground", "0001_the_tours_and_stops"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="标题")),
                ("text", models.TextField(verbose_name="正文")),
                ("org_path", models.CharField(max_length=200, verbose_name="机构路径")),
                ("institution_path", models.CharField(max_length=200, verbose_name="单位路径")),
                ("issued", models.BooleanField(default=False, verbose_name="已印发")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="拟稿人",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="最后修改人",
                    ),
                ),
                (
                    "process",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.process",
                        verbose_name="流程实例",
                    ),
                ),
            ],
            options={"verbose_name": "文稿", "verbose_name_plural": "文稿"},
        ),
    ]
