import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0003_the_second_factor"),
        ("rectification", "0003_rounds_orders_and_closing"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="policyquestion",
                    name="process",
                    field=models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.process",
                        verbose_name="流程实例",
                    ),
                ),
                migrations.CreateModel(
                    name="CampaignMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("object_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                        ("label", models.CharField(max_length=200, verbose_name="会议")),
                        ("held_on", models.DateField(verbose_name="会议日期")),
                        ("linked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="linked_meetings",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "content_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="对象类型",
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="主办单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专项工作的会议",
                        "verbose_name_plural": "专项工作的会议",
                        "ordering": ["held_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "content_type", "object_id"),
                                name="a_meeting_belongs_once_to_a_campaign",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptBox",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="题名")),
                        ("pages", models.PositiveIntegerField(verbose_name="页数")),
                        ("content", models.JSONField(default=dict, verbose_name="目录和各页")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="编制时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kept_boxes",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "readiness",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kept_boxes",
                                to="rectification.readiness",
                                verbose_name="迎检",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "档案盒",
                        "verbose_name_plural": "档案盒",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["campaign", "made_by", "-id"], name="boxes_of_a_campaign"),
                            models.Index(fields=["readiness", "made_by", "-id"], name="boxes_of_a_readiness"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("campaign__isnull", False), ("readiness__isnull", True)),
                                    models.Q(("campaign__isnull", True), ("readiness__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_box_holds_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="报送材料")),
                        ("own_number", models.CharField(blank=True, max_length=80, verbose_name="本单位文号")),
                        ("to_name", models.CharField(max_length=120, verbose_name="收件单位")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("paper", "纸质报送"),
                                    ("office", "上级办公系统"),
                                    ("platform", "网络直报平台"),
                                    ("mail", "电子邮件或传真"),
                                    ("in_person", "当面报告"),
                                ],
                                default="paper",
                                max_length=12,
                                verbose_name="报送方式",
                            ),
                        ),
                        (
                            "path",
                            models.CharField(
                                choices=[("line", "逐级上报"), ("supervisor", "督导人员直报")],
                                default="line",
                                max_length=12,
                                verbose_name="上报途径",
                            ),
                        ),
                        ("sent_on", models.DateField(verbose_name="报送日期")),
                        ("receipt_due_on", models.DateField(verbose_name="回执期限")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("received_name", models.CharField(blank=True, max_length=60, verbose_name="对方接收人")),
                        ("received_on", models.DateField(blank=True, null=True, verbose_name="对方接收日期")),
                        ("their_number", models.CharField(blank=True, max_length=80, verbose_name="对方收文编号")),
                        ("receipt_note", models.CharField(blank=True, max_length=300, verbose_name="回执说明")),
                        ("entered_at", models.DateTimeField(blank=True, null=True, verbose_name="回执登记时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_reports",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_reports",
                                to="rectification.collection",
                                verbose_name="报表任务",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="回执登记人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_reports",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="报送单位",
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
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="报送人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对外报送",
                        "verbose_name_plural": "对外报送",
                        "ordering": ["-sent_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["institution_path", "received_on"], name="outside_reports_of_a_house")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("campaign__isnull", False),
                                        ("collection__isnull", True),
                                        ("finding__isnull", True),
                                    ),
                                    models.Q(
                                        ("campaign__isnull", True),
                                        ("collection__isnull", False),
                                        ("finding__isnull", True),
                                    ),
                                    models.Q(
                                        ("campaign__isnull", True),
                                        ("collection__isnull", True),
                                        ("finding__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_outside_report_is_about_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_on__isnull", True),
                                    models.Q(("entered_at__isnull", False), ("entered_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_outside_receipt_says_who_entered_it",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
