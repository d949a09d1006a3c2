import django.db.models.deletion
from django.db import migrations, models

import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("engine", "0001_initial"),
        ("organizations", "0001_initial"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                organizations.stepping.Together(
                    operations=[
                        migrations.AddField(
                            model_name="job",
                            name="by",
                            field=models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发起人",
                            ),
                        ),
                        migrations.AddField(
                            model_name="submission",
                            name="person",
                            field=models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提交人",
                            ),
                        ),
                        migrations.AddField(
                            model_name="turn",
                            name="barred",
                            field=models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.person", verbose_name="应当回避的人"
                            ),
                        ),
                        migrations.AddField(
                            model_name="turn",
                            name="closed_by",
                            field=models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办理人",
                            ),
                        ),
                        migrations.AddField(
                            model_name="turn",
                            name="content_type",
                            field=models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="contenttypes.contenttype",
                                verbose_name="事项类型",
                            ),
                        ),
                        migrations.AddField(
                            model_name="turn",
                            name="task",
                            field=models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="turn",
                                to="viewflow.task",
                                verbose_name="流程节点实例",
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="job",
                            index=models.Index(
                                condition=models.Q(("state", "pending")), fields=["run_after"], name="job_due"
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="job",
                            index=models.Index(
                                condition=models.Q(("state", "running")), fields=["lease_until"], name="job_leased"
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="job",
                            index=models.Index(fields=["state", "-created_at"], name="job_by_state"),
                        ),
                        migrations.AddIndex(
                            model_name="turn",
                            index=models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["permission", "org_path"],
                                name="turn_open_by_right",
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="turn",
                            index=models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["permission", "institution_path"],
                                name="turn_open_by_institution",
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="turn",
                            index=models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["due_on"],
                                name="turn_open_by_due",
                            ),
                        ),
                        migrations.AddIndex(
                            model_name="turn",
                            index=models.Index(fields=["content_type", "object_id", "node"], name="turn_of_thing"),
                        ),
                    ],
                ),
            ],
        ),
        organizations.stepping.LaidOut(
            models=["Job", "Recurring", "Submission", "Turn"],
        ),
    ]
