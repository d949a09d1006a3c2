import datetime
import uuid

import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                organizations.stepping.Together(
                    operations=[
                        migrations.CreateModel(
                            name="Assignment",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                                ("source_label", models.CharField(max_length=200, verbose_name="来源")),
                                ("kind", models.CharField(default="rectification", max_length=40, verbose_name="类别")),
                                ("title", models.CharField(max_length=400, verbose_name="任务")),
                                ("supervised", models.BooleanField(default=False, verbose_name="列入督办")),
                                ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="单位路径"),
                                ),
                                ("scheduled_on", models.DateField(editable=False, verbose_name="原定完成日期")),
                                ("due_on", models.DateField(verbose_name="完成期限")),
                                (
                                    "evidence_required",
                                    models.CharField(blank=True, max_length=200, verbose_name="须提交的佐证"),
                                ),
                                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="进度（%）")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[("open", "办理中"), ("done", "已办结"), ("cancelled", "已撤销")],
                                        default="open",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("assigned_at", models.DateTimeField(auto_now_add=True, verbose_name="交办时间")),
                                ("completed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                            ],
                            options={
                                "verbose_name": "任务",
                                "verbose_name_plural": "任务",
                            },
                        ),
                        migrations.CreateModel(
                            name="Attachment",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                (
                                    "uuid",
                                    models.UUIDField(
                                        default=uuid.uuid4, editable=False, unique=True, verbose_name="标识"
                                    ),
                                ),
                                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                                ("object_id", models.BigIntegerField(verbose_name="所属对象编号")),
                                ("source_label", models.CharField(max_length=200, verbose_name="所属对象名称")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        db_index=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="所属单位路径"),
                                ),
                                (
                                    "at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                                ),
                                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                            ],
                            options={
                                "verbose_name": "附件",
                                "verbose_name_plural": "附件",
                            },
                        ),
                        migrations.CreateModel(
                            name="Blob",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                                ("sm3", models.CharField(max_length=64, verbose_name="SM3")),
                                ("size", models.BigIntegerField(verbose_name="字节数")),
                                ("media_type", models.CharField(max_length=100, verbose_name="媒体类型")),
                                (
                                    "stored_at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="保存时间"),
                                ),
                            ],
                            options={
                                "verbose_name": "文件内容",
                                "verbose_name_plural": "文件内容",
                            },
                        ),
                        migrations.CreateModel(
                            name="Checkpoint",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("size", models.BigIntegerField(unique=True, verbose_name="封存条数")),
                                ("at", models.DateTimeField(verbose_name="时间")),
                                ("sha256", models.CharField(max_length=64, verbose_name="链首校验值（SHA-256）")),
                                ("sm3", models.CharField(max_length=64, verbose_name="链首校验值（SM3）")),
                                ("root", models.CharField(max_length=64, verbose_name="校验树根")),
                                ("peaks", models.JSONField(default=list, verbose_name="校验树分支")),
                                ("note", models.TextField(verbose_name="签名内容")),
                                ("signature", models.CharField(max_length=128, verbose_name="签名（Ed25519）")),
                                ("public_key", models.CharField(max_length=64, verbose_name="公钥")),
                                ("alg", models.CharField(max_length=40, verbose_name="算法")),
                            ],
                            options={
                                "verbose_name": "日志校验点",
                                "verbose_name_plural": "日志校验点",
                                "ordering": ["-size"],
                            },
                        ),
                        migrations.CreateModel(
                            name="DutyRoster",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("telephone", models.CharField(blank=True, max_length=40, verbose_name="值班电话")),
                            ],
                            options={
                                "verbose_name": "值班表",
                                "verbose_name_plural": "值班表",
                            },
                        ),
                        migrations.CreateModel(
                            name="Escalation",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="单位路径"),
                                ),
                                ("due_at", models.DateTimeField(verbose_name="时限")),
                                ("raised_at", models.DateTimeField(verbose_name="发出时间")),
                                ("off_hours", models.BooleanField(default=False, verbose_name="非工作时间")),
                                ("closed_at", models.DateTimeField(null=True, verbose_name="回执齐全时间")),
                            ],
                            options={
                                "verbose_name": "上报与提级",
                                "verbose_name_plural": "上报与提级",
                                "ordering": ["-pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="EscalationReceipt",
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
                                            ("named", "接收人"),
                                            ("proxy", "代办人"),
                                            ("duty", "值班人员"),
                                            ("outside", "系统外单位"),
                                            ("nobody", "无人任职"),
                                        ],
                                        default="named",
                                        max_length=10,
                                        verbose_name="身份",
                                    ),
                                ),
                                ("answered", models.BooleanField(default=False, verbose_name="接收方已回执")),
                                ("received_at", models.DateTimeField(null=True, verbose_name="回执时间")),
                                (
                                    "received_name",
                                    models.CharField(blank=True, max_length=60, verbose_name="对方接收人"),
                                ),
                                ("note", models.CharField(blank=True, max_length=300, verbose_name="回执说明")),
                            ],
                            options={
                                "verbose_name": "回执",
                                "verbose_name_plural": "回执",
                                "ordering": ["escalation", "pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Evidence",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("text", models.TextField(blank=True, verbose_name="说明")),
                                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                            ],
                            options={
                                "verbose_name": "佐证",
                                "verbose_name_plural": "佐证",
                                "ordering": ["assignment", "pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="EvidenceBundle",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                (
                                    "uuid",
                                    models.UUIDField(
                                        default=uuid.uuid4, editable=False, unique=True, verbose_name="标识"
                                    ),
                                ),
                                ("object_id", models.BigIntegerField(null=True, verbose_name="对象编号")),
                                ("since", models.DateField(null=True, verbose_name="起始日期")),
                                ("until", models.DateField(null=True, verbose_name="截止日期")),
                                ("label", models.CharField(max_length=200, verbose_name="内容")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="所属机构路径"),
                                ),
                                ("because", models.CharField(max_length=300, verbose_name="用途")),
                                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申请时间")),
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
                                ("size", models.BigIntegerField(null=True, verbose_name="字节数")),
                                (
                                    "sha256",
                                    models.CharField(blank=True, max_length=64, verbose_name="校验码（SHA-256）"),
                                ),
                                ("events", models.PositiveIntegerField(default=0, verbose_name="操作记录条数")),
                                ("made_at", models.DateTimeField(null=True, verbose_name="生成时间")),
                            ],
                            options={
                                "verbose_name": "证据包",
                                "verbose_name_plural": "证据包",
                                "ordering": ["-pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Extension",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("was_due_on", models.DateField(verbose_name="申请时的期限")),
                                ("due_on", models.DateField(verbose_name="申请延至")),
                                ("because", models.CharField(max_length=500, verbose_name="延期理由")),
                                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申请时间")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("waiting", "待审批"),
                                            ("approved", "已同意"),
                                            ("refused", "未同意"),
                                            ("withdrawn", "已撤回"),
                                        ],
                                        default="waiting",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("decided_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="审批意见")),
                            ],
                            options={
                                "verbose_name": "延期申请",
                                "verbose_name_plural": "延期申请",
                                "ordering": ["-pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Handover",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("post_label", models.CharField(blank=True, max_length=160, verbose_name="交出人岗位")),
                                ("is_gone", models.BooleanField(default=False, verbose_name="交出人已离岗")),
                                ("because", models.CharField(max_length=200, verbose_name="交接原因")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        editable=False, max_length=200, verbose_name="机构路径"
                                    ),
                                ),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(
                                        editable=False, max_length=200, verbose_name="单位路径"
                                    ),
                                ),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("draft", "填写中"),
                                            ("signing", "签认中"),
                                            ("applied", "已交接"),
                                            ("cancelled", "已作废"),
                                        ],
                                        default="draft",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                                ("prepared_at", models.DateTimeField(auto_now_add=True, verbose_name="填写时间")),
                                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="生效时间")),
                            ],
                            options={
                                "verbose_name": "交接单",
                                "verbose_name_plural": "交接单",
                                "ordering": ("-prepared_at", "-pk"),
                            },
                        ),
                        migrations.CreateModel(
                            name="HandoverLine",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                                ("kind", models.CharField(max_length=40, verbose_name="类别")),
                                ("key", models.BigIntegerField(verbose_name="事项编号")),
                                ("kind_label", models.CharField(max_length=60, verbose_name="类别名称")),
                                ("label", models.CharField(max_length=400, verbose_name="事项")),
                                ("url", models.CharField(blank=True, max_length=300, verbose_name="事项地址")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        blank=True, editable=False, max_length=200, verbose_name="机构路径"
                                    ),
                                ),
                                ("ends", models.BooleanField(default=False, verbose_name="到此终止")),
                                (
                                    "outcome",
                                    models.CharField(
                                        blank=True,
                                        choices=[
                                            ("", "待交接"),
                                            ("taken", "已接收"),
                                            ("ended", "已终止"),
                                            ("settled", "交接前已办结"),
                                        ],
                                        default="",
                                        max_length=10,
                                        verbose_name="交接结果",
                                    ),
                                ),
                            ],
                            options={
                                "verbose_name": "交接事项",
                                "verbose_name_plural": "交接事项",
                                "ordering": ("handover", "order"),
                            },
                        ),
                        migrations.CreateModel(
                            name="Holder",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("post_label", models.CharField(blank=True, max_length=160, verbose_name="岗位")),
                                (
                                    "role",
                                    models.CharField(
                                        choices=[
                                            ("lead", "责任人"),
                                            ("support", "协办人"),
                                            ("direct", "直接责任人"),
                                            ("leadership", "领导责任"),
                                        ],
                                        default="lead",
                                        max_length=12,
                                        verbose_name="责任",
                                    ),
                                ),
                                ("since", models.DateTimeField(verbose_name="起")),
                                ("until", models.DateTimeField(null=True, verbose_name="止")),
                                ("because", models.CharField(blank=True, max_length=200, verbose_name="变更说明")),
                            ],
                            options={
                                "verbose_name": "责任人",
                                "verbose_name_plural": "责任人",
                                "ordering": ["assignment", "since", "pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="ImportBatch",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("target", models.CharField(max_length=40, verbose_name="导入内容")),
                                ("permission", models.CharField(max_length=100, verbose_name="所需权限")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        db_index=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="所属单位路径"),
                                ),
                                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                                ("headings", models.JSONField(default=list, verbose_name="表头")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("checked", "核对通过，待导入"),
                                            ("faulty", "有错误，待改正"),
                                            ("applying", "导入中"),
                                            ("applied", "已导入"),
                                            ("stopped", "未完成，已停止"),
                                            ("withdrawn", "已撤回"),
                                        ],
                                        default="checked",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("error", models.TextField(blank=True, verbose_name="停止原因")),
                                ("total", models.PositiveIntegerField(default=0, verbose_name="行数")),
                                ("faulty", models.PositiveIntegerField(default=0, verbose_name="有错误的行数")),
                                ("known", models.PositiveIntegerField(default=0, verbose_name="核对时已有的行数")),
                                ("created", models.PositiveIntegerField(default=0, verbose_name="新建行数")),
                                ("skipped", models.PositiveIntegerField(default=0, verbose_name="已有而跳过的行数")),
                                ("failed", models.PositiveIntegerField(default=0, verbose_name="未能导入的行数")),
                                (
                                    "uploaded_at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                                ),
                                ("applied_at", models.DateTimeField(null=True, verbose_name="开始导入时间")),
                                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                            ],
                            options={
                                "verbose_name": "导入批次",
                                "verbose_name_plural": "导入批次",
                                "ordering": ("-pk",),
                            },
                        ),
                        migrations.CreateModel(
                            name="ImportRow",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("number", models.PositiveIntegerField(verbose_name="行号")),
                                ("key", models.CharField(max_length=64, verbose_name="行键")),
                                ("label", models.CharField(max_length=200, verbose_name="名称")),
                                ("payload", models.JSONField(default=list, verbose_name="内容")),
                                ("errors", models.JSONField(blank=True, default=list, verbose_name="错误")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("ready", "待导入"),
                                            ("faulty", "有错误"),
                                            ("created", "已新建"),
                                            ("skipped", "已有，跳过"),
                                            ("failed", "未能导入"),
                                        ],
                                        default="ready",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("exists", models.BooleanField(default=False, verbose_name="核对时已有")),
                                ("result_id", models.BigIntegerField(null=True, verbose_name="结果编号")),
                            ],
                            options={
                                "verbose_name": "导入行",
                                "verbose_name_plural": "导入行",
                                "ordering": ("batch", "number"),
                            },
                        ),
                        migrations.CreateModel(
                            name="IncidentReport",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        editable=False, max_length=200, verbose_name="机构路径"
                                    ),
                                ),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(
                                        editable=False, max_length=200, verbose_name="单位路径"
                                    ),
                                ),
                                ("number_text", models.CharField(db_index=True, max_length=40, verbose_name="编号")),
                                ("reporter", models.CharField(max_length=60, verbose_name="报告人")),
                                (
                                    "reporter_unit",
                                    models.CharField(blank=True, max_length=120, verbose_name="报告人单位"),
                                ),
                                (
                                    "reporter_telephone",
                                    models.CharField(blank=True, max_length=40, verbose_name="报告人电话"),
                                ),
                                (
                                    "way",
                                    models.CharField(
                                        choices=[
                                            ("telephone", "电话"),
                                            ("in_person", "当面"),
                                            ("written", "书面或传真"),
                                            ("system", "信息系统"),
                                        ],
                                        default="telephone",
                                        max_length=12,
                                        verbose_name="报告方式",
                                    ),
                                ),
                                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                                ("received_at", models.DateTimeField(verbose_name="接报时间")),
                                ("content", models.TextField(verbose_name="报告内容")),
                                ("told", models.CharField(blank=True, max_length=200, verbose_name="已告知")),
                                (
                                    "recorded_at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                                ),
                            ],
                            options={
                                "verbose_name": "接报登记",
                                "verbose_name_plural": "接报登记",
                                "ordering": ["-received_at", "-pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Ladder",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("code", models.SlugField(max_length=60, verbose_name="代码")),
                                ("version", models.PositiveIntegerField(default=1, verbose_name="版次")),
                                ("name", models.CharField(max_length=80, verbose_name="名称")),
                                (
                                    "purpose",
                                    models.CharField(
                                        choices=[("report", "逐级上报"), ("overdue", "超时提级")],
                                        max_length=10,
                                        verbose_name="用途",
                                    ),
                                ),
                                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                                ("active", models.BooleanField(default=True, verbose_name="启用")),
                                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="制定时间")),
                            ],
                            options={
                                "verbose_name": "上报与提级规则",
                                "verbose_name_plural": "上报与提级规则",
                                "ordering": ["purpose", "code", "-version"],
                            },
                        ),
                        migrations.CreateModel(
                            name="LadderStart",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("source_id", models.PositiveBigIntegerField(verbose_name="来源编号")),
                                ("source_label", models.CharField(max_length=200, verbose_name="来源")),
                                ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                                (
                                    "institution_path",
                                    organizations.fields.PathField(max_length=200, verbose_name="单位路径"),
                                ),
                                ("deadline", models.DateField(null=True, verbose_name="期限")),
                                ("starts_at", models.DateTimeField(verbose_name="发现或到期时间")),
                                ("received_at", models.DateTimeField(verbose_name="接报时间")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("running", "计时中"),
                                            ("climbed", "已到最高一级"),
                                            ("ended", "已结束"),
                                        ],
                                        default="running",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("next_order", models.PositiveSmallIntegerField(default=1, verbose_name="下一级")),
                                ("next_at", models.DateTimeField(verbose_name="下一级时间")),
                            ],
                            options={
                                "verbose_name": "上报与提级计时",
                                "verbose_name_plural": "上报与提级计时",
                                "ordering": ["pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Notice",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("text", models.CharField(max_length=300, verbose_name="内容")),
                                ("url", models.CharField(max_length=300, verbose_name="链接")),
                                ("kind", models.CharField(max_length=40, verbose_name="类别")),
                                ("source_id", models.PositiveBigIntegerField(null=True, verbose_name="来源编号")),
                                ("source_label", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(blank=True, max_length=200, verbose_name="机构路径"),
                                ),
                                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="发出时间")),
                                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                            ],
                            options={
                                "verbose_name": "通知",
                                "verbose_name_plural": "通知",
                            },
                        ),
                        migrations.CreateModel(
                            name="Number",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("n", models.PositiveIntegerField(verbose_name="序号")),
                                ("text", models.CharField(db_index=True, max_length=120, verbose_name="编号")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[("taken", "已使用"), ("void", "作废"), ("skipped", "跳号")],
                                        default="taken",
                                        max_length=20,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("by_hand", models.BooleanField(default=False, verbose_name="手工登记")),
                                ("object_id", models.BigIntegerField(null=True, verbose_name="所属对象编号")),
                                ("label", models.CharField(blank=True, max_length=200, verbose_name="所属对象名称")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        db_index=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                                (
                                    "at",
                                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                                ),
                                ("reason", models.CharField(blank=True, max_length=300, verbose_name="作废或跳号原因")),
                            ],
                            options={
                                "verbose_name": "编号",
                                "verbose_name_plural": "编号",
                            },
                        ),
                        migrations.CreateModel(
                            name="NumberSeries",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("code", models.CharField(max_length=80, verbose_name="代码")),
                                ("year", models.PositiveIntegerField(verbose_name="年度")),
                                (
                                    "kind",
                                    models.CharField(
                                        choices=[("ledger", "台账编号"), ("document", "发文字号"), ("issue", "期号")],
                                        default="ledger",
                                        max_length=20,
                                        verbose_name="种类",
                                    ),
                                ),
                                ("prefix", models.CharField(blank=True, max_length=40, verbose_name="前缀")),
                                ("pattern", models.CharField(max_length=80, verbose_name="格式")),
                                ("outside", models.BooleanField(default=False, verbose_name="号码由外部登记簿给出")),
                                ("last", models.PositiveIntegerField(default=0, verbose_name="最后一个号")),
                            ],
                            options={
                                "verbose_name": "编号序列",
                                "verbose_name_plural": "编号序列",
                            },
                        ),
                        migrations.CreateModel(
                            name="OfflineAnswer",
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
                                        choices=[("paper", "纸质审批"), ("outside", "外部办公系统审批")],
                                        max_length=10,
                                        verbose_name="审批方式",
                                    ),
                                ),
                                (
                                    "verdict",
                                    models.CharField(
                                        choices=[
                                            ("agree", "同意"),
                                            ("return", "退回修改"),
                                            ("disagree", "不同意"),
                                            ("no_comment", "无意见"),
                                            ("agree_with_changes", "同意（附修改意见）"),
                                        ],
                                        max_length=20,
                                        verbose_name="办理结果",
                                    ),
                                ),
                                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                                ("signed_on", models.DateField(verbose_name="实际审批日期")),
                                ("manifest_digest", models.CharField(max_length=64, verbose_name="送签材料校验码")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("waiting", "待核对"),
                                            ("confirmed", "已核对"),
                                            ("rejected", "核对不符"),
                                        ],
                                        default="waiting",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="补录时间")),
                                ("checked_at", models.DateTimeField(null=True, verbose_name="核对时间")),
                                ("because", models.CharField(blank=True, max_length=200, verbose_name="不符原因")),
                            ],
                            options={
                                "verbose_name": "线下办理",
                                "verbose_name_plural": "线下办理",
                                "ordering": ("pk",),
                            },
                        ),
                        migrations.CreateModel(
                            name="ProgressReport",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("text", models.TextField(verbose_name="进展")),
                                ("percent", models.PositiveSmallIntegerField(verbose_name="进度（%）")),
                                ("reported_at", models.DateTimeField(auto_now_add=True, verbose_name="报告时间")),
                            ],
                            options={
                                "verbose_name": "进展",
                                "verbose_name_plural": "进展",
                                "ordering": ["assignment", "pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Rung",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("order", models.PositiveSmallIntegerField(verbose_name="级次")),
                                ("name", models.CharField(max_length=80, verbose_name="事项")),
                                ("amount", models.PositiveSmallIntegerField(verbose_name="时限")),
                                (
                                    "clock",
                                    models.CharField(
                                        choices=[
                                            ("natural_hours", "小时（自然时间）"),
                                            ("working_hours", "小时（工作时间）"),
                                            ("working_days", "个工作日"),
                                        ],
                                        max_length=20,
                                        verbose_name="计时",
                                    ),
                                ),
                                (
                                    "start",
                                    models.CharField(
                                        choices=[("found", "自发现"), ("received", "自接报"), ("due", "自到期")],
                                        max_length=10,
                                        verbose_name="起算",
                                    ),
                                ),
                            ],
                            options={
                                "verbose_name": "级",
                                "verbose_name_plural": "级",
                                "ordering": ["ladder", "order"],
                            },
                        ),
                        migrations.CreateModel(
                            name="RungReceiver",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
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
                                (
                                    "where",
                                    models.CharField(
                                        choices=[
                                            ("unit", "承办科室"),
                                            ("institution", "本单位"),
                                            ("up_one", "上一级单位"),
                                            ("up_two", "上两级单位"),
                                            ("up_three", "上三级单位"),
                                            ("named", "指定单位"),
                                        ],
                                        default="institution",
                                        max_length=12,
                                        verbose_name="所在单位",
                                    ),
                                ),
                                ("outside", models.CharField(blank=True, max_length=80, verbose_name="系统外接收单位")),
                            ],
                            options={
                                "verbose_name": "接收方",
                                "verbose_name_plural": "接收方",
                                "ordering": ["rung", "order"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Seat",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("person_name", models.CharField(max_length=80, verbose_name="办理人姓名")),
                                ("post_label", models.CharField(blank=True, max_length=160, verbose_name="岗位")),
                                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                                (
                                    "origin",
                                    models.CharField(
                                        choices=[("original", "原定"), ("added", "加签"), ("proxy", "代办")],
                                        default="original",
                                        max_length=10,
                                        verbose_name="来源",
                                    ),
                                ),
                                ("because", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("waiting", "未轮到"),
                                            ("open", "待办理"),
                                            ("decided", "已办理"),
                                            ("cancelled", "已取消"),
                                        ],
                                        default="waiting",
                                        max_length=10,
                                        verbose_name="状态",
                                    ),
                                ),
                                (
                                    "verdict",
                                    models.CharField(
                                        blank=True,
                                        choices=[
                                            ("agree", "同意"),
                                            ("return", "退回修改"),
                                            ("disagree", "不同意"),
                                            ("no_comment", "无意见"),
                                            ("agree_with_changes", "同意（附修改意见）"),
                                        ],
                                        max_length=20,
                                        verbose_name="办理结果",
                                    ),
                                ),
                                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                                ("strength", models.CharField(blank=True, max_length=20, verbose_name="身份鉴别方式")),
                                (
                                    "manifest_digest",
                                    models.CharField(blank=True, max_length=64, verbose_name="所见内容校验码"),
                                ),
                                ("opened_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                                ("decided_at", models.DateTimeField(null=True, verbose_name="办理时间")),
                            ],
                            options={
                                "verbose_name": "办理意见",
                                "verbose_name_plural": "办理意见",
                                "ordering": ["request", "order"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Shift",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("day", models.DateField(verbose_name="日期")),
                                (
                                    "slot",
                                    models.CharField(
                                        choices=[
                                            ("leader", "带班领导"),
                                            ("day", "白班值班员"),
                                            ("night", "夜班值班员"),
                                        ],
                                        max_length=10,
                                        verbose_name="班次",
                                    ),
                                ),
                                ("telephone", models.CharField(blank=True, max_length=40, verbose_name="联系电话")),
                                ("because", models.CharField(blank=True, max_length=200, verbose_name="替班原因")),
                            ],
                            options={
                                "verbose_name": "班次",
                                "verbose_name_plural": "班次",
                                "ordering": ["day", "slot"],
                            },
                        ),
                        migrations.CreateModel(
                            name="SignedManifest",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                                ("label", models.CharField(max_length=200, verbose_name="对象")),
                                ("object_version", models.PositiveIntegerField(verbose_name="版本")),
                                ("body", models.TextField(verbose_name="内容")),
                                ("sha256", models.CharField(max_length=64, verbose_name="校验码（SHA-256）")),
                                ("sm3", models.CharField(max_length=64, verbose_name="校验码（SM3）")),
                                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="形成时间")),
                            ],
                            options={
                                "verbose_name": "送签材料",
                                "verbose_name_plural": "送签材料",
                            },
                        ),
                        migrations.CreateModel(
                            name="SignRequest",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                                ("label", models.CharField(max_length=200, verbose_name="对象")),
                                ("org_path", organizations.fields.PathField(max_length=200, verbose_name="机构路径")),
                                ("node", models.CharField(max_length=80, verbose_name="节点")),
                                ("returns_to", models.CharField(max_length=80, verbose_name="退回到")),
                                ("content", models.CharField(max_length=80, verbose_name="材料来源")),
                                ("title", models.CharField(max_length=80, verbose_name="事项")),
                                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                                ("asked", models.JSONField(default=dict, verbose_name="办理人范围")),
                                ("asked_label", models.CharField(max_length=120, verbose_name="办理人")),
                                (
                                    "word",
                                    models.CharField(
                                        choices=[
                                            ("review", "审核"),
                                            ("countersign", "会签"),
                                            ("approve", "审批"),
                                            ("issue", "签发"),
                                            ("confirm", "签认"),
                                        ],
                                        max_length=16,
                                        verbose_name="办理方式",
                                    ),
                                ),
                                (
                                    "policy",
                                    models.CharField(
                                        choices=[
                                            ("all", "全部同意"),
                                            ("any", "任一人办理"),
                                            ("ratio", "达到比例"),
                                            ("sequence", "依次办理"),
                                        ],
                                        max_length=16,
                                        verbose_name="规则",
                                    ),
                                ),
                                ("ratio", models.PositiveSmallIntegerField(default=100, verbose_name="同意比例（%）")),
                                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                                (
                                    "state",
                                    models.CharField(
                                        choices=[
                                            ("waiting", "未到"),
                                            ("open", "办理中"),
                                            ("approved", "已通过"),
                                            ("returned", "已退回"),
                                            ("refused", "未通过"),
                                            ("withdrawn", "已撤回"),
                                            ("cancelled", "未办理"),
                                        ],
                                        default="waiting",
                                        max_length=12,
                                        verbose_name="状态",
                                    ),
                                ),
                                ("opened_at", models.DateTimeField(null=True, verbose_name="送签时间")),
                                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                            ],
                            options={
                                "verbose_name": "办理单",
                                "verbose_name_plural": "办理单",
                                "ordering": ["turn", "position"],
                            },
                        ),
                        migrations.CreateModel(
                            name="SignRoute",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("subject", models.CharField(max_length=80, verbose_name="事项")),
                                ("name", models.CharField(max_length=80, verbose_name="名称")),
                                ("active", models.BooleanField(default=True, verbose_name="启用")),
                            ],
                            options={
                                "verbose_name": "办理路线",
                                "verbose_name_plural": "办理路线",
                            },
                        ),
                        migrations.CreateModel(
                            name="SignRouteStep",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                                (
                                    "word",
                                    models.CharField(
                                        choices=[
                                            ("review", "审核"),
                                            ("countersign", "会签"),
                                            ("approve", "审批"),
                                            ("issue", "签发"),
                                            ("confirm", "签认"),
                                        ],
                                        max_length=16,
                                        verbose_name="办理方式",
                                    ),
                                ),
                                (
                                    "policy",
                                    models.CharField(
                                        choices=[
                                            ("all", "全部同意"),
                                            ("any", "任一人办理"),
                                            ("ratio", "达到比例"),
                                            ("sequence", "依次办理"),
                                        ],
                                        default="any",
                                        max_length=16,
                                        verbose_name="规则",
                                    ),
                                ),
                                ("ratio", models.PositiveSmallIntegerField(default=100, verbose_name="同意比例（%）")),
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
                                        max_length=16,
                                        verbose_name="职责",
                                    ),
                                ),
                                (
                                    "where",
                                    models.CharField(
                                        choices=[
                                            ("drafting_unit", "拟稿科室"),
                                            ("institution", "本机构"),
                                            ("superior", "上级机构"),
                                            ("named", "指定机构"),
                                        ],
                                        default="institution",
                                        max_length=16,
                                        verbose_name="所在机构",
                                    ),
                                ),
                                ("optional", models.BooleanField(default=False, verbose_name="无人时跳过")),
                            ],
                            options={
                                "verbose_name": "办理步骤",
                                "verbose_name_plural": "办理步骤",
                                "ordering": ["route", "order"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Tagged",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                                ("label", models.CharField(max_length=200, verbose_name="对象")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(blank=True, max_length=200, verbose_name="机构路径"),
                                ),
                                ("tagged_at", models.DateTimeField(auto_now_add=True, verbose_name="标注时间")),
                            ],
                            options={
                                "verbose_name": "主题标注",
                                "verbose_name_plural": "主题标注",
                                "ordering": ["theme", "pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="Theme",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("name", models.CharField(max_length=60, verbose_name="名称")),
                                (
                                    "kind",
                                    models.CharField(
                                        choices=[("tag", "主题标签"), ("work_line", "工作主线")],
                                        default="tag",
                                        max_length=10,
                                        verbose_name="类别",
                                    ),
                                ),
                                ("active", models.BooleanField(default=True, verbose_name="启用")),
                            ],
                            options={
                                "verbose_name": "主题",
                                "verbose_name_plural": "主题",
                                "ordering": ["kind", "name"],
                            },
                        ),
                        migrations.CreateModel(
                            name="TrailEvent",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                                ("object_label", models.CharField(max_length=200, verbose_name="对象名称")),
                                ("object_version", models.IntegerField(null=True, verbose_name="对象版本")),
                                (
                                    "org_path",
                                    organizations.fields.PathField(
                                        db_index=True, max_length=200, verbose_name="所属机构路径"
                                    ),
                                ),
                                ("verb", models.CharField(db_index=True, max_length=60, verbose_name="操作")),
                                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                                (
                                    "actor_id",
                                    models.BigIntegerField(db_index=True, null=True, verbose_name="操作人编号"),
                                ),
                                ("actor_name", models.CharField(max_length=100, verbose_name="操作人")),
                                ("actor_post", models.CharField(blank=True, max_length=200, verbose_name="操作人岗位")),
                                ("actor_unit", models.CharField(blank=True, max_length=300, verbose_name="操作人单位")),
                                ("acting_for_id", models.BigIntegerField(null=True, verbose_name="被代办人编号")),
                                (
                                    "acting_for_name",
                                    models.CharField(blank=True, max_length=100, verbose_name="被代办人"),
                                ),
                                ("strength", models.CharField(blank=True, max_length=30, verbose_name="身份核验方式")),
                                ("ip", models.CharField(blank=True, max_length=45, verbose_name="网络地址")),
                                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="请求编号")),
                                ("responsible_id", models.BigIntegerField(null=True, verbose_name="责任人编号")),
                                (
                                    "responsible_name",
                                    models.CharField(blank=True, max_length=100, verbose_name="责任人"),
                                ),
                                ("body_sha256", models.CharField(max_length=64, verbose_name="内容摘要（SHA-256）")),
                                ("body_sm3", models.CharField(max_length=64, verbose_name="内容摘要（SM3）")),
                                ("sha256", models.CharField(max_length=64, verbose_name="摘要（SHA-256）")),
                                ("sm3", models.CharField(max_length=64, verbose_name="摘要（SM3）")),
                            ],
                            options={
                                "verbose_name": "操作记录",
                                "verbose_name_plural": "操作记录",
                                "ordering": ["pk"],
                            },
                        ),
                        migrations.CreateModel(
                            name="TrailRow",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                                ("shape", models.CharField(max_length=16, verbose_name="列组")),
                                ("digest", models.CharField(blank=True, max_length=64, verbose_name="行摘要")),
                            ],
                            options={
                                "verbose_name": "行摘要",
                                "verbose_name_plural": "行摘要",
                            },
                        ),
                        migrations.CreateModel(
                            name="TrailSeal",
                            fields=[
                                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                                ("prev", models.CharField(max_length=64, verbose_name="前一校验值")),
                                ("hash", models.CharField(max_length=64, verbose_name="校验值（SHA-256）")),
                                ("sm3", models.CharField(max_length=64, verbose_name="校验值（SM3）")),
                                ("alg", models.CharField(max_length=30, verbose_name="算法")),
                            ],
                            options={
                                "verbose_name": "操作记录封存",
                                "verbose_name_plural": "操作记录封存",
                            },
                        ),
                        migrations.CreateModel(
                            name="TrailShape",
                            fields=[
                                (
                                    "shape",
                                    models.CharField(
                                        max_length=16, primary_key=True, serialize=False, verbose_name="列组"
                                    ),
                                ),
                                ("model", models.CharField(max_length=120, verbose_name="模型")),
                                ("columns", models.TextField(verbose_name="列")),
                            ],
                            options={
                                "verbose_name": "列组",
                                "verbose_name_plural": "列组",
                            },
                        ),
                        migrations.CreateModel(
                            name="WorkingHours",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                (
                                    "morning_from",
                                    models.TimeField(default=datetime.time(8, 0), verbose_name="上午上班"),
                                ),
                                (
                                    "morning_until",
                                    models.TimeField(default=datetime.time(12, 0), verbose_name="上午下班"),
                                ),
                                (
                                    "afternoon_from",
                                    models.TimeField(default=datetime.time(14, 0), verbose_name="下午上班"),
                                ),
                                (
                                    "afternoon_until",
                                    models.TimeField(default=datetime.time(17, 30), verbose_name="下午下班"),
                                ),
                            ],
                            options={
                                "verbose_name": "工作时间",
                                "verbose_name_plural": "工作时间",
                            },
                        ),
                    ],
                ),
            ],
        ),
    ]
