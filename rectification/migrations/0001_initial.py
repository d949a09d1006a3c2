from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accountability", "0002_initial"),
        ("organizations", "0001_initial"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="Output",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "per",
                            models.CharField(
                                choices=[("campaign", "主办单位"), ("participant", "各参加单位")],
                                max_length=20,
                                verbose_name="提交主体",
                            ),
                        ),
                        ("required", models.BooleanField(default=True, verbose_name="必交")),
                        ("evidence_minimum", models.CharField(blank=True, max_length=200, verbose_name="最低佐证要求")),
                        ("alternative", models.CharField(blank=True, max_length=200, verbose_name="可替代方式")),
                        ("due_on", models.DateField(verbose_name="截止日期")),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "阶段成果",
                        "verbose_name_plural": "阶段成果",
                        "ordering": ["phase", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("name", models.CharField(max_length=120, verbose_name="考核项目")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("finding", "每发现一个问题扣分"),
                                    ("overdue", "每个逾期问题扣分"),
                                    ("fixed", "按期整改率，未达部分按比例扣分"),
                                    ("forms", "报表及时率，未达部分按比例扣分"),
                                    ("correction", "每次报表退回更正扣分"),
                                    ("bonus", "加分（须写理由）"),
                                    ("deduction", "其他扣分（须写理由）"),
                                ],
                                max_length=20,
                                verbose_name="计分方式",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                blank=True,
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                max_length=20,
                                verbose_name="只计严重程度",
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="分值")),
                        (
                            "most",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="最多"
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="rectification.scorerule",
                                verbose_name="考核规则",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核项目",
                        "verbose_name_plural": "考核项目",
                        "ordering": ["rule", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "order"), name="score_item_order_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attention",
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
                        ("because", models.TextField(verbose_name="关注理由")),
                        ("weight", models.PositiveSmallIntegerField(default=3, verbose_name="抽取权数")),
                        ("since", models.DateField(verbose_name="起始日期")),
                        ("until", models.DateField(verbose_name="到期日期")),
                        (
                            "grantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="关注人员",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="关注单位或科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重点关注",
                        "verbose_name_plural": "重点关注",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", True), ("unit__isnull", False)),
                                    models.Q(("person__isnull", False), ("unit__isnull", True)),
                                    _connector="OR",
                                ),
                                name="attention_is_paid_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))),
                                name="attention_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttentionReader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "attention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readers",
                                to="rectification.attention",
                                verbose_name="重点关注",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="可阅人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重点关注可阅人",
                        "verbose_name_plural": "重点关注可阅人",
                        "ordering": ["attention", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("attention", "person"), name="attention_reader_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Avoidance",
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
                        ("because", models.CharField(max_length=200, verbose_name="回避事由")),
                        ("since", models.DateField(verbose_name="起始日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="登记单位",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="回避人员",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="回避单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避登记",
                        "verbose_name_plural": "回避登记",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=64, verbose_name="代码")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rectification", "专项整治"),
                                    ("action", "专项行动"),
                                    ("inspection", "专项检查"),
                                    ("activity", "活动"),
                                ],
                                default="rectification",
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("qc", "质控检查"),
                                    ("supervision", "行业督导"),
                                    ("enforcement", "行政检查（执法）"),
                                ],
                                default="supervision",
                                max_length=20,
                                verbose_name="检查性质",
                            ),
                        ),
                        ("texts", models.JSONField(blank=True, default=dict, verbose_name="默认文字")),
                        ("checklist_code", models.CharField(blank=True, max_length=64, verbose_name="检查表代码")),
                        ("finding_rules", models.JSONField(blank=True, default=dict, verbose_name="问题办理规则")),
                    ],
                    options={
                        "verbose_name": "专项工作模板",
                        "verbose_name_plural": "专项工作模板",
                        "ordering": ["code", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "version"), name="template_code_version_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Checklist",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=64, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="制定单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查表",
                        "verbose_name_plural": "检查表",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="版本")),
                        (
                            "published_on",
                            models.DateField(
                                blank=True, help_text="空白为导入后尚未发布的草稿。", null=True, verbose_name="发布日期"
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="预计填报分钟数")),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="rectification.checklist",
                                verbose_name="检查表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查表版本",
                        "verbose_name_plural": "检查表版本",
                        "ordering": ["checklist", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("checklist", "version"), name="checklist_version_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("code", models.CharField(default="", max_length=20, verbose_name="条目编号")),
                        ("section", models.CharField(max_length=120, verbose_name="检查项目")),
                        ("requirement", models.TextField(verbose_name="检查内容")),
                        ("method", models.TextField(blank=True, verbose_name="检查方法")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                default="general",
                                max_length=20,
                                verbose_name="默认严重程度",
                            ),
                        ),
                        ("weight", models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="分值")),
                        (
                            "answer_kind",
                            models.CharField(
                                choices=[
                                    ("choice", "判定"),
                                    ("number", "数值"),
                                    ("ratio", "比例"),
                                    ("text", "文字"),
                                    ("photo", "照片"),
                                    ("paper", "签字材料"),
                                ],
                                default="choice",
                                max_length=20,
                                verbose_name="答案类型",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="计量单位")),
                        (
                            "lowest",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="最小值"
                            ),
                        ),
                        (
                            "highest",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="最大值"
                            ),
                        ),
                        (
                            "depends_choice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pass", "符合"),
                                    ("partial", "部分符合"),
                                    ("fail", "不符合"),
                                    ("na", "不适用"),
                                ],
                                max_length=10,
                                verbose_name="前提判定",
                            ),
                        ),
                        ("required", models.BooleanField(default=True, verbose_name="必填")),
                        ("cites", models.TextField(blank=True, verbose_name="依据条款")),
                        (
                            "depends_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dependents",
                                to="rectification.checklistitem",
                                verbose_name="前提条目",
                            ),
                        ),
                        (
                            "checklist_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="rectification.checklistversion",
                                verbose_name="检查表版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查条目",
                        "verbose_name_plural": "检查条目",
                        "ordering": ["checklist_version", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("checklist_version", "order"), name="checklist_item_order_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("checklist_version", "code"),
                                name="checklist_item_code_unique",
                                violation_error_message="同一检查表内的条目编号不能重复。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rectification", "专项整治"),
                                    ("action", "专项行动"),
                                    ("inspection", "专项检查"),
                                    ("activity", "活动"),
                                ],
                                default="rectification",
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("qc", "质控检查"),
                                    ("supervision", "行业督导"),
                                    ("enforcement", "行政检查（执法）"),
                                ],
                                default="supervision",
                                max_length=20,
                                verbose_name="检查性质",
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
                        ("basis", models.TextField(blank=True, verbose_name="依据")),
                        ("purpose", models.TextField(blank=True, verbose_name="工作目标")),
                        ("requirements", models.TextField(blank=True, verbose_name="任务要求")),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="联系人及电话")),
                        ("starts_on", models.DateField(verbose_name="开始日期")),
                        ("ends_on", models.DateField(verbose_name="结束日期")),
                        ("scope_rule", models.JSONField(blank=True, default=dict, verbose_name="范围规则")),
                        ("focus_rule", models.JSONField(blank=True, default=dict, verbose_name="重点规则")),
                        ("scope_version", models.PositiveIntegerField(default=0, verbose_name="名单版本")),
                        ("finding_rules", models.JSONField(blank=True, default=dict, verbose_name="问题办理规则")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟稿"),
                                    ("signing", "审批中"),
                                    ("issuing", "印发中"),
                                    ("running", "实施中"),
                                    ("concluding", "总结审批中"),
                                    ("closed", "已结束"),
                                    ("cancelled", "已撤销"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "standing",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="送签时的统计"),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="工作总结")),
                        ("drafted_at", models.DateTimeField(auto_now_add=True, verbose_name="拟稿时间")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="印发时间")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "concluded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="总结拟稿人",
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="最后修改人",
                            ),
                        ),
                        (
                            "number",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.number",
                                verbose_name="编号",
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
                            "template",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.campaigntemplate",
                                verbose_name="模板",
                            ),
                        ),
                        (
                            "checklist_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.checklistversion",
                                verbose_name="检查表版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专项工作",
                        "verbose_name_plural": "专项工作",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="campaign_path_state"),
                            models.Index(fields=["institution_path", "state"], name="campaign_institution_state"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Collection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="标题")),
                        ("annex", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="附件序号")),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("once", "一次性"),
                                    ("month", "月报"),
                                    ("quarter", "季报"),
                                    ("half", "半年报"),
                                    ("year", "年报"),
                                ],
                                default="once",
                                max_length=10,
                                verbose_name="报告期类别",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="报告期起")),
                        ("ends_on", models.DateField(verbose_name="报告期止")),
                        ("due_on", models.DateField(verbose_name="报送截止日期")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("scope_rule", models.JSONField(default=dict, verbose_name="报送单位规则")),
                        ("odd_factor", models.PositiveSmallIntegerField(default=5, verbose_name="异常倍数")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("approving", "待批准"),
                                    ("issuing", "下发中"),
                                    ("open", "收表中"),
                                    ("closed", "已截止"),
                                    ("declined", "未批准"),
                                ],
                                default="approving",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("units", models.PositiveIntegerField(default=0, verbose_name="报送单位数")),
                        ("minutes", models.PositiveIntegerField(default=0, verbose_name="预计填报总分钟数")),
                        ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
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
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="拟定人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="下发单位",
                            ),
                        ),
                        (
                            "previous",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="following",
                                to="rectification.collection",
                                verbose_name="上一期",
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
                            "form_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="rectification.formversion",
                                verbose_name="报表版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报表任务",
                        "verbose_name_plural": "报表任务",
                        "ordering": ["-due_on", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="collection_path_state")],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("batch", models.PositiveSmallIntegerField(verbose_name="抽取次序")),
                        (
                            "object_kind",
                            models.CharField(
                                choices=[
                                    ("institution", "参加单位"),
                                    ("department", "科室"),
                                    ("person", "人员"),
                                    ("document", "病历等资料"),
                                ],
                                max_length=20,
                                verbose_name="抽取对象",
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
                        (
                            "state",
                            models.CharField(
                                choices=[("frozen", "已冻结，待抽取"), ("drawn", "已抽取"), ("replaced", "已作废重抽")],
                                default="frozen",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("asked", models.JSONField(default=dict, editable=False, verbose_name="抽取规则")),
                        (
                            "method",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="算法版本"),
                        ),
                        ("population", models.TextField(editable=False, verbose_name="抽取总体")),
                        (
                            "population_sha256",
                            models.CharField(editable=False, max_length=64, verbose_name="总体校验码"),
                        ),
                        ("seed", models.CharField(editable=False, max_length=64, verbose_name="随机种子")),
                        ("seed_sha256", models.CharField(editable=False, max_length=64, verbose_name="种子校验码")),
                        ("outside", models.CharField(blank=True, max_length=200, verbose_name="现场公开数")),
                        ("result", models.TextField(blank=True, editable=False, verbose_name="抽取结果")),
                        (
                            "result_sha256",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="结果校验码"),
                        ),
                        (
                            "attended",
                            models.JSONField(blank=True, default=list, editable=False, verbose_name="所用关注事项"),
                        ),
                        ("because", models.TextField(blank=True, verbose_name="再次抽取的理由")),
                        ("frozen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="冻结时间")),
                        ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽取时间")),
                        ("published_where", models.CharField(blank=True, max_length=200, verbose_name="公示载体")),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="公示日期")),
                        ("published_until", models.DateField(blank=True, null=True, verbose_name="公示截止")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="抽取人",
                            ),
                        ),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="冻结人",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="公示登记人",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="rectification.draw",
                                verbose_name="替代的抽取",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "随机抽取",
                        "verbose_name_plural": "随机抽取",
                        "ordering": ["phase", "batch"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="draw_path_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("phase", "batch"), name="draw_batch_once_in_a_phase")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Filing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit_name", models.CharField(max_length=200, verbose_name="填报单位名称")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待填报"),
                                    ("submitted", "待审核"),
                                    ("reported", "已上报"),
                                    ("returned", "退回更正"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("values", models.JSONField(default=dict, verbose_name="填报数")),
                        ("reported_values", models.JSONField(default=dict, editable=False, verbose_name="上次上报数")),
                        ("is_zero", models.BooleanField(default=False, verbose_name="零报告")),
                        ("remark", models.TextField(blank=True, verbose_name="说明")),
                        ("chief", models.CharField(blank=True, max_length=60, verbose_name="单位负责人")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="联系电话")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交审核时间")),
                        ("first_reported_at", models.DateTimeField(blank=True, null=True, verbose_name="首次上报时间")),
                        ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="上报时间")),
                        ("returned_because", models.TextField(blank=True, verbose_name="退回理由")),
                        ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="上报后退回次数")),
                        ("reminded", models.PositiveSmallIntegerField(default=0, verbose_name="催报次数")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "confirm_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="审核单位路径"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="rectification.collection",
                                verbose_name="报表任务",
                            ),
                        ),
                        (
                            "filled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="填表人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="填报单位",
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
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审核人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位报表",
                        "verbose_name_plural": "单位报表",
                        "ordering": ["collection", "org_path"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="filing_path_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("collection", "organization"), name="filing_once_per_collection"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cell", models.CharField(max_length=8, verbose_name="单元格")),
                        ("label", models.CharField(max_length=160, verbose_name="栏目")),
                        ("old", models.CharField(blank=True, max_length=500, verbose_name="原填")),
                        ("new", models.CharField(blank=True, max_length=500, verbose_name="更正为")),
                        ("because", models.TextField(verbose_name="更正理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="更正时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="更正人",
                            ),
                        ),
                        (
                            "filing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="rectification.filing",
                                verbose_name="单位报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "更正记录",
                        "verbose_name_plural": "更正记录",
                        "ordering": ["filing", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "actuality",
                            models.CharField(
                                choices=[("actual", "实际问题"), ("potential", "潜在风险")],
                                default="actual",
                                max_length=20,
                                verbose_name="实际或潜在",
                            ),
                        ),
                        (
                            "cause_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("five_whys", "五个为什么"),
                                    ("fishbone", "鱼骨图"),
                                    ("rca", "根本原因分析（RCA）"),
                                    ("fmea", "失效模式分析（FMEA）"),
                                    ("discussion", "科室讨论"),
                                ],
                                max_length=20,
                                verbose_name="分析方法",
                            ),
                        ),
                        ("supporting_words", models.CharField(blank=True, max_length=400, verbose_name="配合单位名称")),
                        ("limit_on", models.DateField(blank=True, null=True, verbose_name="整改限期")),
                        (
                            "issuer_path",
                            organizations.fields.PathField(
                                default="", editable=False, max_length=200, verbose_name="发现单位路径"
                            ),
                        ),
                        (
                            "found_severity",
                            models.CharField(
                                blank=True,
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                max_length=20,
                                verbose_name="登记时的严重程度",
                            ),
                        ),
                        ("repeats", models.PositiveSmallIntegerField(default=0, verbose_name="以前出现次数")),
                        ("objection_until", models.DateField(blank=True, null=True, verbose_name="陈述申辩截止日")),
                        ("waived_until", models.DateField(blank=True, null=True, verbose_name="暂缓或豁免至")),
                        (
                            "open_since",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="本轮开始时间"),
                        ),
                        ("returned_times", models.PositiveSmallIntegerField(default=0, verbose_name="退回次数")),
                        ("reopened_times", models.PositiveSmallIntegerField(default=0, verbose_name="重新启动次数")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        ("withdrawn_because", models.TextField(blank=True, verbose_name="撤销理由")),
                        ("number_text", models.CharField(db_index=True, max_length=40, verbose_name="编号")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="部位")),
                        ("description", models.TextField(verbose_name="问题描述")),
                        ("cited_text", models.TextField(blank=True, verbose_name="依据条款")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("self", "自查"),
                                    ("supervision", "督查"),
                                    ("spot_check", "抽查"),
                                    ("assigned", "交办"),
                                    ("indicator", "指标异常"),
                                    ("unit_risk", "单位风险上报"),
                                ],
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                default="general",
                                max_length=20,
                                verbose_name="严重程度",
                            ),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("fixed_on_spot", models.BooleanField(default=False, verbose_name="立行立改")),
                        ("root_cause", models.TextField(blank=True, verbose_name="原因分析")),
                        ("interim_control", models.TextField(blank=True, verbose_name="临时控制措施")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "已登记"),
                                    ("planning", "制定措施"),
                                    ("approving", "措施审核"),
                                    ("rectifying", "整改中"),
                                    ("verifying", "待核查"),
                                    ("waived", "暂缓整改"),
                                    ("closed", "已销号"),
                                    ("withdrawn", "已撤销"),
                                ],
                                default="registered",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="整改时限")),
                        ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="整改报告时间")),
                        ("result", models.TextField(blank=True, verbose_name="整改情况")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "approve_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="审核单位路径"),
                        ),
                        (
                            "verify_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="核查单位路径"),
                        ),
                        ("one_level_up", models.BooleanField(default=False, editable=False, verbose_name="提级核查")),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="措施审核人",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="责任科室",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="rectification.checklistitem",
                                verbose_name="检查条目",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="责任领导",
                            ),
                        ),
                        (
                            "number",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.number",
                                verbose_name="编号记录",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="措施拟定人",
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
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="整改报告人",
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="督办人",
                            ),
                        ),
                        (
                            "supporting_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="配合单位"
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="撤销人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "问题",
                        "verbose_name_plural": "问题台账",
                        "ordering": ["-recorded_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state", "due_on"], name="finding_path_state_due"),
                            models.Index(fields=["campaign", "state"], name="finding_campaign_state"),
                            models.Index(fields=["participant", "state"], name="finding_participant_state"),
                            models.Index(fields=["-recorded_at", "-id"], name="finding_newest_first"),
                            models.Index(fields=["campaign", "-recorded_at"], name="finding_of_campaign_newest"),
                            models.Index(fields=["organization", "-recorded_at"], name="finding_of_unit_newest"),
                            models.Index(fields=["verify_path"], name="finding_verify_path"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    ("withdrawn_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_withdrawn_finding_says_when",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectiveMeasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        ("text", models.TextField(verbose_name="整改措施")),
                        ("goal", models.TextField(blank=True, verbose_name="整改目标")),
                        ("proposed_due_on", models.DateField(verbose_name="拟定完成时限")),
                        ("evidence_required", models.CharField(blank=True, max_length=200, verbose_name="佐证要求")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "拟定"),
                                    ("approved", "已批准"),
                                    ("replaced", "已替换"),
                                    ("ended", "前一轮措施"),
                                ],
                                default="proposed",
                                max_length=20,
                                verbose_name="状态",
                            ),
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
                            "proposed_holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改措施",
                        "verbose_name_plural": "整改措施",
                        "ordering": ["finding", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("assignment__isnull", False),
                                    _connector="OR",
                                ),
                                name="approved_measure_has_assignment",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CloseOut",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="销号时间")),
                        ("opinion", models.TextField(blank=True, verbose_name="销号意见")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="销号人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="close_outs",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "销号",
                        "verbose_name_plural": "销号",
                        "ordering": ["finding", "at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("finding", "round"), name="close_out_once_per_round")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Form",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name="代码"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="报表名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="机构路径"
                            ),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="单位路径"
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="制定单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "统计报表",
                        "verbose_name_plural": "统计报表",
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FormLayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("list", "每家单位一行"), ("grid", "一张表一家单位（或汇总数）")],
                                default="list",
                                max_length=10,
                                verbose_name="填法",
                            ),
                        ),
                        ("sheet", models.CharField(max_length=31, verbose_name="工作表")),
                        ("first_row", models.PositiveSmallIntegerField(verbose_name="数据起始行")),
                        ("columns", models.JSONField(default=dict, verbose_name="栏目对应")),
                        ("serial_column", models.CharField(blank=True, max_length=3, verbose_name="序号列")),
                        ("unit_column", models.CharField(blank=True, max_length=3, verbose_name="单位名称列")),
                        ("footer", models.JSONField(default=dict, verbose_name="表头表尾单元格")),
                        ("sha256", models.CharField(max_length=64, verbose_name="表样摘要")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "form",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="layout",
                                to="rectification.form",
                                verbose_name="统计报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "上级表样",
                        "verbose_name_plural": "上级表样",
                    },
                ),
                migrations.CreateModel(
                    name="FormVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "设计中"), ("published", "已发布")],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("rows", models.JSONField(blank=True, default=list, verbose_name="固定行")),
                        ("note", models.TextField(blank=True, verbose_name="填报说明")),
                        ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="预计填报分钟数")),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="修改次数")),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="rectification.form",
                                verbose_name="统计报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报表版本",
                        "verbose_name_plural": "报表版本",
                        "ordering": ["form", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("form", "number"), name="form_version_unique"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")), fields=("form",), name="one_draft_of_a_form"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormColumn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("code", models.CharField(max_length=2, verbose_name="代号")),
                        ("name", models.CharField(max_length=60, verbose_name="栏目名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("whole", "整数"),
                                    ("decimal", "小数"),
                                    ("text", "文字"),
                                    ("day", "日期"),
                                    ("computed", "自动计算"),
                                ],
                                default="whole",
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="计量单位")),
                        ("required", models.BooleanField(default=True, verbose_name="必填")),
                        (
                            "lowest",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="最小值"
                            ),
                        ),
                        (
                            "highest",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="最大值"
                            ),
                        ),
                        ("formula", models.CharField(blank=True, max_length=200, verbose_name="公式")),
                        (
                            "form_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="columns",
                                to="rectification.formversion",
                                verbose_name="报表版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报表栏目",
                        "verbose_name_plural": "报表栏目",
                        "ordering": ["form_version", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("form_version", "code"), name="form_column_code_unique"),
                            models.UniqueConstraint(fields=("form_version", "order"), name="form_column_order_unique"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("expression", models.CharField(max_length=200, verbose_name="校验关系")),
                        ("message", models.CharField(blank=True, max_length=200, verbose_name="提示语")),
                        ("must", models.BooleanField(default=True, verbose_name="不符合不得上报")),
                        (
                            "form_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="rectification.formversion",
                                verbose_name="报表版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "校验关系",
                        "verbose_name_plural": "校验关系",
                        "ordering": ["form_version", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("self", "自查"),
                                    ("supervision", "督查"),
                                    ("spot_check", "抽查"),
                                    ("look_back", "回头看"),
                                ],
                                max_length=20,
                                verbose_name="检查方式",
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
                        (
                            "confirm_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="审核单位路径"),
                        ),
                        ("one_level_up", models.BooleanField(default=False, editable=False, verbose_name="提级审核")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "填报中"),
                                    ("submitted", "已提交"),
                                    ("confirmed", "已审核"),
                                    ("released", "已放行"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="下发时间")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "checklist_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.checklistversion",
                                verbose_name="检查表版本",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="被检查科室",
                            ),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="rectification.draw",
                                verbose_name="抽取",
                            ),
                        ),
                        (
                            "filled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="填报人",
                            ),
                        ),
                        (
                            "inspecting_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="检查单位",
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
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查",
                        "verbose_name_plural": "检查",
                        "ordering": ["phase", "org_path", "pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="inspection_path_state"),
                            models.Index(fields=["phase", "kind", "state"], name="inspection_phase_kind_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "self")),
                                fields=("phase", "participant"),
                                name="one_self_inspection_per_phase",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pass", "符合"),
                                    ("partial", "部分符合"),
                                    ("fail", "不符合"),
                                    ("na", "不适用"),
                                ],
                                max_length=10,
                                verbose_name="判定",
                            ),
                        ),
                        (
                            "number",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="数值"
                            ),
                        ),
                        ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="分子")),
                        ("m", models.PositiveIntegerField(blank=True, null=True, verbose_name="分母")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="填报时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="填报人",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="rectification.checklistitem",
                                verbose_name="检查条目",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "答案",
                        "verbose_name_plural": "答案",
                        "ordering": ["inspection", "item"],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "item"), name="one_answer_per_item")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("post", models.CharField(blank=True, max_length=200, verbose_name="时任岗位")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspectors",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="检查人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查人",
                        "verbose_name_plural": "检查人",
                        "ordering": ["inspection", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "person"), name="inspector_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InspectorPool",
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
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="管理单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查人员库",
                        "verbose_name_plural": "检查人员库",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organization", "name"), name="pool_name_once_in_a_unit")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("filed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                        ("opinion", models.TextField(blank=True, verbose_name="办理意见")),
                        (
                            "decide_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="办理单位路径"),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("text", models.TextField(verbose_name="陈述申辩意见")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "待核定"),
                                    ("upheld", "维持"),
                                    ("partly", "部分采纳"),
                                    ("accepted", "采纳并撤销问题"),
                                ],
                                default="pending",
                                max_length=20,
                                verbose_name="办理结果",
                            ),
                        ),
                        (
                            "severity_before",
                            models.CharField(
                                blank=True,
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                max_length=20,
                                verbose_name="原严重程度",
                            ),
                        ),
                        (
                            "severity_after",
                            models.CharField(
                                blank=True,
                                choices=[("general", "一般"), ("serious", "较大"), ("major", "重大")],
                                max_length=20,
                                verbose_name="核定严重程度",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="rectification.finding",
                                verbose_name="问题",
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
                    options={
                        "verbose_name": "陈述申辩",
                        "verbose_name_plural": "陈述申辩",
                        "ordering": ["-filed_at", "-pk"],
                        "constraints": [models.UniqueConstraint(fields=("finding",), name="one_objection_per_finding")],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="名称")),
                        ("kind", models.CharField(max_length=40, verbose_name="机构类别")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="级别")),
                        ("grade", models.CharField(blank=True, max_length=20, verbose_name="等次")),
                        ("ownership", models.CharField(blank=True, max_length=20, verbose_name="所有制")),
                        ("region", models.CharField(blank=True, max_length=80, verbose_name="行政区")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        ("in_focus", models.BooleanField(default=False, verbose_name="重点")),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "参加"), ("removed", "已剔除")],
                                default="active",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("added_by_rule", models.BooleanField(default=True, verbose_name="按规则纳入")),
                        ("because", models.TextField(blank=True, verbose_name="理由")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参加单位",
                        "verbose_name_plural": "参加单位",
                        "ordering": ["campaign", "org_path"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="participant_path_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "organization"), name="participant_once_per_campaign"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("delivered_on", models.DateField(verbose_name="完成日期")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("backdated", models.BooleanField(default=False, editable=False, verbose_name="补录")),
                        ("used_alternative", models.BooleanField(default=False, verbose_name="以替代方式完成")),
                        ("text", models.TextField(blank=True, verbose_name="完成情况")),
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
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "output",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="rectification.output",
                                verbose_name="阶段成果",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "成果提交",
                        "verbose_name_plural": "成果提交",
                        "ordering": ["output", "delivered_on", "pk"],
                        "indexes": [models.Index(fields=["org_path"], name="delivery_path")],
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deploy", "组织部署"),
                                    ("self_inspect", "自查自纠"),
                                    ("supervise", "督导抽查"),
                                    ("conclude", "总结整改"),
                                    ("publicize", "宣传发动"),
                                    ("study", "自学自查"),
                                    ("inspect", "集中检查"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("opens_on", models.DateField(verbose_name="开始日期")),
                        ("closes_on", models.DateField(verbose_name="结束日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "未启动"),
                                    ("open", "进行中"),
                                    ("signing", "审批中"),
                                    ("closed", "已结束"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="启动时间")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "standing",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="送签时的统计"),
                        ),
                        ("prepared", models.PositiveIntegerField(default=0, verbose_name="已下发单位数")),
                        ("to_prepare", models.PositiveIntegerField(default=0, verbose_name="应下发单位数")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="phases",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="启动人",
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
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "阶段",
                        "verbose_name_plural": "阶段",
                        "ordering": ["campaign", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "order"), name="phase_order_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoolMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("specialty", models.CharField(blank=True, max_length=60, verbose_name="专业")),
                        ("since", models.DateField(verbose_name="聘期开始")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="聘期结束")),
                        (
                            "yearly_most",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每年最多派出次数"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="rectification.inspectorpool",
                                verbose_name="检查人员库",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "库内人员",
                        "verbose_name_plural": "库内人员",
                        "ordering": ["pool", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="pool_term_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("because", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="放行时间")),
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
                                verbose_name="放行人",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="rectification.phase",
                                verbose_name="阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "放行记录",
                        "verbose_name_plural": "放行记录",
                        "ordering": ["phase", "org_path"],
                        "constraints": [
                            models.UniqueConstraint(fields=("phase", "participant"), name="release_once_per_phase")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[("notice", "系统通知"), ("phone", "电话")],
                                default="notice",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="催报情况")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="催报时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="催报人",
                            ),
                        ),
                        (
                            "filing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="rectification.filing",
                                verbose_name="单位报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "催报记录",
                        "verbose_name_plural": "催报记录",
                        "ordering": ["filing", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Reopening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="新轮次")),
                        ("because", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopenings",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重新启动整改",
                        "verbose_name_plural": "重新启动整改",
                        "ordering": ["finding", "at"],
                    },
                ),
                migrations.CreateModel(
                    name="ScopeChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="名单版本")),
                        (
                            "action",
                            models.CharField(
                                choices=[("frozen", "首次确定"), ("added", "增补"), ("removed", "剔除")],
                                max_length=20,
                                verbose_name="变更",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="变更后单位数")),
                        ("because", models.TextField(blank=True, verbose_name="理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scope_changes",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="rectification.participant",
                                verbose_name="参加单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "范围调整",
                        "verbose_name_plural": "范围调整",
                        "ordering": ["campaign", "version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "version"), name="scope_version_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="被考核单位名称")),
                        ("total", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="得分")),
                        ("rank", models.PositiveIntegerField(default=0, verbose_name="名次")),
                        ("vetoed", models.BooleanField(default=False, verbose_name="末位否决")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="被考核单位",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="rectification.scoreround",
                                verbose_name="考核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核得分",
                        "verbose_name_plural": "考核得分",
                        "ordering": ["round", "rank", "org_path"],
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "organization"), name="score_once_per_round")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="分值")),
                        ("because", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
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
                            "score",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="rectification.score",
                                verbose_name="考核得分",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.scoreitem",
                                verbose_name="考核项目",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "手工加减分",
                        "verbose_name_plural": "手工加减分",
                        "ordering": ["score", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="加减分")),
                        ("causes", models.JSONField(default=list, verbose_name="事由")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.scoreitem",
                                verbose_name="考核项目",
                            ),
                        ),
                        (
                            "score",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="rectification.score",
                                verbose_name="考核得分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核明细",
                        "verbose_name_plural": "考核明细",
                        "ordering": ["score", "item__order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("score", "item"), name="score_line_once_per_item")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreObjection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="异议理由")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "待答复"), ("upheld", "采纳"), ("rejected", "不采纳")],
                                default="open",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        (
                            "old_points",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="原计分"
                            ),
                        ),
                        (
                            "new_points",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="更正为"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "decided_by",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rectification.scoreitem",
                                verbose_name="考核项目",
                            ),
                        ),
                        (
                            "score",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="rectification.score",
                                verbose_name="考核得分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核异议",
                        "verbose_name_plural": "考核异议",
                        "ordering": ["score", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("once", "一次性"),
                                    ("month", "月报"),
                                    ("quarter", "季报"),
                                    ("half", "半年报"),
                                    ("year", "年报"),
                                ],
                                max_length=10,
                                verbose_name="考核期类别",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="考核期起")),
                        ("ends_on", models.DateField(verbose_name="考核期止")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "核算中"), ("objecting", "征求异议"), ("published", "已公布")],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("algorithm", models.CharField(max_length=20, verbose_name="算法版本")),
                        ("objections_until", models.DateField(blank=True, null=True, verbose_name="异议截止日期")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公布时间")),
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
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="公布人",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="rectification.scorerule",
                                verbose_name="考核规则",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核",
                        "verbose_name_plural": "考核",
                        "ordering": ["-ends_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule", "begins_on", "ends_on"), name="score_round_once_per_period"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="规则名称")),
                        ("basis", models.CharField(max_length=200, verbose_name="依据文件和文号")),
                        (
                            "level",
                            models.CharField(
                                choices=[("unit", "所属单位"), ("department", "本单位科室")],
                                default="unit",
                                max_length=20,
                                verbose_name="考核对象",
                            ),
                        ),
                        (
                            "full_marks",
                            models.DecimalField(
                                decimal_places=2, default=Decimal(100), max_digits=6, verbose_name="满分"
                            ),
                        ),
                        ("veto_bottom", models.PositiveSmallIntegerField(default=0, verbose_name="末位否决名额")),
                        (
                            "written_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="拟定日期"),
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="拟定人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="制定单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核规则",
                        "verbose_name_plural": "考核规则",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SitePaper",
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
                        (
                            "stand",
                            models.CharField(
                                choices=[("agrees", "情况属实"), ("objects", "有异议"), ("refuses", "拒签")],
                                max_length=10,
                                verbose_name="被检查单位意见",
                            ),
                        ),
                        ("signer", models.CharField(blank=True, max_length=60, verbose_name="单位签字人")),
                        ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="签字人职务")),
                        ("note", models.TextField(blank=True, verbose_name="异议内容或拒签情况")),
                        ("signed_on", models.DateField(verbose_name="签字日期")),
                        ("feedback", models.TextField(blank=True, verbose_name="反馈会情况")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        (
                            "inspection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper",
                                to="rectification.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "现场检查记录",
                        "verbose_name_plural": "现场检查记录",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("order", "整改通知书"),
                                    ("feedback", "质控反馈意见"),
                                    ("supervise", "督办单"),
                                ],
                                max_length=20,
                                verbose_name="种类",
                            ),
                        ),
                        ("number_text", models.CharField(max_length=40, verbose_name="编号")),
                        ("lines", models.JSONField(default=list, verbose_name="问题清单")),
                        ("text", models.TextField(verbose_name="要求")),
                        ("reply_by", models.DateField(verbose_name="回复期限")),
                        ("contact", models.CharField(max_length=200, verbose_name="联系人及电话")),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="发出时间")),
                        ("receive_due_on", models.DateField(verbose_name="签收期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[("issued", "待签收"), ("received", "已签收")],
                                default="issued",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("received_post", models.CharField(blank=True, max_length=160, verbose_name="签收人职务")),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        ("receipt_note", models.CharField(blank=True, max_length=200, verbose_name="签收说明")),
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
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="发出单位路径"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="rectification.campaign",
                                verbose_name="专项工作",
                            ),
                        ),
                        (
                            "findings",
                            models.ManyToManyField(
                                related_name="slips", to="rectification.finding", verbose_name="问题"
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="发出单位",
                            ),
                        ),
                        (
                            "number",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.number",
                                verbose_name="编号记录",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="rectification.participant",
                                verbose_name="收件单位",
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
                    ],
                    options={
                        "verbose_name": "整改通知",
                        "verbose_name_plural": "整改通知",
                        "ordering": ["-issued_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="slip_path_state"),
                            models.Index(fields=["issuer_path", "state"], name="slip_issuer_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "received"), _negated=True),
                                    ("received_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_received_slip_says_when",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplatePhase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deploy", "组织部署"),
                                    ("self_inspect", "自查自纠"),
                                    ("supervise", "督导抽查"),
                                    ("conclude", "总结整改"),
                                    ("publicize", "宣传发动"),
                                    ("study", "自学自查"),
                                    ("inspect", "集中检查"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "starts_after_days",
                            models.PositiveSmallIntegerField(
                                help_text="距专项工作首日的天数", verbose_name="第几天开始"
                            ),
                        ),
                        ("lasts_days", models.PositiveSmallIntegerField(verbose_name="历时天数")),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="rectification.campaigntemplate",
                                verbose_name="模板",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "模板阶段",
                        "verbose_name_plural": "模板阶段",
                        "ordering": ["template", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("template", "order"), name="template_phase_order_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateOutput",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "per",
                            models.CharField(
                                choices=[("campaign", "主办单位"), ("participant", "各参加单位")],
                                max_length=20,
                                verbose_name="提交主体",
                            ),
                        ),
                        ("required", models.BooleanField(default=True, verbose_name="必交")),
                        ("evidence_minimum", models.CharField(blank=True, max_length=200, verbose_name="最低佐证要求")),
                        ("alternative", models.CharField(blank=True, max_length=200, verbose_name="可替代方式")),
                        (
                            "due_after_days",
                            models.PositiveSmallIntegerField(
                                help_text="距专项工作首日的天数", verbose_name="截止于第几天"
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outputs",
                                to="rectification.templatephase",
                                verbose_name="模板阶段",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "模板成果",
                        "verbose_name_plural": "模板成果",
                        "ordering": ["phase", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[("fixed", "属实已整改"), ("partial", "部分整改"), ("not_fixed", "未整改")],
                                max_length=20,
                                verbose_name="核查结论",
                            ),
                        ),
                        ("opinion", models.TextField(verbose_name="核查意见")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="核查时间")),
                        ("one_level_up", models.BooleanField(default=False, verbose_name="提级核查")),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verifications",
                                to="rectification.finding",
                                verbose_name="问题",
                            ),
                        ),
                        (
                            "verifier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="核查人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核查",
                        "verbose_name_plural": "核查",
                        "ordering": ["finding", "at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("filed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                        ("opinion", models.TextField(blank=True, verbose_name="办理意见")),
                        (
                            "decide_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="办理单位路径"),
                        ),
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
                            "kind",
                            models.CharField(
                                choices=[("defer", "暂缓整改"), ("exempt", "豁免整改")],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("because", models.TextField(verbose_name="理由")),
                        ("control", models.TextField(verbose_name="期间的控制措施")),
                        ("until", models.DateField(verbose_name="截止日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "待审批"),
                                    ("granted", "已同意"),
                                    ("refused", "不同意"),
                                    ("ended", "已到期"),
                                ],
                                default="pending",
                                max_length=20,
                                verbose_name="办理结果",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="到期恢复时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="rectification.finding",
                                verbose_name="问题",
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
                    options={
                        "verbose_name": "暂缓豁免",
                        "verbose_name_plural": "暂缓豁免",
                        "ordering": ["-filed_at", "-pk"],
                        "indexes": [models.Index(fields=["state", "until"], name="waiver_state_until")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["pending", "granted"])),
                                fields=("finding",),
                                name="one_waiver_at_a_time",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
