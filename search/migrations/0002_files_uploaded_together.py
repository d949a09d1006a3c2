import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organizations.fields
import organizations.stepping


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0003_the_registers_of_an_office"),
        ("organizations", "0002_charters_and_terms_of_bodies"),
        ("search", "0001_initial"),
    ]

    operations = [
        organizations.stepping.Together(
            operations=[
                migrations.CreateModel(
                    name="RegulationUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org_path",
                            organizations.fields.PathField(db_index=True, max_length=200, verbose_name="所属机构路径"),
                        ),
                        (
                            "institution_path",
                            organizations.fields.PathField(max_length=200, verbose_name="所属单位路径"),
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
                                max_length=20,
                                verbose_name="类别",
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
                                max_length=20,
                                verbose_name="阅读范围",
                            ),
                        ),
                        (
                            "uploaded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.organization",
                                verbose_name="入库单位",
                            ),
                        ),
                        (
                            "readers",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="organizations.organization", verbose_name="指定单位"
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
                        "verbose_name": "法规批量上传",
                        "verbose_name_plural": "法规批量上传",
                        "ordering": ("-pk",),
                    },
                ),
                migrations.CreateModel(
                    name="UploadedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordinal", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "等待分条"), ("drafted", "已成草稿"), ("refused", "未入库")],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accountability.blob",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="search.edition",
                                verbose_name="草稿",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="search.regulationupload",
                                verbose_name="批量上传",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "批量上传的文件",
                        "verbose_name_plural": "批量上传的文件",
                        "ordering": ("upload", "ordinal"),
                        "constraints": [
                            models.UniqueConstraint(fields=("upload", "ordinal"), name="one_place_a_file_of_an_upload"),
                            models.UniqueConstraint(fields=("upload", "blob"), name="one_file_once_in_an_upload"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("edition__isnull", False), ("state", "drafted")),
                                    models.Q(models.Q(("state", "drafted"), _negated=True), ("edition__isnull", True)),
                                    _connector="OR",
                                ),
                                name="a_drafted_file_has_its_draft",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
