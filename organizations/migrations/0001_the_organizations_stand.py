import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import organizations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartmentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
                ("code", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="机构代码")),
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
                        choices=[("tertiary", "三级"), ("secondary", "二级"), ("primary", "一级"), ("none", "未定级")],
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
                        choices=[("public", "公立"), ("private", "民营"), ("military", "军队"), ("other", "其他")],
                        default="public",
                        max_length=10,
                        verbose_name="举办性质",
                    ),
                ),
                ("directly_affiliated", models.BooleanField(default=False, verbose_name="委直属")),
                ("is_key_department", models.BooleanField(default=False, verbose_name="重点科室")),
                (
                    "path",
                    organizations.fields.PathField(editable=False, max_length=200, unique=True, verbose_name="路径"),
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
                        blank=True, related_name="organizations", to="organizations.specialty", verbose_name="诊疗科目"
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
            },
        ),
        migrations.CreateModel(
            name="PastName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.PositiveSmallIntegerField(default=100, help_text="数字小的排在前面。", verbose_name="排序"),
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
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="任职日期")),
                (
                    "until",
                    models.DateField(blank=True, help_text="任职的最后一天。", null=True, verbose_name="免职日期"),
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
            },
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        choices=[("own", "本机构"), ("subtree", "本机构及下级")], max_length=10, verbose_name="范围"
                    ),
                ),
            ],
            options={
                "verbose_name": "职责权限",
                "verbose_name_plural": "职责权限",
                "ordering": ("permission", "duty"),
                "constraints": [models.UniqueConstraint(fields=("duty", "permission"), name="right_once_per_duty")],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="link_ends_after_it_begins",
                        violation_error_message="截止日期不能早于起始日期。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("staff_number", ""), _negated=True),
                fields=("home", "staff_number"),
                name="staff_number_once_per_unit",
                violation_error_message="该单位已有人使用这个工号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"),
                name="username_once_in_any_case",
                violation_error_message="这个用户名已被使用，请换一个。",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["person", "since"], name="appointment_person_since"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="appointment_ends_after_it_begins",
                violation_error_message="免职日期不能早于任职日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)),
                fields=("parent", "name"),
                name="organization_name_once_under_its_parent",
                violation_error_message="同一上级单位下已有同名单位，请换一个名称，或者使用已有的单位。",
            ),
        ),
    ]
