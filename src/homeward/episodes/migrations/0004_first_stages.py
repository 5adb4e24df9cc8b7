"""Every episode that is there already gets its first stage, from when it was opened."""

from typing import Any

from django.db import migrations


def begin_first_stages(apps: Any, schema_editor: Any) -> None:
    Episode, Stage = apps.get_model("episodes", "Episode"), apps.get_model("episodes", "Stage")
    Stage.objects.bulk_create(
        (
            Stage(
                episode=episode,
                pathway=episode.pathway,
                model_version=episode.model_version,
                began_at=episode.opened_at,
                by_id=episode.opened_by_id,
                at=episode.opened_at,
            )
            for episode in Episode.objects.filter(stages=None).iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("episodes", "0003_care")]
    operations = [migrations.RunPython(begin_first_stages, migrations.RunPython.noop)]
