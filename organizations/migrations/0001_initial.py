import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="任职日期")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="任职的最后一天。", null=True, verbose_name="免职日期"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "ordering": ("since", "pk"),
                        "indexes": [models.Index(fields=["person", "since"], name="appointment_person_since")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="appointment_ends_after_it_begins",
                                violation_error_message="免职日期不能早于任职日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DepartmentType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="编码")),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                        ("is_key", models.BooleanField(default=False, verbose_name="重点科室")),
                    ],
                    options={
                        "verbose_name": "科室类别",
                        "verbose_name_plural": "科室类别",
                        "ordering": ("code",),
                    },
                ),
                migrations.CreateModel(
                    name="Specialty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "诊疗科目",
                        "verbose_name_plural": "诊疗科目",
                        "ordering": ("code",),
                    },
                ),
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "标签",
                        "verbose_name_plural": "标签",
                        "ordering": ("name",),
                    },
                ),
                migrations.CreateModel(
                    name="Workday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="日期")),
                        ("working", models.BooleanField(verbose_name="上班")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("announced", "国务院办公厅放假通知"),
                                    ("estimated", "按法定节日推算，待通知公布"),
                                    ("by_hand", "人工登记"),
                                ],
                                default="by_hand",
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "工作日",
                        "verbose_name_plural": "工作日",
                        "ordering": ("day",),
                    },
                ),
                migrations.CreateModel(
                    name="Organization",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=40, null=True, unique=True, verbose_name="机构代码"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
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
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("tertiary", "三级"),
                                    ("secondary", "二级"),
                                    ("primary", "一级"),
                                    ("none", "未定级"),
                                ],
                                default="none",
                                max_length=10,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                choices=[("a", "甲等"), ("b", "乙等"), ("none", "未定等")],
                                default="none",
                                max_length=5,
                                verbose_name="等次",
                            ),
                        ),
                        (
                            "ownership",
                            models.CharField(
                                choices=[
                                    ("public", "公立"),
                                    ("private", "民营"),
                                    ("military", "军队"),
                                    ("other", "其他"),
                                ],
                                default="public",
                                max_length=10,
                                verbose_name="举办性质",
                            ),
                        ),
                        ("directly_affiliated", models.BooleanField(default=False, verbose_name="委直属")),
                        ("is_key_department", models.BooleanField(default=False, verbose_name="重点科室")),
                        (
                            "path",
                            organizations.fields.PathField(
                                editable=False, max_length=200, unique=True, verbose_name="路径"
                            ),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(
                                db_index=True, editable=False, max_length=200, verbose_name="所属机构路径"
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="行政区")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("telephone", models.CharField(blank=True, max_length=40, verbose_name="电话")),
                        ("active", models.BooleanField(default=True, verbose_name="在用")),
                        ("absorbed", models.BooleanField(default=False, editable=False, verbose_name="已并入")),
                        (
                            "department_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organizations",
                                to="organizations.departmenttype",
                                verbose_name="科室类别",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="organizations.organization",
                                verbose_name="上级单位",
                            ),
                        ),
                        (
                            "specialties",
                            models.ManyToManyField(
                                blank=True,
                                related_name="organizations",
                                to="organizations.specialty",
                                verbose_name="诊疗科目",
                            ),
                        ),
                        (
                            "tags",
                            models.ManyToManyField(
                                blank=True, related_name="organizations", to="organizations.tag", verbose_name="标签"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "机构",
                        "verbose_name_plural": "机构",
                        "ordering": ("path",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("active", True)),
                                fields=("parent", "name"),
                                name="organization_name_once_under_its_parent",
                                violation_error_message="同一上级单位下已有同名单位，请换一个名称，或者使用已有的单位。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PastName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="曾用名")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("until", models.DateField(verbose_name="截止日期")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_names",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "曾用名",
                        "verbose_name_plural": "曾用名",
                        "ordering": ("organization", "until"),
                    },
                ),
                migrations.CreateModel(
                    name="PastParent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("until", models.DateField(verbose_name="截止日期")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_parents",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="原上级单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "原上级单位",
                        "verbose_name_plural": "原上级单位",
                        "ordering": ("organization", "until"),
                    },
                ),
                migrations.CreateModel(
                    name="PastPath",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("path", organizations.fields.PathField(db_index=True, max_length=200, verbose_name="原路径")),
                        ("until", models.DateField(verbose_name="截止日期")),
                        ("left_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="变更时间")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_paths",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "原路径",
                        "verbose_name_plural": "原路径",
                        "ordering": ("organization", "until", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("staff_number", models.CharField(blank=True, max_length=40, verbose_name="工号")),
                        ("mobile", models.CharField(blank=True, max_length=20, verbose_name="手机")),
                        ("is_guest", models.BooleanField(default=False, verbose_name="外单位人员")),
                        ("active", models.BooleanField(default=True, verbose_name="在用")),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="organizations.organization",
                                verbose_name="所在单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ("name", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("staff_number", ""), _negated=True),
                                fields=("home", "staff_number"),
                                name="staff_number_once_per_unit",
                                violation_error_message="该单位已有人使用这个工号。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="开始日期")),
                        ("until", models.DateField(help_text="代办的最后一天。", verbose_name="结束日期")),
                        (
                            "covers",
                            models.CharField(
                                choices=[("all", "全部事项"), ("sign", "只代办审批"), ("steps", "只代办流程环节")],
                                default="all",
                                max_length=10,
                                verbose_name="代办范围",
                            ),
                        ),
                        ("includes_issue", models.BooleanField(default=False, verbose_name="含签发")),
                        ("authorisation", models.CharField(blank=True, max_length=80, verbose_name="授权文号")),
                        ("because", models.CharField(max_length=200, verbose_name="委托原因")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        ("revoked_because", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="organizations.appointment",
                                verbose_name="委托岗位",
                            ),
                        ),
                        (
                            "proxy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing_in",
                                to="organizations.person",
                                verbose_name="代办人",
                            ),
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
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "代办授权",
                        "verbose_name_plural": "代办授权",
                        "ordering": ("-since", "-pk"),
                        "indexes": [models.Index(fields=["proxy", "until"], name="delegation_proxy_until")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))),
                                name="delegation_ends_after_it_begins",
                                violation_error_message="结束日期不能早于开始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("includes_issue", False),
                                    models.Q(("authorisation", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="delegated_issuing_is_authorised",
                                violation_error_message="代办签发须有书面授权，请填写授权文号。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("username", models.CharField(max_length=60, unique=True, verbose_name="用户名")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="可进入管理后台")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="开通时间")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="user",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "账号",
                        "verbose_name_plural": "账号",
                        "ordering": ("username",),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("username"),
                                name="username_once_in_any_case",
                                violation_error_message="这个用户名已被使用，请换一个。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="职务")),
                        (
                            "duty",
                            models.CharField(
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
                        (
                            "precedence",
                            models.PositiveSmallIntegerField(
                                default=100, help_text="数字小的排在前面。", verbose_name="排序"
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="organizations.organization",
                                verbose_name="所在单位",
                            ),
                        ),
                        (
                            "oversees",
                            models.ForeignKey(
                                blank=True,
                                help_text="比所在单位更宽时填写，例如处室人员负责全委。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overseeing_posts",
                                to="organizations.organization",
                                verbose_name="负责范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "岗位",
                        "verbose_name_plural": "岗位",
                        "ordering": ("precedence", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Right",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
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
                        ("permission", models.CharField(db_index=True, max_length=100, verbose_name="权限")),
                        (
                            "reach",
                            models.CharField(
                                choices=[("own", "本机构"), ("subtree", "本机构及下级")],
                                max_length=10,
                                verbose_name="范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "职责权限",
                        "verbose_name_plural": "职责权限",
                        "ordering": ("permission", "duty"),
                        "constraints": [
                            models.UniqueConstraint(fields=("duty", "permission"), name="right_once_per_duty")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Succession",
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
                                    ("rename", "更名"),
                                    ("move", "划转"),
                                    ("merge", "合并"),
                                    ("split", "拆分"),
                                    ("close", "撤销"),
                                ],
                                max_length=10,
                                verbose_name="变更",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="生效日期")),
                        ("predecessor_name", models.CharField(max_length=120, verbose_name="原机构当时的名称")),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions",
                                to="organizations.organization",
                                verbose_name="原机构",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came_from",
                                to="organizations.organization",
                                verbose_name="承接机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "机构沿革",
                        "verbose_name_plural": "机构沿革",
                        "ordering": ("on", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="nobody_succeeds_himself",
                                violation_error_message="一个机构不能由自己承接。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitChange",
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
                                    ("rename", "更名"),
                                    ("move", "划转"),
                                    ("merge", "合并"),
                                    ("split", "拆分"),
                                    ("close", "撤销"),
                                ],
                                max_length=10,
                                verbose_name="变更",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="生效日期")),
                        ("told", models.JSONField(blank=True, default=dict, verbose_name="变更内容")),
                        ("because", models.CharField(max_length=200, verbose_name="依据和原因")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待生效"),
                                    ("applied", "已生效"),
                                    ("refused", "到期未能生效"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("refusal", models.CharField(blank=True, max_length=500, verbose_name="未能生效的原因")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                        (
                            "by",
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
                                related_name="changes",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                help_text="划转后的上级单位，或者并入的单位。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="相关机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "机构变更",
                        "verbose_name_plural": "机构变更",
                        "ordering": ("-on", "-pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")), fields=["on"], name="unit_change_planned"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "planned")),
                                fields=("organization",),
                                name="one_planned_change_a_unit",
                                violation_error_message="该机构已有一项待生效的变更，请先取消或者等它生效。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alias",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="别名")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="aliases",
                                to="organizations.organization",
                                verbose_name="机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "别名",
                        "verbose_name_plural": "别名",
                        "constraints": [
                            models.UniqueConstraint(fields=("organization", "name"), name="alias_once_per_organization")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationLink",
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
                                    ("hosting", "挂靠"),
                                    ("alliance", "医共体"),
                                    ("business", "业务主管"),
                                    ("reporting", "在此报送"),
                                ],
                                max_length=10,
                                verbose_name="关系",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="起始日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        (
                            "subordinate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_up",
                                to="organizations.organization",
                                verbose_name="从属方",
                            ),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_down",
                                to="organizations.organization",
                                verbose_name="主管方",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "机构关系",
                        "verbose_name_plural": "机构关系",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("superior", models.F("subordinate")), _negated=True),
                                name="link_joins_two_units",
                                violation_error_message="一个单位不能与自己建立关系。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="link_ends_after_it_begins",
                                violation_error_message="截止日期不能早于起始日期。",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
