"""What follows when two people change the same texts: what each left alone or changed, and what both did."""

from collections.abc import Mapping


def put_together(
    *, opened: Mapping[str, str], typed: Mapping[str, str], current: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The texts that follow when a form opened on `opened` is sent as `typed`, and what others changed against it.

    A text that was left alone follows what the record says now; the second part names those that were changed both
    here and there, with what the record says now.
    """
    together, clashes = {}, {}
    for field, said in typed.items():
        left_alone = said == opened.get(field)
        together[field] = current[field] if left_alone else said
        if not left_alone and said != current[field] and opened.get(field) != current[field]:
            clashes[field] = current[field]
    return together, clashes
