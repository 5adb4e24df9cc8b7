"""A referral follows its episode where the two must agree."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from homeward.episodes.models import Episode
from homeward.referrals.models import Referral


@contextmanager
def owned_with_its_episode(episode: Episode) -> Iterator[None]:
    """While something happens that may make the person wait again, as when their only visit is withdrawn.

    Somebody who is seen may be handed to another team; when it turns out that nobody has seen them, their referral is
    back on the worklist, and is owned by the team that has them now. The referral is locked before the episode is, as
    everywhere.
    """
    with transaction.atomic():
        referral = Referral.objects.select_for_update(no_key=True).filter(episode=episode).first()
        yield
        if referral is None:
            return
        episode.refresh_from_db(fields=["first_contact_at", "owning_team"])
        if episode.first_contact_at is None and referral.owning_team_id != episode.owning_team_id:
            referral.owning_team = episode.owning_team
            referral.save(update_fields=["owning_team"])
