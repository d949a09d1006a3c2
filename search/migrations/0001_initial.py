import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accountability", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0001_initial"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="IndexChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("group", models.BigIntegerField(default=0, verbose_name="类别")),
                        ("bundle", models.BigIntegerField(verbose_name="对象编号")),
                        (
                            "at",
                            models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "索引变更",
                        "verbose_name_plural": "索引变更",
                    },
                ),
                migrations.CreateModel(
                    name="IssuingAuthority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True, verbose_name="名称")),
                        ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("law", "法律"),
                                    ("administrative", "行政法规"),
                                    ("judicial", "司法解释"),
                                    ("departmental", "部门规章"),
                                    ("normative", "规范性文件"),
                                    ("local", "地方性法规和规章"),
                                    ("standard", "标准"),
                                    ("institution", "本单位制度"),
                                ],
                                default="normative",
                                max_length=20,
                                verbose_name="通常效力级别",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发文机关",
                        "verbose_name_plural": "发文机关",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="SearchLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("query", models.CharField(db_index=True, max_length=200, verbose_name="检索词")),
                        (
                            "org_path",
                            models.CharField(blank=True, db_index=True, max_length=200, verbose_name="机构路径"),
                        ),
                        ("hits", models.PositiveIntegerField(verbose_name="结果数")),
                        ("opened", models.PositiveSmallIntegerField(default=0, verbose_name="打开次数")),
                        (
                            "first_opened",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="首次打开的位次"),
                        ),
                        (
                            "at",
                            models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "检索记录",
                        "verbose_name_plural": "检索记录",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=60, verbose_name="版本名称")),
                        (
                            "document_number",
                            models.CharField(blank=True, db_index=True, max_length=100, verbose_name="文号"),
                        ),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                        ("effective_on", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟稿"),
                                    ("consulting", "征求意见中"),
                                    ("checking", "审核中"),
                                    ("published", "已发布"),
                                    ("abandoned", "已撤回"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="办理状态",
                            ),
                        ),
                        ("preamble", models.TextField(blank=True, verbose_name="题注和正文前内容")),
                        (
                            "warnings",
                            models.JSONField(blank=True, default=list, editable=False, verbose_name="解析提示"),
                        ),
                        ("source_name", models.CharField(blank=True, max_length=200, verbose_name="原文件名")),
                        (
                            "source_digest",
                            models.CharField(
                                blank=True, db_index=True, editable=False, max_length=64, verbose_name="来源校验值"
                            ),
                        ),
                        (
                            "text_hash",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="正文校验值"),
                        ),
                        (
                            "drafted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="入库时间"),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                        ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("review_due_on", models.DateField(blank=True, null=True, verbose_name="应复审日期")),
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
                            "check_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="审核单位路径"
                            ),
                        ),
                        (
                            "publish_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="发布单位路径"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本号")),
                        (
                            "checked_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="拟稿人",
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
                            "source",
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
                            "regulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="search.regulation",
                                verbose_name="法规制度",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "法规版本",
                        "verbose_name_plural": "法规版本",
                        "ordering": ["regulation", "pk"],
                        "indexes": [
                            models.Index(fields=["regulation", "state", "effective_on"], name="edition_of_regulation"),
                            models.Index(fields=["state", "effective_on"], name="edition_state_effective"),
                            models.Index(fields=["review_due_on"], name="edition_review_due"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Download",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="下载时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="下载人",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="downloads",
                                to="search.edition",
                                verbose_name="法规版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "资料下载",
                        "verbose_name_plural": "资料下载",
                    },
                ),
                migrations.CreateModel(
                    name="Article",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordinal", models.PositiveIntegerField(verbose_name="顺序")),
                        ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="条号")),
                        ("suffix", models.PositiveSmallIntegerField(default=0, verbose_name="条之几")),
                        ("label", models.CharField(blank=True, max_length=60, verbose_name="条款名称")),
                        ("heading", models.CharField(blank=True, max_length=300, verbose_name="编章节")),
                        ("text", models.TextField(verbose_name="条文")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="articles",
                                to="search.edition",
                                verbose_name="法规版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "条款",
                        "verbose_name_plural": "条款",
                        "ordering": ["edition", "ordinal"],
                        "indexes": [
                            models.Index(fields=["edition", "number", "suffix"], name="article_number_in_edition")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "ordinal"), name="article_place_in_edition")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpinionRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("due_on", models.DateField(verbose_name="反馈时限")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="征求时间")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="反馈人",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="征求人",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinion_requests",
                                to="search.edition",
                                verbose_name="法规版本",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="征求单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "征求意见",
                        "verbose_name_plural": "征求意见",
                        "ordering": ["edition", "round", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "round", "organization"), name="unit_asked_once_per_round"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=60, verbose_name="针对条款")),
                        ("text", models.TextField(verbose_name="意见")),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("adopted", "采纳"), ("partly", "部分采纳"), ("rejected", "不采纳")],
                                max_length=20,
                                verbose_name="采纳情况",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="search.opinionrequest",
                                verbose_name="征求意见",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "反馈意见",
                        "verbose_name_plural": "反馈意见",
                        "ordering": ["request", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Regulation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        (
                            "title_key",
                            models.CharField(db_index=True, editable=False, max_length=200, verbose_name="检索名称"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("law", "法律"),
                                    ("administrative", "行政法规"),
                                    ("judicial", "司法解释"),
                                    ("departmental", "部门规章"),
                                    ("normative", "规范性文件"),
                                    ("local", "地方性法规和规章"),
                                    ("standard", "标准"),
                                    ("institution", "本单位制度"),
                                ],
                                default="normative",
                                max_length=20,
                                verbose_name="效力级别",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("regulation", "法规制度"),
                                    ("procedure", "标准操作规程"),
                                    ("form", "表单模板"),
                                    ("courseware", "培训课件"),
                                ],
                                default="regulation",
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
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
                            "access",
                            models.CharField(
                                choices=[
                                    ("public", "公开（所有登录人员）"),
                                    ("subtree", "本单位及下属单位"),
                                    ("units", "指定单位"),
                                ],
                                default="public",
                                max_length=20,
                                verbose_name="阅读范围",
                            ),
                        ),
                        (
                            "review_months",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="复审周期（月）"),
                        ),
                        ("abridged", models.BooleanField(default=False, verbose_name="示例节选")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="入库时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本号")),
                        (
                            "issuer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="regulations",
                                to="search.issuingauthority",
                                verbose_name="发文机关",
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
                                verbose_name="归口单位",
                            ),
                        ),
                        (
                            "readers",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="指定单位"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "法规制度",
                        "verbose_name_plural": "法规制度",
                        "ordering": ["title", "pk"],
                        "indexes": [
                            models.Index(fields=["level", "kind"], name="regulation_level_kind"),
                            models.Index(fields=["org_path"], name="regulation_path"),
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
                        ("name", models.CharField(max_length=200, verbose_name="简称")),
                        (
                            "key",
                            models.CharField(db_index=True, editable=False, max_length=200, verbose_name="检索名称"),
                        ),
                        (
                            "regulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="aliases",
                                to="search.regulation",
                                verbose_name="法规制度",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "简称",
                        "verbose_name_plural": "简称",
                        "ordering": ["regulation", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("regulation", "key"), name="alias_once_per_regulation")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relation",
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
                                    ("amends", "修改"),
                                    ("repeals", "废止"),
                                    ("replaces", "替代"),
                                    ("partly_repeals", "部分废止"),
                                ],
                                max_length=20,
                                verbose_name="关系",
                            ),
                        ),
                        ("by_text", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        (
                            "by_edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations_out",
                                to="search.edition",
                                verbose_name="依据版本",
                            ),
                        ),
                        (
                            "recorded_by",
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
                            "to_edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations_in",
                                to="search.edition",
                                verbose_name="对象版本",
                            ),
                        ),
                        (
                            "to_regulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations_in",
                                to="search.regulation",
                                verbose_name="对象法规",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "法规关系",
                        "verbose_name_plural": "法规关系",
                        "ordering": ["-since", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "by_edition", "to_regulation", "to_edition"),
                                name="relation_recorded_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by_edition__isnull", False),
                                    models.Q(("by_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="relation_says_by_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        ("query", models.CharField(blank=True, max_length=300, verbose_name="检索词")),
                        ("filters", models.JSONField(blank=True, default=dict, verbose_name="筛选条件")),
                        ("notify", models.BooleanField(default=True, verbose_name="有新增或变化时通知")),
                        ("seen", models.JSONField(blank=True, default=dict, editable=False, verbose_name="已有结果")),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="保存时间")),
                        (
                            "looked_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上次比对时间"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_searches",
                                to="organizations.person",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收藏的检索",
                        "verbose_name_plural": "收藏的检索",
                        "ordering": ["-saved_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=60, verbose_name="规范用语")),
                        (
                            "org_path",
                            organizations.fields.PathField(
                                blank=True, editable=False, max_length=200, verbose_name="机构路径"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="添加时间")),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="添加人",
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
                                verbose_name="适用单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "术语",
                        "verbose_name_plural": "术语词典",
                        "ordering": ["word"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("organization__isnull", True)),
                                fields=("word",),
                                name="term_once_for_everybody",
                            ),
                            models.UniqueConstraint(fields=("word", "organization"), name="term_once_per_unit"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Synonym",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=60, verbose_name="同义词")),
                        (
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="synonyms",
                                to="search.term",
                                verbose_name="术语",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "同义词",
                        "verbose_name_plural": "同义词",
                        "ordering": ["term", "word"],
                        "constraints": [models.UniqueConstraint(fields=("term", "word"), name="synonym_once_per_term")],
                    },
                ),
                migrations.CreateModel(
                    name="Citation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("object_id", models.BigIntegerField(verbose_name="引用对象编号")),
                        ("source_label", models.CharField(max_length=200, verbose_name="引用对象名称")),
                        (
                            "org_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(editable=False, max_length=200, verbose_name="单位路径"),
                        ),
                        ("label", models.CharField(max_length=300, verbose_name="引用名称")),
                        ("text", models.TextField(verbose_name="引用时的条文")),
                        ("edition_date", models.DateField(blank=True, null=True, verbose_name="版本日期")),
                        (
                            "found_by",
                            models.CharField(
                                choices=[("chosen", "人工选定"), ("recognised", "文字识别")],
                                default="chosen",
                                max_length=20,
                                verbose_name="引用方式",
                            ),
                        ),
                        ("cited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="引用时间")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取消引用时间")),
                        ("flagged_at", models.DateTimeField(blank=True, null=True, verbose_name="提示时间")),
                        ("flag", models.CharField(blank=True, max_length=300, verbose_name="提示")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本号")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="citations",
                                to="search.article",
                                verbose_name="条款",
                            ),
                        ),
                        (
                            "cited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="引用人",
                            ),
                        ),
                        (
                            "content_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="引用对象类型",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="处理人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "引用",
                        "verbose_name_plural": "引用",
                        "ordering": ["-cited_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["content_type", "object_id"], name="citation_source"),
                            models.Index(fields=["article", "org_path"], name="citation_article_path"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("content_type", "object_id", "article"),
                                name="article_cited_once_by_a_thing",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
