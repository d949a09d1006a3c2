from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_the_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_from_other",
            field=models.BooleanField(default=False, editable=False, verbose_name="密码由他人设置"),
        ),
    ]
