"""You said, we did: what everybody may read."""

from homeward.voice.models import SaidAndDone


def said_and_done() -> list[SaidAndDone]:
    """What was said and what was done about it, the latest first; nothing that was taken back."""
    return list(SaidAndDone.objects.filter(withdrawn_at=None).select_related("by__organisation", "change"))


def entry_numbered(pk: int) -> SaidAndDone | None:
    """One entry that was not taken back, or None."""
    return SaidAndDone.objects.filter(pk=pk, withdrawn_at=None).first()
