"""The table `answers`: what people, carers and staff said of statements, by codes; no words that anybody wrote."""

from collections.abc import Iterator

from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.grouping import groups, in_chunks, kind_of_care, person_of
from homeward.referrals.history import Origin, origins_of
from homeward.voice.history import AnswerGiven, answers_given


def rows(context: Context) -> Iterator[Row]:
    """A row for every answer, by month. One query, and one more for each chunk of them."""
    for chunk in in_chunks(answers_given()):
        origins = origins_of({one.episode_id for one in chunk if one.episode_id is not None})
        for one in chunk:
            yield row_of(context, one, origins.get(one.episode_id or 0, Origin("", "")))


def row_of(context: Context, one: AnswerGiven, origin: Origin) -> Row:
    """One answer. An answer that is kept apart from a record has no person's groups."""
    person = person_of(
        context, born_on=one.born_on, postcode=one.postcode or one.district, ethnic_category=one.ethnic_category
    )
    return {
        **groups(
            context,
            person,
            on=one.answered_on,
            pathway=one.pathway,
            model=kind_of_care(one.pathway),
            organisation=one.organisation,
            source=origin.source,
            need=origin.need,
        ),
        **on_day("answered", one.answered_on),
        "answer_id": str(one.answer_id),
        "episode_id": "" if one.episode_id is None else str(one.episode_id),
        "statement": one.statement,
        "theme": one.theme,
        "audience": one.audience,
        "timing": one.timing,
        "mode": one.mode,
        "by_proxy": one.by_proxy,
        "response": one.response,
        "agrees": one.agrees,
    }
