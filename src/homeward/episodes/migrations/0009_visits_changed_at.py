from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0008_outcome_corrected"),
    ]

    operations = [
        migrations.AddField(
            model_name="visitseries",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
