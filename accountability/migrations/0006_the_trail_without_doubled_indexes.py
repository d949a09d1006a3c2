"""The trail keeps an index once: those that begin another, and PostgreSQL's second ones for LIKE, are let go.

By name, for SQLite would copy the whole trail to alter a column that only its index differs in.
"""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from organizations.fields import PathField

EVENT, ROW = "accountability_trailevent", "accountability_trailrow"
DOUBLED = {
    f"{EVENT}_content_type_id_4a006eac": f"{EVENT} (content_type_id)",
    f"{ROW}_content_type_id_c3fdf934": f"{ROW} (content_type_id)",
    f"{EVENT}_org_path_3aa7742f": f"{EVENT} (org_path)",
    f"{EVENT}_verb_5f212d32": f"{EVENT} (verb)",
}
AGAIN = [f"CREATE INDEX {name} ON {place}" for name, place in DOUBLED.items()]
GONE = [f"DROP INDEX IF EXISTS {name}" for name in DOUBLED]
FOR_LIKE = [f"DROP INDEX IF EXISTS {EVENT}_org_path_3aa7742f_like", f"DROP INDEX IF EXISTS {EVENT}_verb_5f212d32_like"]


def kind():
    """The link to a content type without an index of its own."""
    return models.ForeignKey(
        "contenttypes.contenttype", PROTECT, related_name="+", db_index=False, verbose_name="对象类型"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0005_risk_domains_among_the_themes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(FOR_LIKE, migrations.RunSQL.noop), migrations.RunSQL(GONE, AGAIN)],
            [
                migrations.AlterField("trailevent", "content_type", kind()),
                migrations.AlterField("trailevent", "org_path", PathField("所属机构路径", max_length=200)),
                migrations.AlterField("trailevent", "verb", models.CharField("操作", max_length=60)),
                migrations.AlterField("trailrow", "content_type", kind()),
            ],
        ),
        migrations.AddIndex("trailevent", models.Index(fields=["org_path"], name="trail_event_org_path")),
        migrations.AddIndex("trailevent", models.Index(fields=["verb"], name="trail_event_verb")),
    ]
