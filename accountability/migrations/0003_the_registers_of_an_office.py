import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0002_charters_and_terms_of_bodies"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="ArchivePackage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "uuid",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="标识"),
                        ),
                        ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "正在生成"), ("made", "可以下载"), ("failed", "生成失败")],
                                default="asked",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("pieces", models.PositiveIntegerField(default=0, verbose_name="件数")),
                        ("size", models.BigIntegerField(null=True, verbose_name="字节数")),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="校验码（SHA-256）")),
                        ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申请时间")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="立档单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "归档包",
                        "verbose_name_plural": "归档包",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ArchivePiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                        ("institution_path", organizations.fields.PathField(max_length=200, verbose_name="单位路径")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("n", models.PositiveIntegerField(verbose_name="件号")),
                        ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("title", models.CharField(max_length=300, verbose_name="题名")),
                        ("responsible", models.CharField(max_length=200, verbose_name="责任者")),
                        ("document_number", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("dated", models.DateField(verbose_name="日期")),
                        ("pages", models.PositiveIntegerField(default=1, verbose_name="页数")),
                        (
                            "retention",
                            models.CharField(
                                choices=[("permanent", "永久"), ("30", "30年"), ("10", "10年")],
                                max_length=10,
                                verbose_name="保管期限",
                            ),
                        ),
                        ("lacks", models.CharField(blank=True, max_length=120, verbose_name="缺少")),
                        (
                            "state",
                            models.CharField(
                                choices=[("filed", "已编目"), ("proposed", "待销毁审批"), ("pruned", "已销毁")],
                                default="filed",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(auto_now_add=True, verbose_name="归档时间")),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="销毁理由")),
                        ("pruned_at", models.DateTimeField(null=True, verbose_name="销毁时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "filed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="归档人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="立档单位",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "pruned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审批人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "归档件",
                        "verbose_name_plural": "归档件",
                        "ordering": ["organization", "-year", "n"],
                        "indexes": [models.Index(fields=["org_path", "year"], name="archive_pieces_by_path")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "year", "n"), name="one_archive_number_a_year"
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "content_type", "object_id"), name="filed_once_a_unit"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pruned_by__isnull", True),
                                    models.Q(("pruned_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_proposes_does_not_prune",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_digest", models.CharField(max_length=64, unique=True, verbose_name="地址校验值")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="生成时间")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="最近读取时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
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
                        "verbose_name": "日历订阅",
                        "verbose_name_plural": "日历订阅",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("person",),
                                name="one_calendar_address_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Circulation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="传阅内容")),
                        ("source_url", models.CharField(blank=True, max_length=300, verbose_name="链接")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="传阅要求")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="阅知期限")),
                        ("quiz", models.JSONField(blank=True, default=list, verbose_name="测试题")),
                        ("quiz_because", models.CharField(blank=True, max_length=200, verbose_name="设置测试题的理由")),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="传阅时间")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="传阅单位",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="传阅人",
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
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="撤回人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "传阅",
                        "verbose_name_plural": "传阅",
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["source_type", "source_id"], name="circulations_of_a_thing"),
                            models.Index(fields=["org_path", "-sent_at"], name="circulations_by_path"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quiz", []), models.Q(("quiz_because", ""), _negated=True), _connector="OR"
                                ),
                                name="questions_are_asked_for_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                        ("institution_path", organizations.fields.PathField(max_length=200, verbose_name="单位路径")),
                        ("number_text", models.CharField(blank=True, max_length=60, verbose_name="调阅编号")),
                        ("letter_from", models.CharField(max_length=120, verbose_name="来函单位")),
                        ("letter_number", models.CharField(max_length=80, verbose_name="调阅函文号")),
                        (
                            "readers",
                            models.CharField(
                                help_text="姓名，多人用顿号隔开。", max_length=60, verbose_name="调阅人员"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=300, verbose_name="调阅事由")),
                        ("since", models.DateField(verbose_name="材料起始日期")),
                        ("until", models.DateField(verbose_name="材料截止日期")),
                        (
                            "read_until",
                            models.DateField(help_text="过了这一天自动不能再看。", verbose_name="调阅截止日期"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "待审批"),
                                    ("approved", "已同意"),
                                    ("refused", "未同意"),
                                    ("ended", "已终止"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申请时间")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="审批意见")),
                        (
                            "code_sha256",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="调阅码摘要"),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="终止时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="终止人",
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
                            "reader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="记录用调阅人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调阅",
                        "verbose_name_plural": "调阅",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["org_path"], name="consultations_by_path")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_asks_to_read_does_not_decide",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))),
                                name="consulted_period_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Directive",
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
                        ("number_text", models.CharField(db_index=True, max_length=40, verbose_name="编号")),
                        (
                            "way",
                            models.CharField(
                                choices=[("written", "书面批示"), ("speech", "讲话要求"), ("oral", "口头指示")],
                                default="written",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("leader_name", models.CharField(max_length=60, verbose_name="领导姓名")),
                        ("leader_post", models.CharField(blank=True, max_length=120, verbose_name="领导职务")),
                        ("said_at", models.DateTimeField(verbose_name="批示时间")),
                        ("occasion", models.CharField(max_length=200, verbose_name="事由")),
                        ("text", models.TextField(verbose_name="批示内容")),
                        (
                            "source_id",
                            models.PositiveBigIntegerField(editable=False, null=True, verbose_name="来源编号"),
                        ),
                        ("source_label", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                        (
                            "entered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                        ("confirmation", models.CharField(blank=True, max_length=300, verbose_name="确认意见")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("result", models.TextField(blank=True, verbose_name="落实情况")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unconfirmed", "待领导确认"),
                                    ("active", "落实中"),
                                    ("closed", "已办结"),
                                    ("denied", "领导未确认"),
                                ],
                                default="active",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="实际确认人",
                            ),
                        ),
                        (
                            "confirmer",
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
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
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
                                verbose_name="批示领导",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="办理单位",
                            ),
                        ),
                        (
                            "source_type",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="来源类型",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "领导批示",
                        "verbose_name_plural": "领导批示",
                        "ordering": ["-said_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "-said_at"], name="directives_by_path"),
                            models.Index(
                                condition=models.Q(("state", "unconfirmed")),
                                fields=["confirmer"],
                                name="directives_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("unconfirmed", "denied")), _negated=True),
                                    ("confirmer__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_proxy_entry_names_who_confirms",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandlingKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("measure", "工作措施"),
                                    ("party", "党内问责、组织处理"),
                                    ("sanction", "政务处分"),
                                    ("transfer", "移送"),
                                    ("qualification", "名录和资助管理"),
                                    ("commendation", "表扬奖励"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        ("needs_deadline", models.BooleanField(default=False, verbose_name="须限期整改或回复")),
                        ("needs_period", models.BooleanField(default=False, verbose_name="须填写影响期")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="通常依据")),
                        ("active", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "处理方式",
                        "verbose_name_plural": "处理方式",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingDocument",
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
                        ("number_text", models.CharField(db_index=True, max_length=40, verbose_name="收文编号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("superior", "上级来文"),
                                    ("peer", "平行单位来文"),
                                    ("below", "下级请示报告"),
                                    ("meeting", "会议通知"),
                                    ("report", "接报信息"),
                                    ("other", "其他"),
                                ],
                                default="superior",
                                max_length=12,
                                verbose_name="来文类别",
                            ),
                        ),
                        ("sender", models.CharField(max_length=120, verbose_name="来文单位")),
                        ("their_number", models.CharField(blank=True, max_length=60, verbose_name="来文字号")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("written_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="份数")),
                        (
                            "urgency",
                            models.CharField(
                                choices=[("normal", "平件"), ("urgent", "加急"), ("most_urgent", "特急")],
                                default="normal",
                                max_length=12,
                                verbose_name="缓急",
                            ),
                        ),
                        (
                            "secrecy",
                            models.CharField(
                                choices=[("none", "无"), ("internal", "内部资料")],
                                default="none",
                                max_length=12,
                                verbose_name="密级",
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="内容摘要")),
                        (
                            "source_id",
                            models.PositiveBigIntegerField(editable=False, null=True, verbose_name="来源编号"),
                        ),
                        ("source_label", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("proposal", models.TextField(blank=True, verbose_name="拟办意见")),
                        ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="拟办时间")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="办理时限")),
                        ("result", models.TextField(blank=True, verbose_name="办理结果")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "待拟办"),
                                    ("instructing", "待批示"),
                                    ("handling", "承办中"),
                                    ("closed", "已办结"),
                                    ("void", "已作废"),
                                ],
                                default="registered",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="承办人",
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
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="收文单位",
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
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="拟办人",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "source_type",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="来源类型",
                            ),
                        ),
                        (
                            "supporting_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="协办单位"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收文",
                        "verbose_name_plural": "收文",
                        "ordering": ["-received_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "-received_on"], name="incoming_by_path"),
                            models.Index(fields=["state", "due_on"], name="incoming_by_deadline"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("their_number", ""), _negated=True),
                                    models.Q(("state", "void"), _negated=True),
                                ),
                                fields=("organization", "sender", "their_number"),
                                name="a_paper_is_registered_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("copies__gte", 1)), name="a_paper_came_in_some_copies"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_closed_paper_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letterhead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("mark", models.CharField(max_length=60, verbose_name="发文机关标志")),
                        ("code", models.CharField(max_length=20, verbose_name="机关代字")),
                        ("printed_by", models.CharField(max_length=60, verbose_name="印发机关")),
                        ("basis", models.CharField(max_length=200, verbose_name="授权依据")),
                        ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="启用日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "authorised_by",
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
                                related_name="letterheads",
                                to="organizations.organization",
                                verbose_name="发文机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发文版头",
                        "verbose_name_plural": "发文版头",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("organization",),
                                name="one_letterhead_in_force_per_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="a_letterhead_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatternThreshold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                        ("code", models.CharField(max_length=40, verbose_name="核对事项")),
                        ("amount", models.PositiveIntegerField(verbose_name="标准")),
                        ("because", models.CharField(max_length=300, verbose_name="理由")),
                        ("set_at", models.DateTimeField(auto_now_add=True, verbose_name="设置时间")),
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
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="设置人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核对标准",
                        "verbose_name_plural": "核对标准",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["org_path", "code"], name="thresholds_of_a_unit")],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("news", "信息稿"),
                                    ("notice", "公示"),
                                    ("announcement", "通知公告"),
                                    ("bulletin", "简报"),
                                ],
                                default="news",
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="正文")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="事件日期")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="发布依据")),
                        ("names_persons", models.BooleanField(default=False, verbose_name="涉及个人信息")),
                        (
                            "names_because",
                            models.CharField(blank=True, max_length=200, verbose_name="公开个人信息的依据和期限"),
                        ),
                        (
                            "source_id",
                            models.PositiveBigIntegerField(editable=False, null=True, verbose_name="来源编号"),
                        ),
                        ("source_label", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                        (
                            "drafted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="起草时间"),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
                        ("withdrawn_because", models.CharField(blank=True, max_length=200, verbose_name="撤下原因")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("checking", "审核中"),
                                    ("cleared", "待发布"),
                                    ("published", "已发布"),
                                    ("withdrawn", "已撤下"),
                                    ("cancelled", "不再发布"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="发布单位",
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
                            "source_type",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="来源类型",
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
                                verbose_name="撤下人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发布记录",
                        "verbose_name_plural": "发布记录",
                        "ordering": ["-drafted_at", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "-drafted_at"], name="publications_by_path")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text__length__lte", 500)), name="a_published_text_is_short"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("names_persons", False),
                                    models.Q(("names_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="persons_are_named_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_withdrawal_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpotCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(verbose_name="值班日期")),
                        (
                            "slot",
                            models.CharField(
                                choices=[("leader", "带班领导"), ("day", "白班值班员"), ("night", "夜班值班员")],
                                max_length=10,
                                verbose_name="班次名称",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("telephone", "电话抽查"), ("on_site", "现场抽查"), ("video", "视频抽查")],
                                max_length=10,
                                verbose_name="抽查方式",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("present", "在岗"),
                                    ("late", "应答超时"),
                                    ("replaced", "他人顶岗（未办替班）"),
                                    ("absent", "不在岗"),
                                ],
                                max_length=10,
                                verbose_name="抽查结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
                        ("checked_at", models.DateTimeField(verbose_name="抽查时间")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("explanation", models.CharField(blank=True, max_length=300, verbose_name="本人说明")),
                        ("explained_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                        (
                            "org_path",
                            organizations.fields.PathField(db_index=True, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="抽查人",
                            ),
                        ),
                        (
                            "checked_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="抽查单位",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="被查单位",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="值班人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "查岗记录",
                        "verbose_name_plural": "查岗记录",
                        "ordering": ["-checked_at", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "-checked_at"], name="spot_checks_of_a_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("explanation", ""), ("explained_at__isnull", False), _connector="OR"
                                ),
                                name="an_explanation_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("checked_at__lte", models.F("recorded_at"))),
                                name="a_spot_check_is_recorded_afterwards",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Urge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="催办事项")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="催办内容")),
                        ("told", models.PositiveIntegerField(verbose_name="催办人数")),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="催办时间")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="催办人",
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
                    ],
                    options={
                        "verbose_name": "催办",
                        "verbose_name_plural": "催办",
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [models.Index(fields=["source_type", "source_id"], name="urges_about_a_thing")],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("n", models.PositiveIntegerField(verbose_name="序号")),
                        ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("label", models.CharField(max_length=200, verbose_name="材料")),
                        ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="列入时间")),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="列入人",
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="accountability.consultation",
                                verbose_name="调阅",
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
                    ],
                    options={
                        "verbose_name": "调阅材料",
                        "verbose_name_plural": "调阅材料",
                        "ordering": ["consultation", "n"],
                        "constraints": [
                            models.UniqueConstraint(fields=("consultation", "n"), name="one_number_a_consulted_item"),
                            models.UniqueConstraint(
                                fields=("consultation", "content_type", "object_id"),
                                name="a_thing_is_consulted_once_a_list",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectivePoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("text", models.TextField(verbose_name="要点")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "待分解"), ("assigned", "已交办"), ("noted", "无需交办")],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200, verbose_name="无需交办的理由")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="分解时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="分解人",
                            ),
                        ),
                        (
                            "directive",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="points",
                                to="accountability.directive",
                                verbose_name="领导批示",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "批示要点",
                        "verbose_name_plural": "批示要点",
                        "ordering": ["directive", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("directive", "number"), name="points_are_numbered"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_decided_point_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "noted"), _negated=True),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_point_left_without_task_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentLeader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="批示领导",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="leaders",
                                to="accountability.incomingdocument",
                                verbose_name="收文",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "批示领导",
                        "verbose_name_plural": "批示领导",
                        "ordering": ["document", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("document", "person"), name="a_leader_once_a_paper")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandlingRecord",
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
                        ("number_text", models.CharField(max_length=40, verbose_name="登记编号")),
                        ("authority", models.CharField(max_length=120, verbose_name="决定机关")),
                        ("decision_number", models.CharField(blank=True, max_length=80, verbose_name="决定文号")),
                        ("basis", models.CharField(max_length=300, verbose_name="依据")),
                        ("decided_on", models.DateField(verbose_name="决定日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="影响期至")),
                        ("reply_due_on", models.DateField(blank=True, null=True, verbose_name="回复期限")),
                        ("reply", models.TextField(blank=True, verbose_name="回复情况")),
                        ("replied_on", models.DateField(blank=True, null=True, verbose_name="回复日期")),
                        ("appeal", models.TextField(blank=True, verbose_name="申诉结果")),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销或变更日期")),
                        ("veto_checked", models.CharField(blank=True, max_length=200, verbose_name="一票否决核对")),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.handlingkind",
                                verbose_name="方式",
                            ),
                        ),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="对象（人员）",
                            ),
                        ),
                        (
                            "registered_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="对象（单位）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "处理情况登记",
                        "verbose_name_plural": "处理情况登记",
                        "ordering": ["-decided_on", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "-decided_on"], name="handlings_by_path")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", True), ("unit__isnull", False)),
                                    models.Q(("person__isnull", False), ("unit__isnull", True)),
                                    _connector="OR",
                                ),
                                name="a_handling_is_about_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("decided_on")), _connector="OR"
                                ),
                                name="effect_ends_after_the_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("authority", ""), _negated=True), models.Q(("basis", ""), _negated=True)
                                ),
                                name="a_handling_names_who_decided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficialDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="来源")),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("document", "文件"),
                                    ("letter", "信函"),
                                    ("minutes", "纪要"),
                                    ("plain", "不带版头"),
                                ],
                                max_length=20,
                                verbose_name="格式",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="标题")),
                        ("number_text", models.CharField(blank=True, max_length=120, verbose_name="发文字号")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unsealed", "未用印"),
                                    ("sealed", "已用印，待回传扫描件"),
                                    ("complete", "用印件已回传"),
                                    ("without", "不加盖印章"),
                                ],
                                default="unsealed",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "laid_out_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="制作时间"),
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
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.attachment",
                                verbose_name="未用印稿",
                            ),
                        ),
                        (
                            "laid_out_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="制作人",
                            ),
                        ),
                        (
                            "letterhead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.letterhead",
                                verbose_name="发文版头",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="发文单位",
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
                    ],
                    options={
                        "verbose_name": "公文",
                        "verbose_name_plural": "公文",
                        "ordering": ["-laid_out_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "state"], name="document_path_state"),
                            models.Index(fields=["source_type", "source_id"], name="documents_of_a_source"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "where",
                            models.CharField(
                                choices=[
                                    ("intranet", "院内网"),
                                    ("website", "官方网站"),
                                    ("account", "公众号"),
                                    ("board", "公示栏"),
                                    ("group", "工作群"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="发布载体",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=80, verbose_name="载体名称")),
                        ("since", models.DateField(verbose_name="发布日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="公示截止日期")),
                        ("url", models.URLField(blank=True, max_length=300, verbose_name="链接")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="accountability.publication",
                                verbose_name="发布记录",
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
                        "verbose_name": "发布载体",
                        "verbose_name_plural": "发布载体",
                        "ordering": ["publication", "since", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="put_up_before_it_is_taken_down",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
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
                        ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="首次打开")),
                        ("known_at", models.DateTimeField(blank=True, null=True, verbose_name="已阅时间")),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="阅后意见")),
                        ("answers", models.JSONField(blank=True, default=list, verbose_name="答题")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="答题次数")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                        (
                            "circulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="accountability.circulation",
                                verbose_name="传阅",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="阅读人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="所在科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "阅知",
                        "verbose_name_plural": "阅知",
                        "ordering": ["circulation", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("known_at__isnull", True), ("withdrawn_at__isnull", True)),
                                fields=["person"],
                                name="readings_owed",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("circulation", "person"), name="a_reader_once_a_circulation"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Derivation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="来源")),
                        ("sentence", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("task", "任务"),
                                    ("inspection", "督导检查"),
                                    ("meeting", "会议部署"),
                                    ("notice", "印发通知"),
                                    ("plan", "列入计划"),
                                    ("edition", "法规入库"),
                                    ("directive", "领导批示"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="去向",
                            ),
                        ),
                        ("label", models.CharField(max_length=300, verbose_name="事项")),
                        ("target_id", models.PositiveBigIntegerField(null=True, verbose_name="事项编号")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        ("happened_at", models.DateTimeField(verbose_name="发生时间")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="登记人",
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
                            "target_type",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="事项类型",
                            ),
                        ),
                        (
                            "directive",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derivations",
                                to="accountability.directive",
                                verbose_name="领导批示",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derivations",
                                to="accountability.directivepoint",
                                verbose_name="批示要点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "落实去向",
                        "verbose_name_plural": "落实去向",
                        "ordering": ["happened_at", "pk"],
                        "indexes": [models.Index(fields=["source_type", "source_id"], name="derivations_of_a_source")],
                    },
                ),
                migrations.CreateModel(
                    name="HandlingReader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readers",
                                to="accountability.handlingrecord",
                                verbose_name="处理情况登记",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "处理情况可阅人",
                        "verbose_name_plural": "处理情况可阅人",
                        "ordering": ["record", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "person"), name="a_reader_of_a_handling_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sealing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number_text", models.CharField(blank=True, max_length=40, verbose_name="登记号")),
                        (
                            "seal",
                            models.CharField(
                                choices=[
                                    ("unit", "单位公章"),
                                    ("party", "党组织印章"),
                                    ("principal", "主要负责人名章"),
                                    ("business", "业务专用章"),
                                    ("embossed", "钢印"),
                                ],
                                default="unit",
                                max_length=20,
                                verbose_name="印章种类",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                        ("copies", models.PositiveSmallIntegerField(verbose_name="份数")),
                        ("pages", models.PositiveSmallIntegerField(verbose_name="每份页数")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "待审批"),
                                    ("approved", "待用印"),
                                    ("sealed", "已用印，待回传扫描件"),
                                    ("returned", "用印件已回传"),
                                    ("refused", "未批准"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="asked",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="申请时间")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审批时间")),
                        ("opinion", models.CharField(blank=True, max_length=200, verbose_name="审批意见")),
                        ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="用印时间")),
                        (
                            "sealed_copies",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="实际用印份数"),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sealings",
                                to="accountability.officialdocument",
                                verbose_name="公文",
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="回传人",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.attachment",
                                verbose_name="用印扫描件",
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="监印人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "用印",
                        "verbose_name_plural": "用印登记",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [models.Index(fields=["org_path", "state"], name="sealing_path_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                                fields=("document",),
                                name="one_sealing_per_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("copies__gte", 1), ("pages__gte", 1)),
                                name="a_seal_is_set_on_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["sealed", "returned"]), _negated=True),
                                    models.Q(("sealed_at__isnull", False), ("sealed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_set_seal_says_who_and_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    ("scan__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_returned_document_has_its_scan",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="seat",
                    name="shown_at",
                    field=models.DateTimeField(null=True, verbose_name="打开时间"),
                ),
                migrations.AlterField(
                    model_name="signrequest",
                    name="word",
                    field=models.CharField(
                        choices=[
                            ("review", "审核"),
                            ("countersign", "会签"),
                            ("approve", "审批"),
                            ("issue", "签发"),
                            ("confirm", "签认"),
                            ("instruct", "批示"),
                            ("first_check", "初审"),
                            ("second_check", "复审"),
                            ("final_check", "终审"),
                        ],
                        max_length=16,
                        verbose_name="办理方式",
                    ),
                ),
                migrations.AlterField(
                    model_name="signroutestep",
                    name="word",
                    field=models.CharField(
                        choices=[
                            ("review", "审核"),
                            ("countersign", "会签"),
                            ("approve", "审批"),
                            ("issue", "签发"),
                            ("confirm", "签认"),
                            ("instruct", "批示"),
                            ("first_check", "初审"),
                            ("second_check", "复审"),
                            ("final_check", "终审"),
                        ],
                        max_length=16,
                        verbose_name="办理方式",
                    ),
                ),
                migrations.AddIndex(
                    model_name="seat",
                    index=models.Index(fields=["decided_at"], name="seats_by_decision"),
                ),
            ],
        ),
    ]
