import django.db.models.deletion
from django.db import migrations, models

import organizations.stepping


class Migration(migrations.Migration):
    # What is older goes first: the fewer models there are, the less each of its many steps costs.
    dependencies = [
        ("engine", "0002_initial"),
        ("accountability", "0002_initial"),
        ("search", "0001_initial"),
        ("rectification", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="Charter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.TextField(blank=True, verbose_name="职责")),
                        ("rules", models.TextField(blank=True, verbose_name="工作机制")),
                        ("territory", models.CharField(blank=True, max_length=200, verbose_name="负责区域")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="成立依据")),
                        ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="届满或撤销日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "organization",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charter",
                                to="organizations.organization",
                                verbose_name="委员会或专班",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "委员会和专班章程",
                        "verbose_name_plural": "委员会和专班章程",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("founded_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("founded_on")),
                                    _connector="OR",
                                ),
                                name="a_body_ends_after_it_was_founded",
                                violation_error_message="届满日期不能早于成立日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("chair", "主任委员（组长）"),
                                    ("deputy", "副主任委员（副组长）"),
                                    ("secretary", "秘书"),
                                    ("member", "委员（成员）"),
                                ],
                                default="member",
                                max_length=20,
                                verbose_name="职务",
                            ),
                        ),
                        (
                            "role_order",
                            models.PositiveSmallIntegerField(default=4, editable=False, verbose_name="职务排序"),
                        ),
                        ("labour", models.CharField(blank=True, max_length=200, verbose_name="分工")),
                        (
                            "time",
                            models.CharField(
                                choices=[("full", "专职"), ("part", "兼职")],
                                default="part",
                                max_length=10,
                                verbose_name="专职或兼职",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="起始日期")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="任期的最后一天。", null=True, verbose_name="截止日期"
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="organizations.organization",
                                verbose_name="委员会或专班",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "委员会和专班成员",
                        "verbose_name_plural": "委员会和专班成员",
                        "ordering": ("organization", "role_order", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="a_membership_ends_after_it_begins",
                                violation_error_message="截止日期不能早于起始日期。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("organization", "person"),
                                name="one_open_membership_a_person_and_body",
                                violation_error_message="该人员已经在这个委员会或专班中。",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
