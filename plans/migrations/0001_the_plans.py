import uuid
from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accountability", "0003_the_registers_of_an_office"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0002_charters_and_terms_of_bodies"),
        ("search", "0002_files_uploaded_together"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="CertificateRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=80, verbose_name="证书名称")),
                        (
                            "duty",
                            models.CharField(
                                blank=True,
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
                        ("title", models.CharField(blank=True, max_length=40, verbose_name="岗位名称含")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "department_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.departmenttype",
                                verbose_name="科室类别",
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
                        "verbose_name": "持证要求",
                        "verbose_name_plural": "持证要求",
                        "ordering": ("org_path", "kind", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
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
                                    ("annual", "年度计划"),
                                    ("long_term", "中长期规划"),
                                    ("special", "专项工作计划"),
                                    ("department", "科室计划"),
                                ],
                                default="annual",
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("year", models.PositiveIntegerField(verbose_name="年度")),
                        ("until_year", models.PositiveIntegerField(verbose_name="至年度")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("purpose", models.TextField(blank=True, verbose_name="指导思想和总体目标")),
                        ("requirements", models.TextField(blank=True, verbose_name="工作要求")),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="联系人及电话")),
                        ("addressees", models.TextField(blank=True, verbose_name="主送")),
                        ("copies_to", models.TextField(blank=True, verbose_name="抄送")),
                        (
                            "derivation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "无"),
                                    ("slice", "年度分解"),
                                    ("cascade", "逐级分解"),
                                    ("derived", "依据制定"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="与上级计划的关系",
                            ),
                        ),
                        (
                            "report_every",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "不报送"),
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("half_year", "每半年"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="进展报送周期",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟稿"),
                                    ("signing", "审批中"),
                                    ("numbering", "待编号复核"),
                                    ("issuing", "待印发"),
                                    ("in_force", "执行中"),
                                    ("closed", "已总结"),
                                    ("superseded", "已由新计划替代"),
                                    ("abandoned", "已放弃"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("edition", models.PositiveIntegerField(default=0, verbose_name="印发版次")),
                        (
                            "drafted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="拟稿时间"),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签发时间")),
                        ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="复核时间")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="印发时间")),
                        ("effective_on", models.DateField(blank=True, null=True, verbose_name="执行之日")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="停止执行之日")),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="复核人",
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
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="印发人",
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
                                verbose_name="文号",
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
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derived",
                                to="plans.plan",
                                verbose_name="上级计划",
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
                            "report_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="进展报送单位",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="plans.plan",
                                verbose_name="替代的计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划",
                        "verbose_name_plural": "计划",
                        "ordering": ["-year", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="plan_path_state"),
                            models.Index(fields=["institution_path", "year"], name="plan_institution_year"),
                            models.Index(fields=["year", "until_year"], name="plan_years"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until_year__gte", models.F("year"))),
                                name="plan_ends_after_it_begins",
                                violation_error_message="结束年度不能早于开始年度。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Register",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="登记册名称")),
                        ("purpose", models.CharField(blank=True, max_length=300, verbose_name="用途")),
                        ("label", models.CharField(default="名称", max_length=40, verbose_name="登记项叫什么")),
                        ("columns", models.JSONField(blank=True, default=list, verbose_name="栏目")),
                        ("sum_column", models.CharField(blank=True, max_length=40, verbose_name="核对合计的栏目")),
                        (
                            "declared_total",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="应有合计"
                            ),
                        ),
                        ("expires", models.BooleanField(default=False, verbose_name="登记项有有效期")),
                        ("warn_days", models.PositiveSmallIntegerField(default=30, verbose_name="到期前几日提醒")),
                        ("filed_with", models.CharField(blank=True, max_length=120, verbose_name="备案机关")),
                        ("closed", models.BooleanField(default=False, verbose_name="停用")),
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="维护单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登记册",
                        "verbose_name_plural": "登记册",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed", False)),
                                fields=("organization", "name"),
                                name="a_register_is_kept_once_by_a_unit",
                                violation_error_message="本单位已有同名登记册，请换一个名称。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("training", "培训"), ("examination", "考核"), ("both", "培训并考核")],
                                default="both",
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                        ("content", models.TextField(blank=True, verbose_name="培训内容")),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("lecture", "专题讲座"),
                                    ("meeting", "月会、早会学习"),
                                    ("department", "科室学习"),
                                    ("self_study", "自学"),
                                    ("practice", "操作演示"),
                                    ("online", "线上学习"),
                                    ("away", "外出进修、参训"),
                                    ("exam_only", "只考核不授课"),
                                ],
                                default="lecture",
                                max_length=12,
                                verbose_name="培训方式",
                            ),
                        ),
                        ("audience", models.CharField(blank=True, max_length=200, verbose_name="培训对象")),
                        ("goal", models.CharField(blank=True, max_length=300, verbose_name="工作目标")),
                        ("teacher", models.CharField(blank=True, max_length=120, verbose_name="授课人")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                        ("due_on", models.DateField(verbose_name="计划日期")),
                        ("held_on", models.DateField(blank=True, null=True, verbose_name="举办日期")),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="学时"
                            ),
                        ),
                        (
                            "exam",
                            models.CharField(
                                choices=[
                                    ("none", "不考核"),
                                    ("closed", "闭卷笔试"),
                                    ("open", "开卷笔试"),
                                    ("oral", "口试"),
                                    ("skills", "操作考核"),
                                ],
                                default="none",
                                max_length=10,
                                verbose_name="考核形式",
                            ),
                        ),
                        (
                            "full_mark",
                            models.DecimalField(
                                decimal_places=1, default=Decimal(100), max_digits=6, verbose_name="满分"
                            ),
                        ),
                        (
                            "pass_mark",
                            models.DecimalField(
                                decimal_places=1, default=Decimal(60), max_digits=6, verbose_name="合格分"
                            ),
                        ),
                        ("resit_by", models.DateField(blank=True, null=True, verbose_name="补考截止日期")),
                        ("certificate", models.CharField(blank=True, max_length=80, verbose_name="合格后发给的证书")),
                        (
                            "certificate_months",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="证书有效月数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟定中"),
                                    ("approving", "待审核"),
                                    ("planned", "待举办"),
                                    ("held", "已举办"),
                                    ("closed", "已结束"),
                                    ("cancelled", "已取消"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="小结")),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
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
                            "approve_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="审核单位路径"),
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
                                verbose_name="审核人",
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
                                verbose_name="组织单位",
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
                        "verbose_name": "培训考核",
                        "verbose_name_plural": "培训考核",
                        "ordering": ("-due_on", "-pk"),
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="training_path_state"),
                            models.Index(fields=["institution_path", "topic", "held_on"], name="training_topic_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("pass_mark__lte", models.F("full_mark"))),
                                name="training_pass_mark_can_be_reached",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="指标集")),
                        (
                            "series",
                            models.UUIDField(db_index=True, default=uuid.uuid4, editable=False, verbose_name="系列"),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                        ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "filled_by",
                            models.CharField(
                                choices=[
                                    ("institutions", "下级机构"),
                                    ("departments", "本单位各科室"),
                                    ("itself", "本单位"),
                                ],
                                default="institutions",
                                max_length=20,
                                verbose_name="填报主体",
                            ),
                        ),
                        ("unit_kinds", models.JSONField(blank=True, default=list, verbose_name="机构类别")),
                        ("unit_levels", models.JSONField(blank=True, default=list, verbose_name="机构级别")),
                        ("key_departments_only", models.BooleanField(default=False, verbose_name="只限重点科室")),
                        ("due_days", models.PositiveSmallIntegerField(default=10, verbose_name="期末后几日内报送")),
                        ("starts_on", models.DateField(verbose_name="自何日起执行")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟定中"),
                                    ("approving", "待发布"),
                                    ("published", "执行中"),
                                    ("superseded", "已被新版替代"),
                                    ("retired", "已停用"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "publish_path",
                            organizations.fields.PathField(
                                editable=False, max_length=200, verbose_name="发布审核单位路径"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                                verbose_name="归口单位",
                            ),
                        ),
                        (
                            "previous",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="following",
                                to="plans.indicatorset",
                                verbose_name="上一版",
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
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发布人",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="indicator_sets",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标集",
                        "verbose_name_plural": "指标集",
                        "ordering": ("name", "-number"),
                        "indexes": [models.Index(fields=["org_path", "state"], name="indicator_set_path_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "number"), name="indicator_set_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("series",),
                                name="indicator_set_one_in_force",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "approving"])),
                                fields=("series",),
                                name="indicator_set_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanBasis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=1, verbose_name="顺序")),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                        ("document_number", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "article",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="search.article",
                                verbose_name="条款",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="basis",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "regulation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="search.regulation",
                                verbose_name="法规库文件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "依据文件",
                        "verbose_name_plural": "依据文件",
                        "ordering": ["plan", "order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("document_number", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_basis_has_a_title_or_a_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                        ("text", models.TextField(blank=True, editable=False, verbose_name="文字")),
                        (
                            "headings",
                            models.JSONField(blank=True, default=list, editable=False, verbose_name="识别出的标题"),
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
                                choices=[
                                    ("waiting", "等待识别"),
                                    ("read", "待核对"),
                                    ("finished", "已核对"),
                                    ("failed", "识别失败"),
                                    ("dropped", "已放弃"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "uploaded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="核对完成时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "blob",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.blob",
                                verbose_name="原文件",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imports",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划导入",
                        "verbose_name_plural": "计划导入",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", models.CharField(max_length=20, verbose_name="报送期")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "to_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="报送单位路径"),
                        ),
                        ("due_on", models.DateField(verbose_name="报送期限")),
                        ("text", models.TextField(verbose_name="进展情况")),
                        ("figures", models.JSONField(blank=True, default=list, verbose_name="完成统计")),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="报送时间")),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="progress_reports",
                                to="plans.plan",
                                verbose_name="计划",
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
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="报送人",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="报送单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "进展报告",
                        "verbose_name_plural": "进展报告",
                        "ordering": ["-due_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "period"), name="plan_report_once_a_period")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="名称")),
                        ("values", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("remind_on", models.DateField(blank=True, editable=False, null=True, verbose_name="提醒日期")),
                        ("filed_on", models.DateField(blank=True, null=True, verbose_name="备案日期")),
                        ("filed_number", models.CharField(blank=True, max_length=80, verbose_name="备案编号")),
                        ("active", models.BooleanField(default=True, verbose_name="在册")),
                        ("retired_because", models.CharField(blank=True, max_length=200, verbose_name="注销原因")),
                        (
                            "entered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
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
                            "assignment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.assignment",
                                verbose_name="任务",
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
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="所在科室",
                            ),
                        ),
                        (
                            "register",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="plans.register",
                                verbose_name="登记册",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登记项",
                        "verbose_name_plural": "登记项",
                        "ordering": ["register", "pk"],
                        "indexes": [models.Index(fields=["active", "remind_on"], name="entries_by_expiry")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("active", True)),
                                fields=("register", "organization", "label"),
                                name="an_entry_stands_once",
                                violation_error_message="该科室已有同名登记项，请换一个名称，或者修改已有的一项。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("active", True), models.Q(("retired_because", ""), _negated=True), _connector="OR"
                                ),
                                name="what_is_struck_out_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                                choices=[("half_year", "半年小结"), ("year_end", "年终总结")],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("year", models.PositiveIntegerField(verbose_name="年度")),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="总结正文")),
                        ("next_steps", models.TextField(blank=True, verbose_name="下一步安排")),
                        (
                            "standing",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="送签时的统计"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("collecting", "收集和撰写"), ("signing", "审批中"), ("approved", "已审定")],
                                default="collecting",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="启动时间")),
                        ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                        (
                            "without_missing",
                            models.CharField(blank=True, max_length=300, verbose_name="部门未报齐的说明"),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="最后修改人",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="plans.plan",
                                verbose_name="计划",
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
                        "verbose_name": "计划总结",
                        "verbose_name_plural": "计划总结",
                        "ordering": ["-year", "plan", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "kind", "year"), name="plan_review_once_a_period")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordinal", models.PositiveIntegerField(verbose_name="序号")),
                        ("because", models.TextField(verbose_name="调整理由")),
                        ("effective_on", models.DateField(verbose_name="生效之日")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟稿"),
                                    ("signing", "审批中"),
                                    ("approved", "已批准"),
                                    ("in_force", "已生效"),
                                    ("abandoned", "已放弃"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
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
                            "drafted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="拟稿时间"),
                        ),
                        ("in_force_at", models.DateTimeField(blank=True, null=True, verbose_name="生效时间")),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="plans.plan",
                                verbose_name="计划",
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
                        "verbose_name": "计划调整",
                        "verbose_name_plural": "计划调整",
                        "ordering": ["plan", "ordinal"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "ordinal"), name="plan_revision_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Section",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=1, verbose_name="顺序")),
                        ("number", models.CharField(blank=True, max_length=30, verbose_name="原编号")),
                        (
                            "dropped_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消时间"),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=1, verbose_name="层级")),
                        ("heading", models.CharField(max_length=200, verbose_name="标题")),
                        ("text", models.TextField(blank=True, verbose_name="正文")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="标题给出的时限")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="plans.section",
                                verbose_name="上级标题",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "章节",
                        "verbose_name_plural": "章节",
                        "ordering": ["plan", "order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                                name="plan_section_has_a_level",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=80, verbose_name="证书名称")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="证书编号")),
                        ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发证单位")),
                        ("issued_on", models.DateField(verbose_name="发证日期")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="注销时间")),
                        ("revoked_because", models.CharField(blank=True, max_length=300, verbose_name="注销理由")),
                        (
                            "reminded_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="到期提醒日期"),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="持证人",
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
                            "training",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="plans.training",
                                verbose_name="培训考核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证书",
                        "verbose_name_plural": "证书",
                        "ordering": ("expires_on", "pk"),
                        "indexes": [models.Index(fields=["org_path", "expires_on"], name="certificate_path_expiry")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("person", "kind", "issued_on"),
                                name="certificate_once_per_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True),
                                    ("expires_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="certificate_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_expected", models.BooleanField(default=True, verbose_name="应参加")),
                        ("attended", models.BooleanField(blank=True, null=True, verbose_name="已参加")),
                        ("absent_because", models.CharField(blank=True, max_length=120, verbose_name="缺席原因")),
                        (
                            "score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="成绩"
                            ),
                        ),
                        ("passed", models.BooleanField(blank=True, null=True, verbose_name="合格")),
                        ("resit_on", models.DateField(blank=True, null=True, verbose_name="补考日期")),
                        (
                            "resit_score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="补考成绩"
                            ),
                        ),
                        ("resit_passed", models.BooleanField(blank=True, null=True, verbose_name="补考合格")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="科室",
                            ),
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
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="plans.training",
                                verbose_name="培训考核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "培训考核结果",
                        "verbose_name_plural": "培训考核结果",
                        "ordering": ("training", "org_path", "person"),
                        "indexes": [models.Index(fields=["org_path"], name="training_result_path")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("training", "person"), name="training_result_once_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=1, verbose_name="顺序")),
                        ("number", models.CharField(blank=True, max_length=30, verbose_name="原编号")),
                        (
                            "dropped_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消时间"),
                        ),
                        ("text", models.TextField(verbose_name="目标")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="实现时限")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objectives",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="plans.section",
                                verbose_name="章节",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "目标",
                        "verbose_name_plural": "目标",
                        "ordering": ["plan", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit_name", models.CharField(max_length=200, verbose_name="填报单位名称")),
                        (
                            "period",
                            models.CharField(
                                choices=[("month", "月"), ("quarter", "季度"), ("half", "半年"), ("year", "年")],
                                max_length=10,
                                verbose_name="报送周期",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="期初")),
                        ("ends_on", models.DateField(verbose_name="期末")),
                        ("due_on", models.DateField(verbose_name="报送截止日期")),
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
                        ("remark", models.TextField(blank=True, verbose_name="说明")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交审核时间")),
                        ("first_reported_at", models.DateTimeField(blank=True, null=True, verbose_name="首次上报时间")),
                        ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="上报时间")),
                        ("returned_because", models.TextField(blank=True, verbose_name="退回理由")),
                        ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="上报后退回次数")),
                        ("reminded", models.PositiveSmallIntegerField(default=0, verbose_name="催报次数")),
                        (
                            "told_late_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="逾期提醒时间"),
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
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                        (
                            "indicator_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="plans.indicatorset",
                                verbose_name="指标集",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标填报",
                        "verbose_name_plural": "指标填报",
                        "ordering": ("-begins_on", "org_path"),
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="indicator_report_path_state"),
                            models.Index(fields=["state", "due_on"], name="indicator_report_state_due"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator_set", "organization", "period", "begins_on"),
                                name="indicator_report_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReading",
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
                                    ("measure", "任务措施"),
                                    ("obligation", "频次要求"),
                                    ("indicator", "指标"),
                                    ("date", "时限"),
                                    ("basis", "依据文件"),
                                    ("unread", "未能识别"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("order", models.PositiveIntegerField(verbose_name="顺序")),
                        ("line", models.PositiveIntegerField(default=0, verbose_name="原文行")),
                        ("section", models.IntegerField(default=-1, verbose_name="原文章节")),
                        ("source", models.TextField(verbose_name="原文句子")),
                        ("start", models.PositiveIntegerField(default=0, verbose_name="起")),
                        ("end", models.PositiveIntegerField(default=0, verbose_name="止")),
                        ("values", models.JSONField(default=dict, verbose_name="识别结果")),
                        ("corrected", models.JSONField(blank=True, default=dict, verbose_name="改正结果")),
                        ("doubt", models.CharField(blank=True, max_length=300, verbose_name="存疑原因")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("open", "待核对"),
                                    ("confirmed", "确认"),
                                    ("changed", "改正后确认"),
                                    ("dropped", "不采用"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="核对结果",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="不采用的理由")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="核对时间")),
                        ("made_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="形成对象编号")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="核对人",
                            ),
                        ),
                        (
                            "made_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="形成对象类型",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="plans.planimport",
                                verbose_name="计划导入",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "识别内容",
                        "verbose_name_plural": "识别内容",
                        "ordering": ["of", "order"],
                        "indexes": [models.Index(fields=["of", "kind", "verdict"], name="plan_reading_of_import")],
                    },
                ),
                migrations.CreateModel(
                    name="Reporter",
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
                            "indicator_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reporters",
                                to="plans.indicatorset",
                                verbose_name="指标集",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="填报人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标填报人",
                        "verbose_name_plural": "指标填报人",
                        "ordering": ("org_path",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator_set", "organization"), name="reporter_once_per_unit"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewPart",
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
                        ("done", models.TextField(blank=True, verbose_name="完成情况")),
                        ("not_done", models.TextField(blank=True, verbose_name="未完成事项及原因")),
                        ("next_steps", models.TextField(blank=True, verbose_name="下一步打算")),
                        ("due_on", models.DateField(verbose_name="报送期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "待报送"), ("sent", "待科室负责人审定"), ("confirmed", "已报送")],
                                default="asked",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="填报时间")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                        ("returned_because", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审定人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="部门",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="plans.review",
                                verbose_name="计划总结",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="填报人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "部门小结",
                        "verbose_name_plural": "部门小结",
                        "ordering": ["review", "org_path"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "organization"), name="plan_part_once_a_department"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("edition", models.PositiveIntegerField(verbose_name="印发版次")),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("sha256", models.CharField(max_length=64, verbose_name="校验码（SHA-256）")),
                        ("effective_on", models.DateField(verbose_name="执行之日")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="形成时间")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plans.revision",
                                verbose_name="计划调整",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划印发版",
                        "verbose_name_plural": "计划印发版",
                        "ordering": ["plan", "edition"],
                        "constraints": [models.UniqueConstraint(fields=("plan", "edition"), name="plan_edition_once")],
                    },
                ),
                migrations.CreateModel(
                    name="RevisionLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(default="measure", max_length=20, verbose_name="内容类别")),
                        (
                            "action",
                            models.CharField(
                                choices=[("add", "新增"), ("change", "修改"), ("drop", "取消")],
                                max_length=10,
                                verbose_name="调整方式",
                            ),
                        ),
                        ("target", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="调整对象编号")),
                        ("label", models.CharField(max_length=200, verbose_name="调整对象")),
                        ("before", models.JSONField(blank=True, default=dict, verbose_name="调整前")),
                        ("after", models.JSONField(blank=True, default=dict, verbose_name="调整后")),
                        (
                            "applied",
                            models.PositiveBigIntegerField(
                                blank=True, editable=False, null=True, verbose_name="生效后对象编号"
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="plans.revision",
                                verbose_name="计划调整",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调整内容",
                        "verbose_name_plural": "调整内容",
                        "ordering": ["revision", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("target__isnull", False)),
                                fields=("revision", "kind", "target"),
                                name="plan_line_touched_once_per_revision",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="代码")),
                        ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                        ("name", models.CharField(max_length=120, verbose_name="指标名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rate", "率（分子/分母）"),
                                    ("number", "数值"),
                                    ("count", "计数"),
                                    ("zero", "零发生"),
                                    ("streak", "连续无事件"),
                                    ("grade", "等级"),
                                ],
                                default="rate",
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("filled", "单位填报"),
                                    ("attendance", "培训参加率（由培训记录计算）"),
                                    ("passed", "考核合格率（由考核成绩计算）"),
                                    ("punctual", "数据报送及时率（由报送记录计算）"),
                                    ("corrected", "数据更正率（由更正记录计算）"),
                                ],
                                default="filled",
                                max_length=12,
                                verbose_name="数据来源",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=60, verbose_name="对应培训主题")),
                        (
                            "period",
                            models.CharField(
                                choices=[("month", "月"), ("quarter", "季度"), ("half", "半年"), ("year", "年")],
                                default="month",
                                max_length=10,
                                verbose_name="报送周期",
                            ),
                        ),
                        (
                            "comparator",
                            models.CharField(
                                choices=[
                                    (">=", "不低于（≥）"),
                                    ("<=", "不超过（≤）"),
                                    ("=", "等于（＝）"),
                                    ("range", "介于"),
                                ],
                                default=">=",
                                max_length=6,
                                verbose_name="要求",
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="目标值"
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="上限"
                            ),
                        ),
                        (
                            "warning",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="黄线"
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                        ("grades", models.JSONField(blank=True, default=list, verbose_name="等级（由高到低）")),
                        ("numerator", models.CharField(blank=True, max_length=300, verbose_name="分子")),
                        ("denominator", models.CharField(blank=True, max_length=300, verbose_name="分母")),
                        ("population", models.CharField(blank=True, max_length=300, verbose_name="统计范围")),
                        ("may_exceed", models.BooleanField(default=False, verbose_name="分子可以大于分母")),
                        ("minimum_sample", models.PositiveIntegerField(default=0, verbose_name="最小样本量")),
                        ("decimals", models.PositiveSmallIntegerField(default=2, verbose_name="小数位数")),
                        (
                            "streak_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每个周期的天数"),
                        ),
                        ("counts_from", models.DateField(blank=True, null=True, verbose_name="起算日")),
                        ("worsening", models.PositiveSmallIntegerField(default=0, verbose_name="连续几期走坏即预警")),
                        ("is_checked", models.BooleanField(default=False, verbose_name="另有督查核对")),
                        ("reach_by", models.DateField(blank=True, null=True, verbose_name="应达到日期")),
                        ("cited_text", models.CharField(blank=True, max_length=500, verbose_name="限值依据")),
                        ("doubt", models.CharField(blank=True, max_length=300, verbose_name="存疑")),
                        ("source_text", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "indicator_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="plans.indicatorset",
                                verbose_name="指标集",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="indicators",
                                to="plans.objective",
                                verbose_name="计划目标",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标",
                        "verbose_name_plural": "指标",
                        "ordering": ("indicator_set", "order", "pk"),
                        "indexes": [models.Index(fields=["code"], name="indicator_code")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator_set", "code"), name="indicator_code_once_per_set"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("comparator", "range"), _negated=True),
                                    ("target__isnull", True),
                                    ("target__lte", models.F("upper")),
                                    _connector="OR",
                                ),
                                name="indicator_range_is_upright",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=1, verbose_name="顺序")),
                        ("number", models.CharField(blank=True, max_length=30, verbose_name="原编号")),
                        (
                            "dropped_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消时间"),
                        ),
                        ("text", models.TextField(verbose_name="任务措施")),
                        ("target", models.CharField(blank=True, max_length=300, verbose_name="目标值或成果")),
                        ("problem", models.CharField(blank=True, max_length=300, verbose_name="针对的问题")),
                        ("evidence", models.CharField(blank=True, max_length=200, verbose_name="完成的佐证")),
                        (
                            "funding",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="经费（万元）"
                            ),
                        ),
                        ("funding_source", models.CharField(blank=True, max_length=100, verbose_name="经费来源")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="完成期限")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("planned", "计划内"), ("ad_hoc", "临时性任务"), ("carried", "上年结转")],
                                default="planned",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        ("ordered_by", models.CharField(blank=True, max_length=200, verbose_name="交办依据")),
                        ("source_text", models.TextField(blank=True, editable=False, verbose_name="原文")),
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
                            "comes_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_to",
                                to="plans.measure",
                                verbose_name="上级或上年任务",
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="牵头单位",
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
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "supporting_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="配合单位"
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="plans.objective",
                                verbose_name="对应目标",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="plans.section",
                                verbose_name="章节",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "措施",
                        "verbose_name_plural": "措施",
                        "ordering": ["plan", "order", "pk"],
                        "indexes": [models.Index(fields=["plan", "due_on"], name="measure_plan_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("due_on__isnull", True),
                                    ("due_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="plan_measure_ends_after_it_begins",
                                violation_error_message="完成期限不能早于开始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("funding__isnull", True), ("funding__gte", 0), _connector="OR"),
                                name="plan_measure_costs_nothing_less",
                                violation_error_message="经费不能是负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportReminder",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="plans.indicatorreport",
                                verbose_name="指标填报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标催报记录",
                        "verbose_name_plural": "指标催报记录",
                        "ordering": ("report", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorTarget",
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
                                blank=True,
                                choices=[
                                    ("tertiary", "三级"),
                                    ("secondary", "二级"),
                                    ("primary", "一级"),
                                    ("none", "未定级"),
                                ],
                                max_length=10,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("commission", "卫生健康委"),
                                    ("qc_center", "质控中心"),
                                    ("hospital", "医院"),
                                    ("township_hospital", "乡镇卫生院"),
                                    ("community_center", "社区卫生服务中心"),
                                    ("clinic", "诊所"),
                                    ("cdc", "疾病预防控制中心"),
                                    ("other_institution", "其他机构"),
                                    ("department", "科室"),
                                    ("campus", "院区"),
                                    ("committee", "委员会"),
                                    ("group", "专班"),
                                ],
                                max_length=20,
                                verbose_name="机构类别",
                            ),
                        ),
                        ("key_department", models.BooleanField(blank=True, null=True, verbose_name="重点科室")),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度")),
                        ("target", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="目标值")),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="上限"
                            ),
                        ),
                        (
                            "warning",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="黄线"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="plans.indicator",
                                verbose_name="指标",
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
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分类目标值",
                        "verbose_name_plural": "分类目标值",
                        "ordering": ("indicator", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("indicator"),
                                django.db.models.functions.comparison.Coalesce("organization", models.Value(0)),
                                models.F("level"),
                                models.F("kind"),
                                django.db.models.functions.comparison.Coalesce(
                                    django.db.models.functions.comparison.Cast("key_department", models.IntegerField()),
                                    models.Value(2),
                                ),
                                django.db.models.functions.comparison.Coalesce("year", models.Value(0)),
                                name="indicator_target_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("upper__isnull", True), ("target__lte", models.F("upper")), _connector="OR"
                                ),
                                name="indicator_target_is_upright",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureHolder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("overall", "总责"),
                                    ("in_charge", "分管"),
                                    ("concrete", "具体负责"),
                                    ("named", "专人"),
                                ],
                                max_length=10,
                                verbose_name="责任层级",
                            ),
                        ),
                        ("task", models.CharField(blank=True, max_length=200, verbose_name="分工")),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="holders",
                                to="plans.measure",
                                verbose_name="措施",
                            ),
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
                    ],
                    options={
                        "verbose_name": "分级责任人",
                        "verbose_name_plural": "分级责任人",
                        "ordering": ["measure", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "tier", "person"), name="plan_person_once_per_tier"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("own", "单位自查"), ("check", "督查核对")],
                                default="own",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="期初")),
                        ("ends_on", models.DateField(verbose_name="期末")),
                        (
                            "numerator",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="分子"
                            ),
                        ),
                        (
                            "denominator",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="分母"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=12, max_digits=30, null=True, verbose_name="指标值"
                            ),
                        ),
                        ("parts", models.JSONField(blank=True, default=dict, verbose_name="分类数值")),
                        ("is_out_of_use", models.BooleanField(default=False, verbose_name="本期不适用")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="目标值"
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="上限"
                            ),
                        ),
                        (
                            "warning",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="黄线"
                            ),
                        ),
                        (
                            "light",
                            models.CharField(
                                choices=[
                                    ("green", "达标"),
                                    ("yellow", "预警"),
                                    ("red", "异常"),
                                    ("small", "样本不足"),
                                    ("none", "未评价"),
                                ],
                                default="none",
                                max_length=10,
                                verbose_name="评价",
                            ),
                        ),
                        ("is_alarming", models.BooleanField(default=False, verbose_name="持续走坏")),
                        ("is_final", models.BooleanField(default=False, verbose_name="已上报")),
                        (
                            "reported",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="上次上报值"),
                        ),
                        ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="异常发出时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="plans.indicator",
                                verbose_name="指标",
                            ),
                        ),
                        (
                            "measured_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="测量人",
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
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="plans.indicatorreport",
                                verbose_name="填报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标值",
                        "verbose_name_plural": "指标值",
                        "ordering": ("begins_on", "org_path", "pk"),
                        "indexes": [
                            models.Index(fields=["org_path", "begins_on"], name="measurement_path_begin"),
                            models.Index(fields=["indicator", "begins_on"], name="measurement_indicator_begin"),
                            models.Index(fields=["organization", "begins_on"], name="measurement_unit_begin"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "organization", "begins_on", "origin"),
                                name="measurement_once_per_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("numerator__isnull", True), ("numerator__gte", 0), _connector="OR"),
                                name="measurement_numerator_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"
                                ),
                                name="measurement_denominator_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="measurement_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Obligation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                        ("text", models.CharField(max_length=400, verbose_name="任务内容")),
                        ("source", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "会议"),
                                    ("inspection", "检查督导"),
                                    ("training", "培训学习"),
                                    ("examination", "考试考核"),
                                    ("monitoring", "监测检测"),
                                    ("drill", "应急演练"),
                                    ("publication", "公布宣传"),
                                    ("report", "报告总结"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="工作类别",
                            ),
                        ),
                        ("subkind", models.CharField(blank=True, max_length=40, verbose_name="细类")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("day", "每日"),
                                    ("shift", "每班"),
                                    ("week", "每周"),
                                    ("ten_days", "每旬"),
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("half_year", "每半年"),
                                    ("year", "每年"),
                                    ("event", "每次发生后"),
                                    ("unspecified", "频次未定"),
                                ],
                                default="unspecified",
                                max_length=20,
                                verbose_name="频次单位",
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(default=1, verbose_name="每几个单位")),
                        ("at_least", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="至少次数")),
                        ("at_most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="至多次数")),
                        ("due", models.CharField(blank=True, max_length=20, verbose_name="期内日期")),
                        (
                            "alternative",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("day", "每日"),
                                    ("shift", "每班"),
                                    ("week", "每周"),
                                    ("ten_days", "每旬"),
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("half_year", "每半年"),
                                    ("year", "每年"),
                                    ("event", "每次发生后"),
                                    ("unspecified", "频次未定"),
                                ],
                                max_length=20,
                                verbose_name="可选的另一频次",
                            ),
                        ),
                        ("shifts", models.PositiveSmallIntegerField(default=3, verbose_name="每日班次数")),
                        ("workdays", models.BooleanField(default=False, verbose_name="仅工作日")),
                        (
                            "unannounced",
                            models.BooleanField(default=False, verbose_name="不定期进行（日期不预先公布）"),
                        ),
                        (
                            "follow_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="发生后几日内完成"),
                        ),
                        ("doubt", models.CharField(blank=True, max_length=200, verbose_name="存疑")),
                        (
                            "owed_by",
                            models.CharField(
                                choices=[
                                    ("unit", "由承办单位完成"),
                                    ("each", "每个科室各自完成"),
                                    ("cover", "由承办单位覆盖每个科室"),
                                    ("entry", "登记册每一项各一次"),
                                ],
                                default="unit",
                                max_length=10,
                                verbose_name="完成方式",
                            ),
                        ),
                        (
                            "department_class",
                            models.CharField(
                                choices=[
                                    ("all", "全部科室"),
                                    ("key", "重点科室"),
                                    ("ordinary", "普通科室"),
                                    ("type", "某一类科室"),
                                    ("named", "指定的单位"),
                                ],
                                default="all",
                                max_length=10,
                                verbose_name="科室范围",
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                choices=[("evidence", "佐证经负责人核定"), ("tap", "逐日点选登记")],
                                default="evidence",
                                max_length=10,
                                verbose_name="完成依据",
                            ),
                        ),
                        ("expected_evidence", models.CharField(blank=True, max_length=200, verbose_name="应有的佐证")),
                        ("responsible", models.CharField(blank=True, max_length=120, verbose_name="原文责任单位")),
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
                                choices=[("draft", "拟定中"), ("running", "执行中"), ("ended", "已停止")],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="开始执行")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="执行到")),
                        (
                            "opened_until",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="期次已建立到"),
                        ),
                        ("ended_because", models.CharField(blank=True, max_length=200, verbose_name="停止原因")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "department_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.departmenttype",
                                verbose_name="科室类别",
                            ),
                        ),
                        (
                            "departments",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="指定的单位"
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="obligations",
                                to="plans.measure",
                                verbose_name="措施",
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
                                verbose_name="具体责任人",
                            ),
                        ),
                        (
                            "watches",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="watched_by",
                                to="plans.obligation",
                                verbose_name="检查哪项记录",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "register",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="plans.register",
                                verbose_name="登记册",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="obligations",
                                to="plans.section",
                                verbose_name="章节",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "常态化工作任务",
                        "verbose_name_plural": "常态化工作任务",
                        "ordering": ["plan", "order", "pk"],
                        "indexes": [
                            models.Index(fields=["plan", "state"], name="obligations_of_a_plan"),
                            models.Index(fields=["org_path", "state"], name="obligations_by_path"),
                            models.Index(fields=["state", "kind"], name="obligations_by_kind"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("at_most__isnull", True),
                                    ("at_least__isnull", True),
                                    ("at_most__gte", models.F("at_least")),
                                    _connector="OR",
                                ),
                                name="a_quota_is_a_range",
                                violation_error_message="至多次数不能小于至少次数。",
                            ),
                            models.CheckConstraint(condition=models.Q(("every__gte", 1)), name="a_rhythm_has_a_length"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("owed_by", "entry"), _negated=True),
                                    ("register__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_entry_is_of_a_register",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "running"), _negated=True),
                                    models.Q(
                                        ("alternative", ""),
                                        ("starts_on__isnull", False),
                                        models.Q(("unit", "unspecified"), _negated=True),
                                        models.Q(
                                            ("at_least__isnull", False), ("at_most__isnull", False), _connector="OR"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="what_runs_has_a_rhythm",
                                violation_error_message="频次未确定的任务不能开始执行。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanProblem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=1, verbose_name="顺序")),
                        ("text", models.TextField(verbose_name="问题")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="确认人",
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
                                verbose_name="涉及科室",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="problems",
                                to="plans.measure",
                                verbose_name="对应措施",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="problems",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "自查问题",
                        "verbose_name_plural": "自查问题",
                        "ordering": ["plan", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                                    ("open_item", "上年未完成事项"),
                                    ("repeated", "反复出现的问题"),
                                    ("finding", "未销号的问题"),
                                    ("missed", "未达到的频次要求"),
                                    ("revision_due", "待修订的制度"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="来源")),
                        ("source_url", models.CharField(blank=True, max_length=200, verbose_name="来源地址")),
                        ("text", models.TextField(verbose_name="建议内容")),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="提出依据")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("adopted", "已采纳"),
                                    ("merged", "已并入"),
                                    ("declined", "未采纳"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="处理理由")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="处理人",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="proposals",
                                to="plans.measure",
                                verbose_name="对应措施",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="plans.plan",
                                verbose_name="计划",
                            ),
                        ),
                        (
                            "source_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="来源类型",
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
                                verbose_name="责任单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划建议",
                        "verbose_name_plural": "计划建议",
                        "ordering": ["plan", "kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "kind", "source_type", "source_id"), name="plan_proposal_once_a_source"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_proposal_declined_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResponsibilityLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("for_person", models.BooleanField(default=False, verbose_name="签到个人")),
                        ("duties", models.TextField(blank=True, verbose_name="责任内容")),
                        ("rewards", models.TextField(blank=True, verbose_name="考核和奖惩")),
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
                                choices=[
                                    ("draft", "拟稿"),
                                    ("signing", "待签订"),
                                    ("signed", "已签订"),
                                    ("cancelled", "已作废"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "drafted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="拟稿时间"),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签订时间")),
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
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="签订领导",
                            ),
                        ),
                        (
                            "measures",
                            models.ManyToManyField(related_name="letters", to="plans.measure", verbose_name="责任事项"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="plans.plan",
                                verbose_name="计划",
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="责任部门",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "目标管理责任书",
                        "verbose_name_plural": "目标管理责任书",
                        "ordering": ["plan", "org_path", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("plan", "unit", "person"),
                                name="plan_letter_once_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountedEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="发生日期")),
                        ("what", models.CharField(max_length=300, verbose_name="简要情况")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        ("withdrawn_because", models.CharField(blank=True, max_length=300, verbose_name="撤销理由")),
                        ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="异常发出时间")),
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
                                verbose_name="发生单位",
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
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="plans.indicator",
                                verbose_name="指标",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计数事件",
                        "verbose_name_plural": "计数事件",
                        "ordering": ("-happened_on", "-pk"),
                        "indexes": [models.Index(fields=["org_path", "happened_on"], name="counted_event_path_day")],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=10, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="分类")),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="目标值"
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="上限"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="plans.indicator",
                                verbose_name="指标",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标分类",
                        "verbose_name_plural": "指标分类",
                        "ordering": ("indicator", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("indicator", "code"), name="indicator_part_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasurementCorrection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("old", models.CharField(blank=True, max_length=300, verbose_name="原报")),
                        ("new", models.CharField(blank=True, max_length=300, verbose_name="更正为")),
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
                            "measurement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="plans.measurement",
                                verbose_name="指标值",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标更正记录",
                        "verbose_name_plural": "指标更正记录",
                        "ordering": ("measurement", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Occurrence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=80, verbose_name="期次标识")),
                        ("begins_on", models.DateField(verbose_name="期次开始")),
                        ("ends_on", models.DateField(verbose_name="期次结束")),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        ("slot", models.PositiveSmallIntegerField(default=0, verbose_name="班次")),
                        ("event", models.CharField(blank=True, max_length=200, verbose_name="所发生的事")),
                        ("needed", models.PositiveSmallIntegerField(default=1, verbose_name="应完成次数")),
                        ("at_most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="至多次数")),
                        ("done", models.PositiveSmallIntegerField(default=0, verbose_name="已完成次数")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "办理中"),
                                    ("done", "已完成"),
                                    ("explained", "未完成，已说明"),
                                    ("withdrawn", "不再要求"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=500, verbose_name="未完成的说明")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "lead_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="承办单位路径"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "assignment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.assignment",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="occurrences",
                                to="plans.obligation",
                                verbose_name="常态化工作任务",
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
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="occurrences",
                                to="plans.registerentry",
                                verbose_name="登记项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期次",
                        "verbose_name_plural": "期次",
                        "ordering": ["obligation", "begins_on", "slot", "pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "due_on"], name="occurrences_by_path"),
                            models.Index(fields=["lead_path", "due_on"], name="occurrences_by_lead"),
                            models.Index(fields=["state", "due_on"], name="occurrences_by_deadline"),
                            models.Index(fields=["assignment"], name="occurrences_of_a_task"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("obligation", "key"), name="an_occurrence_is_opened_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="an_occurrence_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "explained"), _negated=True),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_is_explained_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_done_occurrence_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObligationEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("happening", "系统内记录"), ("upload", "提交的佐证"), ("tap", "点选登记")],
                                max_length=10,
                                verbose_name="依据",
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="来源编号")),
                        ("on", models.DateField(verbose_name="发生日期")),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("text", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "待核定"),
                                    ("counted", "已计数"),
                                    ("returned", "未采纳"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="counted",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提交时间")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="核定时间")),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="未采纳或撤回的理由")),
                        (
                            "accept_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="核定单位路径"
                            ),
                        ),
                        (
                            "accept_institution",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="核定机构路径"
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
                            "about",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="涉及单位",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提交人",
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
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "source_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="来源类型",
                            ),
                        ),
                        (
                            "occurrence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="plans.occurrence",
                                verbose_name="期次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "完成依据",
                        "verbose_name_plural": "完成依据",
                        "ordering": ["occurrence", "on", "pk"],
                        "indexes": [
                            models.Index(fields=["state", "accept_path"], name="evidence_that_waits"),
                            models.Index(fields=["source_type", "source_id"], name="evidence_of_a_source"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("about__isnull", True),
                                    ("source_id__isnull", False),
                                    models.Q(("state", "withdrawn"), _negated=True),
                                ),
                                fields=("occurrence", "source_type", "source_id"),
                                name="a_source_counts_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("about__isnull", False),
                                    ("source_id__isnull", False),
                                    models.Q(("state", "withdrawn"), _negated=True),
                                ),
                                fields=("occurrence", "source_type", "source_id", "about"),
                                name="a_source_counts_once_for_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("origin", "happening"), _negated=True),
                                    ("source_id__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_happening_has_a_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_is_not_accepted_says_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
