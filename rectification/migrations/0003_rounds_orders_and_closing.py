import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0004_wrong_uploads_and_own_days"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0003_the_second_factor"),
        ("rectification", "0002_adverse_events_and_phases_as_data"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="Readiness",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="迎检名称")),
                        ("body", models.CharField(max_length=120, verbose_name="检查机关")),
                        ("visit_on", models.DateField(verbose_name="检查日期")),
                        (
                            "prepared_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="建立时间"),
                        ),
                        ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="封存时间")),
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
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="封存人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="迎检单位",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="牵头人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "迎检",
                        "verbose_name_plural": "迎检",
                        "ordering": ["-visit_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("1", "Ⅰ级响应"), ("2", "Ⅱ级响应"), ("3", "Ⅲ级响应"), ("4", "Ⅳ级响应")],
                                max_length=1,
                                verbose_name="响应等级",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("percent", "剩余天数缩短到原来的百分之几"), ("days", "提前若干天")],
                                max_length=10,
                                verbose_name="缩短方式",
                            ),
                        ),
                        ("amount", models.PositiveSmallIntegerField(verbose_name="数值")),
                        ("because", models.TextField(verbose_name="理由")),
                        ("raised_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="启动时间")),
                        ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="解除时间")),
                        ("lifted_because", models.TextField(blank=True, verbose_name="解除理由")),
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
                                related_name="responses",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="解除人",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="启动人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "响应等级",
                        "verbose_name_plural": "响应等级",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=("campaign",),
                                name="one_response_in_force",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandingTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=400, verbose_name="长效措施")),
                        ("due_on", models.DateField(verbose_name="首次落实期限")),
                        ("evidence_required", models.CharField(blank=True, max_length=200, verbose_name="佐证要求")),
                        (
                            "proposed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间"),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "assignment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.assignment",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing_tasks",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing_tasks",
                                to="rectification.finding",
                                verbose_name="来源问题",
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "长效措施",
                        "verbose_name_plural": "长效措施",
                        "ordering": ["campaign", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="要求")),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        ("receive_due_on", models.DateField(verbose_name="签收期限")),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="交办时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[("issued", "待签收"), ("received", "督导中"), ("reported", "已报告")],
                                default="issued",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        ("result", models.TextField(blank=True, verbose_name="督导情况")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "issuer_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="交办单位路径"),
                        ),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="交办人",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="交办单位",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="rectification.phase",
                                verbose_name="阶段",
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
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="签收人",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "units",
                            models.ManyToManyField(
                                related_name="orders", to="rectification.participant", verbose_name="督导对象"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "属地督导",
                        "verbose_name_plural": "属地督导",
                        "ordering": ["-issued_at", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="order_path_state")],
                    },
                ),
                migrations.CreateModel(
                    name="TightenedDeadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("before", models.DateField(verbose_name="原期限")),
                        ("after", models.DateField(verbose_name="缩短后期限")),
                        ("restored", models.BooleanField(default=False, verbose_name="已恢复")),
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
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="rectification.response",
                                verbose_name="响应等级",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "缩短的期限",
                        "verbose_name_plural": "缩短的期限",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "content_type", "object_id"), name="tightened_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitResult",
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
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("surveyed_on", models.DateField(blank=True, null=True, verbose_name="调查日")),
                        ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="应查人数")),
                        ("surveyed", models.PositiveIntegerField(blank=True, null=True, verbose_name="实查人数")),
                        ("cases", models.PositiveIntegerField(blank=True, null=True, verbose_name="现患例数")),
                        ("advice", models.TextField(blank=True, verbose_name="指导建议")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "inspection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="result",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调查和指导结果",
                        "verbose_name_plural": "调查和指导结果",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("population__isnull", True),
                                    models.Q(
                                        ("cases__lte", models.F("surveyed")), ("surveyed__lte", models.F("population"))
                                    ),
                                    _connector="OR",
                                ),
                                name="a_survey_counts_a_part_of_its_population",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="内容")),
                        ("list_name", models.CharField(max_length=80, verbose_name="发送名单")),
                        ("sign_by", models.DateField(verbose_name="签收期限")),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="发送时间")),
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
                                related_name="notices",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发送人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "工作通知",
                        "verbose_name_plural": "工作通知",
                        "ordering": ["-sent_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="收件单位名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="收件单位",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="签收人",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="rectification.worknotice",
                                verbose_name="工作通知",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "通知签收",
                        "verbose_name_plural": "通知签收",
                        "ordering": ["org_path", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("notice", "organization"), name="one_receipt_a_recipient")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DistributionList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="维护人",
                            ),
                        ),
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
                            "units",
                            models.ManyToManyField(
                                related_name="+", to="organizations.organization", verbose_name="收件单位"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发送名单",
                        "verbose_name_plural": "发送名单",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("organization", "name"),
                                name="one_list_of_a_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LookBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("holds", models.BooleanField(verbose_name="没有反弹")),
                        ("note", models.TextField(verbose_name="复看情况")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="复看时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="复看人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_backs",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_backs",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回头看",
                        "verbose_name_plural": "回头看",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "finding"), name="one_look_back_per_visit")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="问题")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="咨询时间")),
                        ("due_on", models.DateField(verbose_name="答复期限")),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        ("shared_text", models.TextField(blank=True, verbose_name="公开的问题")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "office_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="答复单位路径"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="咨询人",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="rectification.participant",
                                verbose_name="咨询单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "政策咨询",
                        "verbose_name_plural": "政策咨询",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["campaign", "answered_at"], name="question_campaign_answered")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("code", models.CharField(max_length=20, verbose_name="条目编号")),
                        ("text", models.CharField(max_length=400, verbose_name="条目内容")),
                        (
                            "own_rating",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ready", "已准备"),
                                    ("partial", "部分准备"),
                                    ("lacking", "缺项"),
                                    ("na", "不涉及"),
                                ],
                                max_length=10,
                                verbose_name="自评",
                            ),
                        ),
                        ("own_note", models.CharField(blank=True, max_length=300, verbose_name="自评说明")),
                        (
                            "mock_rating",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ready", "已准备"),
                                    ("partial", "部分准备"),
                                    ("lacking", "缺项"),
                                    ("na", "不涉及"),
                                ],
                                max_length=10,
                                verbose_name="模拟检查",
                            ),
                        ),
                        ("mock_note", models.CharField(blank=True, max_length=300, verbose_name="模拟检查说明")),
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
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "files",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="accountability.attachment", verbose_name="佐证"
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.finding",
                                verbose_name="差距问题",
                            ),
                        ),
                        (
                            "mock_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="模拟检查人",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "readiness",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="rectification.readiness",
                                verbose_name="迎检",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "迎检条目",
                        "verbose_name_plural": "迎检条目",
                        "ordering": ["readiness", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("readiness", "code"), name="readiness_item_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recognition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("because", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="互认时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="互认人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="rectification.inspection",
                                verbose_name="所互认的检查",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="互认单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "互认",
                        "verbose_name_plural": "互认",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("phase", "participant", "inspection"), name="recognised_once_a_phase"
                            )
                        ],
                    },
                ),
            ],
        ),
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="campaign",
                    name="recurs",
                    field=models.PositiveSmallIntegerField(
                        choices=[(0, "不定期"), (1, "每月"), (3, "每季度"), (6, "每半年"), (12, "每年")],
                        default=0,
                        verbose_name="周期",
                    ),
                ),
                migrations.AddField(
                    model_name="finding",
                    name="cause_kind",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("rule", "制度规定"),
                            ("process", "流程执行"),
                            ("training", "培训掌握"),
                            ("staffing", "人员配置"),
                            ("equipment", "设备物资"),
                            ("environment", "场所环境"),
                            ("information", "信息系统"),
                            ("oversight", "监督检查"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="原因类别",
                    ),
                ),
                migrations.AddField(
                    model_name="formcolumn",
                    name="known",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("found", "登记问题数"),
                            ("major", "重大问题数"),
                            ("closed", "已销号问题数"),
                            ("open", "未销号问题数"),
                            ("on_spot", "立行立改问题数"),
                        ],
                        max_length=20,
                        verbose_name="自动预填",
                    ),
                ),
                migrations.AddField(
                    model_name="inspection",
                    name="case_code",
                    field=models.CharField(blank=True, max_length=40, verbose_name="病例代码"),
                ),
                migrations.AddField(
                    model_name="phase",
                    name="again_of",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="rectification.phase",
                        verbose_name="首轮阶段",
                    ),
                ),
                migrations.AlterField(
                    model_name="scoreitem",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("finding", "每发现一个问题扣分"),
                            ("overdue", "每个逾期问题扣分"),
                            ("fixed", "按期整改率，未达部分按比例扣分"),
                            ("forms", "报表及时率，未达部分按比例扣分"),
                            ("correction", "每次报表退回更正扣分"),
                            ("quotas", "计划频次达标率，未达部分按比例扣分"),
                            ("tasks", "计划任务按期完成率，未达部分按比例扣分"),
                            ("indicators", "指标达标率，未达部分按比例扣分"),
                            ("bonus", "加分（须写理由）"),
                            ("deduction", "其他扣分（须写理由）"),
                        ],
                        max_length=20,
                        verbose_name="计分方式",
                    ),
                ),
            ],
        ),
        organizations.stepping.Together(
            operations=[
                migrations.AddField(
                    model_name="campaign",
                    name="series",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="rectification.campaign",
                        verbose_name="首期",
                    ),
                ),
                migrations.AddField(
                    model_name="phase",
                    name="round",
                    field=models.PositiveSmallIntegerField(default=1, verbose_name="轮次"),
                ),
                migrations.AlterField(
                    model_name="inspection",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("self", "自查"),
                            ("supervision", "督查"),
                            ("spot_check", "抽查"),
                            ("look_back", "回头看"),
                            ("tracer", "追踪检查"),
                            ("prevalence", "现患率调查"),
                            ("guidance", "技术指导"),
                        ],
                        max_length=20,
                        verbose_name="检查方式",
                    ),
                ),
            ],
        ),
    ]
