import django.db.models.deletion
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
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="MeetingKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="编码")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="机构路径"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="排序")),
                        ("purpose", models.CharField(blank=True, max_length=200, verbose_name="适用")),
                        ("parts", models.JSONField(blank=True, default=list, verbose_name="必备和常设议程")),
                        ("restricted", models.BooleanField(default=False, verbose_name="仅参会人员可见")),
                        ("majors", models.BooleanField(default=False, verbose_name="研究三重一大事项")),
                        ("votes", models.BooleanField(default=False, verbose_name="需要表决")),
                        (
                            "quorum",
                            models.CharField(
                                blank=True,
                                choices=[("", "不要求"), ("half", "过半数"), ("two_thirds", "三分之二以上")],
                                default="",
                                max_length=12,
                                verbose_name="到会要求",
                            ),
                        ),
                        ("without_patients", models.BooleanField(default=False, verbose_name="不得出现患者身份信息")),
                        ("minuted", models.BooleanField(default=True, verbose_name="需要印发纪要")),
                        ("reviewed", models.BooleanField(default=True, verbose_name="纪要签发前征求意见")),
                        (
                            "numbering",
                            models.CharField(
                                choices=[("issue", "第×期"), ("document", "〔年份〕×号")],
                                default="issue",
                                max_length=20,
                                verbose_name="纪要编号方式",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="自定义的单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议类型",
                        "verbose_name_plural": "会议类型",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("org_path", "code"), name="a_kind_of_meeting_once_a_place")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                blank=True,
                                help_text="例如：每季度至少召开一次。",
                                max_length=60,
                                verbose_name="召开频次",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="常用会议地点")),
                        ("active", models.BooleanField(default=True, verbose_name="启用")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meeting_series",
                                to="organizations.organization",
                                verbose_name="委员会或专班",
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="主持人",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="meetings.meetingkind",
                                verbose_name="会议类型",
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
                            "recorder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "例会",
                        "verbose_name_plural": "例会",
                        "ordering": ["title", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "title"),
                                name="a_series_once_a_unit",
                                violation_error_message="本单位已有同名例会，请换一个名称。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "ordinal",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度内第几次"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="会议名称")),
                        ("purpose", models.TextField(blank=True, verbose_name="会议目的")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        (
                            "desk_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="承办科室路径"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="预计结束时间")),
                        ("place", models.CharField(max_length=120, verbose_name="会议地点")),
                        ("contact", models.CharField(blank=True, max_length=120, verbose_name="联系人及电话")),
                        ("notes", models.TextField(blank=True, verbose_name="参会要求")),
                        ("occasion", models.CharField(blank=True, max_length=200, verbose_name="相关检查或专项工作")),
                        ("restricted", models.BooleanField(default=False, verbose_name="仅参会人员可见")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("noticed", "已通知"),
                                    ("held", "已召开，待拟纪要"),
                                    ("reviewing", "纪要征求意见"),
                                    ("signing", "纪要签发中"),
                                    ("signed", "已签发，待印发"),
                                    ("published", "纪要已印发"),
                                    ("recorded", "已召开，留存记录"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("arranged_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("noticed_at", models.DateTimeField(blank=True, null=True, verbose_name="通知时间")),
                        ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="实际开始时间")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="实际结束时间")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="纪要印发时间")),
                        (
                            "arranged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="会务经办人",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="organizations.organization",
                                verbose_name="委员会或专班",
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="主持人",
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
                            "recorder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="记录人",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="所在单位或院区",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="meetings.meetingkind",
                                verbose_name="会议类型",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="meetings.meetingseries",
                                verbose_name="例会",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议",
                        "verbose_name_plural": "会议",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["org_path", "starts_at"], name="meeting_path_starts"),
                            models.Index(fields=["series", "starts_at"], name="meeting_series_starts"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "year", "ordinal"),
                                name="a_meeting_counts_once_in_its_series_and_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                                ),
                                name="a_meeting_ends_after_it_begins",
                                violation_error_message="预计结束时间应晚于开始时间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
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
                        ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("summary", "上年度工作总结"),
                                    ("arrangement", "本年度工作安排"),
                                    ("previous", "上次议定事项落实情况"),
                                    ("problems", "存在问题"),
                                    ("report", "汇报"),
                                    ("discussion", "研究审议"),
                                    ("conveyance", "传达学习"),
                                    ("circular", "通报"),
                                    ("experience", "经验交流"),
                                    ("case", "病例讨论"),
                                    ("plan_item", "计划事项交办"),
                                    ("speech", "领导讲话"),
                                    ("other", "其他"),
                                ],
                                default="report",
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="议题")),
                        ("text", models.TextField(blank=True, verbose_name="内容")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="预计用时（分钟）"),
                        ),
                        ("required", models.BooleanField(default=False, verbose_name="必备议程")),
                        ("standing", models.BooleanField(default=False, verbose_name="常设议程")),
                        (
                            "major",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "不属于三重一大"),
                                    ("decision", "重大事项决策"),
                                    ("personnel", "重要干部任免"),
                                    ("project", "重大项目投资决策"),
                                    ("funds", "大额资金使用"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="三重一大",
                            ),
                        ),
                        ("papers_due_on", models.DateField(blank=True, null=True, verbose_name="材料报送截止")),
                        ("restricted", models.BooleanField(default=False, verbose_name="材料限会上阅看")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待议"),
                                    ("settled", "已议定"),
                                    ("heard", "已听取"),
                                    ("postponed", "缓议"),
                                    ("struck", "撤下"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="结果",
                            ),
                        ),
                        ("conclusion", models.TextField(blank=True, verbose_name="议定结果")),
                        ("source_id", models.BigIntegerField(blank=True, null=True, verbose_name="来源编号")),
                        ("source_label", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "speaker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="汇报人",
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
                                verbose_name="汇报单位",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议程",
                        "verbose_name_plural": "议程",
                        "ordering": ["meeting", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("post", models.CharField(blank=True, max_length=120, verbose_name="职务")),
                        ("unit_name", models.CharField(blank=True, max_length=160, verbose_name="单位名称")),
                        ("mobile", models.CharField(blank=True, max_length=20, verbose_name="手机")),
                        ("category", models.CharField(blank=True, max_length=120, verbose_name="人员类别")),
                        (
                            "capacity",
                            models.CharField(
                                choices=[("attend", "出席"), ("sit_in", "列席")],
                                default="attend",
                                max_length=10,
                                verbose_name="参会身份",
                            ),
                        ),
                        ("precedence", models.PositiveIntegerField(default=100000, verbose_name="排序")),
                        ("expected", models.BooleanField(default=True, verbose_name="应到")),
                        ("by_name", models.BooleanField(default=False, verbose_name="单独列入")),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="所在单位路径"
                            ),
                        ),
                        (
                            "reply",
                            models.CharField(
                                blank=True,
                                choices=[("", "未回执"), ("comes", "参加"), ("leave", "请假"), ("proxy", "委托参会")],
                                default="",
                                max_length=10,
                                verbose_name="回执",
                            ),
                        ),
                        ("reply_note", models.CharField(blank=True, max_length=200, verbose_name="回执说明")),
                        ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="回执时间")),
                        ("proxy_label", models.CharField(blank=True, max_length=160, verbose_name="受托人姓名、职务")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "未签到"),
                                    ("leave_asked", "请假待批"),
                                    ("excused", "请假"),
                                    ("present", "已到"),
                                    ("late", "迟到"),
                                    ("absent", "缺席"),
                                ],
                                default="expected",
                                max_length=12,
                                verbose_name="到会情况",
                            ),
                        ),
                        ("came_by_proxy", models.BooleanField(default=False, verbose_name="委托代会")),
                        ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签到时间")),
                        (
                            "signed_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "未签到"),
                                    ("code", "扫码签到"),
                                    ("recorder", "会务人员登记"),
                                    ("paper", "纸质签到表"),
                                    ("afterwards", "补签"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="签到方式",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200, verbose_name="补签或更正理由")),
                        ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="通知时间")),
                        ("listed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="列入时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "proxy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proxied_attendances",
                                to="organizations.person",
                                verbose_name="受托人",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="回执人",
                            ),
                        ),
                        (
                            "signed_by",
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
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="所在单位",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参会人员",
                        "verbose_name_plural": "参会人员",
                        "ordering": ["meeting", "precedence", "pk"],
                        "indexes": [
                            models.Index(fields=["meeting", "state", "precedence"], name="attendance_of_a_meeting"),
                            models.Index(fields=["org_path", "meeting"], name="attendance_of_a_unit"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("person__isnull", False)),
                                fields=("meeting", "person"),
                                name="a_person_once_a_meeting",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("person__isnull", True)),
                                fields=("meeting", "name", "unit_name"),
                                name="a_guest_once_a_meeting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("present", "late")), _negated=True),
                                    ("signed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="who_came_has_signed_in",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reply", "proxy"), _negated=True),
                                    models.Q(("proxy_label", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_proxy_has_a_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "which",
                            models.CharField(
                                choices=[("day", "提前一天"), ("hour", "提前一小时")],
                                max_length=10,
                                verbose_name="提醒",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="提醒的开始时间")),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提醒时间")),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议提醒",
                        "verbose_name_plural": "会议提醒",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "which", "starts_at"), name="a_reminder_once_a_start"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
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
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="正文")),
                        ("generated", models.TextField(blank=True, editable=False, verbose_name="上次生成的正文")),
                        ("round", models.PositiveSmallIntegerField(default=0, verbose_name="征求意见轮次")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("edited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="修改时间")),
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
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="meetings.meeting",
                                verbose_name="会议",
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
                    ],
                    options={
                        "verbose_name": "会议纪要",
                        "verbose_name_plural": "会议纪要",
                    },
                ),
                migrations.CreateModel(
                    name="ExpectedRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=1, verbose_name="顺序")),
                        ("category", models.CharField(max_length=120, verbose_name="人员类别")),
                        (
                            "capacity",
                            models.CharField(
                                choices=[("attend", "出席"), ("sit_in", "列席")],
                                default="attend",
                                max_length=10,
                                verbose_name="参会身份",
                            ),
                        ),
                        ("rule", models.JSONField(default=dict, verbose_name="条件")),
                        ("said", models.CharField(blank=True, max_length=400, verbose_name="条件说明")),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expected",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "应到人员条件",
                        "verbose_name_plural": "应到人员条件",
                        "ordering": ["meeting", "order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "category", "capacity"),
                                name="a_category_once_a_meeting",
                                violation_error_message="这次会议已有同名的人员类别，请换一个名称，或者修改已有的类别。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.CharField(max_length=300, verbose_name="表决事项")),
                        (
                            "secrecy",
                            models.CharField(
                                choices=[("named", "记名表决"), ("secret", "无记名表决")],
                                default="named",
                                max_length=10,
                                verbose_name="表决方式",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("entitled", "应出席人数的过半数"), ("present", "到会人数的过半数")],
                                default="entitled",
                                max_length=10,
                                verbose_name="通过条件",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "表决中"), ("closed", "已结束"), ("void", "已作废")],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="发起时间")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("because", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                        ("entitled", models.PositiveIntegerField(default=0, verbose_name="应出席人数")),
                        ("present", models.PositiveIntegerField(default=0, verbose_name="到会人数")),
                        ("votes_for", models.PositiveIntegerField(blank=True, null=True, verbose_name="同意票")),
                        ("votes_against", models.PositiveIntegerField(blank=True, null=True, verbose_name="不同意票")),
                        ("abstentions", models.PositiveIntegerField(blank=True, null=True, verbose_name="弃权票")),
                        ("recusals", models.PositiveIntegerField(blank=True, null=True, verbose_name="回避人数")),
                        ("passed", models.BooleanField(blank=True, null=True, verbose_name="是否通过")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
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
                                verbose_name="结束人",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="meetings.agendaitem",
                                verbose_name="议程",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发起人",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "表决",
                        "verbose_name_plural": "表决",
                        "ordering": ["meeting", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(("votes_for__isnull", False), ("passed__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_closed_vote_has_a_result",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesComment",
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
                        ("on_version", models.PositiveIntegerField(verbose_name="针对的版本")),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        ("text", models.TextField(verbose_name="意见")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "未处理"),
                                    ("taken", "采纳"),
                                    ("partly", "部分采纳"),
                                    ("refused", "不采纳"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="处理",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=300, verbose_name="处理说明")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                        (
                            "answered_by",
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
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="meetings.minutes",
                                verbose_name="会议纪要",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="提出人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "纪要意见",
                        "verbose_name_plural": "纪要意见",
                        "ordering": ["minutes", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesReader",
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
                            "role",
                            models.CharField(
                                choices=[("review", "征求意见"), ("reading", "传阅")],
                                max_length=20,
                                verbose_name="方式",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="送出时间")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复或阅读时间")),
                        (
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readers",
                                to="meetings.minutes",
                                verbose_name="会议纪要",
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
                        "verbose_name": "纪要阅办",
                        "verbose_name_plural": "纪要阅办",
                        "ordering": ["minutes", "role", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("minutes", "person", "role", "round"),
                                name="minutes_lie_once_before_a_person_a_round",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("n", models.PositiveIntegerField(verbose_name="版本")),
                        ("text", models.TextField(verbose_name="正文")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("generated", "按议定事项生成"), ("edited", "人工修改")],
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="修改人",
                            ),
                        ),
                        (
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="meetings.minutes",
                                verbose_name="会议纪要",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "纪要版本",
                        "verbose_name_plural": "纪要版本",
                        "ordering": ["minutes", "-n"],
                        "constraints": [
                            models.UniqueConstraint(fields=("minutes", "n"), name="one_text_a_version_of_minutes")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
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
                        ("order", models.PositiveIntegerField(verbose_name="顺序")),
                        (
                            "manner",
                            models.CharField(
                                choices=[
                                    ("reported", "汇报"),
                                    ("spoke", "发言"),
                                    ("pointed", "指出"),
                                    ("stressed", "强调"),
                                    ("demanded", "要求"),
                                    ("decided", "决定"),
                                ],
                                default="pointed",
                                max_length=20,
                                verbose_name="方式",
                            ),
                        ),
                        ("speaker_label", models.CharField(max_length=160, verbose_name="发言人及职务")),
                        ("text", models.TextField(verbose_name="内容")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
                        ),
                        ("struck", models.BooleanField(default=False, verbose_name="已删去")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="meetings.agendaitem",
                                verbose_name="议程",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="记录人",
                            ),
                        ),
                        (
                            "speaker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="发言人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议记录",
                        "verbose_name_plural": "会议记录",
                        "ordering": ["meeting", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="报送单位路径"),
                        ),
                        (
                            "meeting_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="主办单位路径"),
                        ),
                        ("wanted", models.CharField(blank=True, max_length=200, verbose_name="材料要求")),
                        ("due_on", models.DateField(verbose_name="报送截止")),
                        ("text", models.TextField(blank=True, verbose_name="材料正文")),
                        ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="征集时间")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="征集人",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="meetings.agendaitem",
                                verbose_name="议程",
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
                                verbose_name="报送人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="报送单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会前材料",
                        "verbose_name_plural": "会前材料",
                        "ordering": ["item", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "unit"), name="one_paper_a_unit_and_agenda_item")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                        ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                        (
                            "nature",
                            models.CharField(
                                choices=[("task", "交办事项"), ("conclusion", "审议结论")],
                                default="task",
                                max_length=20,
                                verbose_name="性质",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="议定事项")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                        ("evidence_required", models.CharField(blank=True, max_length=200, verbose_name="佐证要求")),
                        ("supervised", models.BooleanField(default=False, verbose_name="列入督办")),
                        (
                            "state",
                            models.CharField(
                                choices=[("noted", "待明确"), ("adopted", "已议定"), ("withdrawn", "已撤回")],
                                default="noted",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                            "holder",
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
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="meetings.agendaitem",
                                verbose_name="议程",
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
                            "supporting_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="配合单位"
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="meetings.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="meetings.statement",
                                verbose_name="出自",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议定事项",
                        "verbose_name_plural": "议定事项",
                        "ordering": ["meeting", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BallotSlip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recused", models.BooleanField(default=False, verbose_name="回避")),
                        ("because", models.CharField(blank=True, max_length=200, verbose_name="回避理由")),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[("for", "同意"), ("against", "不同意"), ("abstain", "弃权")],
                                max_length=10,
                                verbose_name="表决意见",
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="meetings.attendance",
                                verbose_name="表决人",
                            ),
                        ),
                        (
                            "ballot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="meetings.ballot",
                                verbose_name="表决",
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
                    ],
                    options={
                        "verbose_name": "表决票",
                        "verbose_name_plural": "表决票",
                        "ordering": ["ballot", "attendance"],
                        "constraints": [
                            models.UniqueConstraint(fields=("ballot", "attendance"), name="one_vote_a_person"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recused", True), _negated=True), ("choice", ""), _connector="OR"
                                ),
                                name="who_stands_aside_does_not_vote",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BallotTally",
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
                                choices=[("for", "同意"), ("against", "不同意"), ("abstain", "弃权")],
                                max_length=10,
                                verbose_name="表决意见",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(default=0, verbose_name="票数")),
                        (
                            "ballot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tallies",
                                to="meetings.ballot",
                                verbose_name="表决",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "无记名票数",
                        "verbose_name_plural": "无记名票数",
                        "constraints": [
                            models.UniqueConstraint(fields=("ballot", "choice"), name="one_number_a_choice")
                        ],
                    },
                ),
            ],
        ),
    ]
