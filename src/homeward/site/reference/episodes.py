"""Where an episode can be, what moves it, and which stage may follow which."""

from homeward.episodes.rules.limits import LAST_PART
from homeward.episodes.rules.stages import DATES, MOVES, STATE_NAMES, EpisodeState, may_move_to
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import ServiceModel
from homeward.pathways.wording import days_in_words, limit_in_words
from homeward.site.reference.markdown import page, table


def episodes_page() -> str:
    """The states of an episode with what makes each, the moves, and the stages of the latest agreed service model."""
    model = agreed_versions()[-1]
    states = [[STATE_NAMES[state], f"`{state}`", DATES[state]] for state in EpisodeState]
    moves = [[STATE_NAMES[move.before] if move.before else "(new)", move.on, STATE_NAMES[move.after]] for move in MOVES]
    stages = [
        [one.name, limit_in_words(one), ", ".join(next_one.name for next_one in may_move_to(model, one.code))]
        for one in model.pathways
    ]
    return page(
        "States and stages of an episode",
        "An episode is one spell of help for one person. Nobody sets its state: it follows from the dates of what "
        "happened; the first that fits, from the bottom up, holds.",
        table(["State", "Code", "An episode with"], states),
        f"```mermaid\n{_states_diagram()}\n```",
        "The same as a table:",
        table(["Before", "What happens", "After"], moves),
        "What a state has no move for is refused, with a sentence that says why. Leaving that was agreed in one stage "
        "is agreed anew in the next.",
        "## Stages",
        "Somebody who needs other help moves on to another stage of the same episode: nobody is referred again. One "
        "action begins the next stage, and can hand the episode over to another team in the same step. The service "
        f"model in force on the day of moving says where a stage leads. This is version {model.version}:",
        f"```mermaid\n{_stages_diagram(model)}\n```",
        table(["Stage", "Lasts", "Leads to"], stages),
        "A pathway whose `leads_to` is empty leads to any other. A stage on an @home ward begins with a place on it "
        "and a named senior clinician.",
        "## Limits",
        "- The limit of the first stage runs from the first face-to-face visit, and that of a later stage from the "
        "moment it began. An extension says until when help may last instead, why, and who pays.\n"
        f"- A limit is near in its last {_part(LAST_PART)}, and past after the moment itself.\n"
        f"- {_free(model)}",
        "Code: `homeward.episodes.rules.stages`, `homeward.episodes.rules.limits`, "
        "`homeward.episodes.actions.staging`, `homeward.episodes.actions.extending`.",
    )


def _states_diagram() -> str:
    names = [f'    state "{STATE_NAMES[state]}" as {state}' for state in EpisodeState]
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        arrows.setdefault((move.before or "[*]", move.after), []).append(move.on.lower())
    lines = [f"    {before} --> {after}: {' / '.join(words)}" for (before, after), words in arrows.items()]
    return "\n".join(["stateDiagram-v2", *names, *lines])


def _stages_diagram(model: ServiceModel) -> str:
    names = [f'    {one.code}["{one.name}"]' for one in model.pathways]
    lines = [f"    {one.code} --> {after.code}" for one in model.pathways for after in may_move_to(model, one.code)]
    return "\n".join(["flowchart LR", *names, *lines])


def _part(number: int) -> str:
    return {6: "sixth"}[number]


def _free(model: ServiceModel) -> str:
    if model.stay is None:
        return "This version does not say for how long help is free."
    return (
        f"Help is free to the person for {days_in_words(model.stay.free_days)}, over all stages, until the London "
        "midnight that ends the last day. The day of the first visit is not counted, which is in the person's favour. "
        f"Source: {model.stay.source}."
    )
