"""Where a referral can be, and what moves it from one state to another."""

from dataclasses import dataclass

from homeward.referrals.rules.state import DECISION_NAMES, OPEN_STATES, STATE_NAMES, DecisionKind, State
from homeward.site.reference.markdown import page, table


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to a referral in a state, and the state it is in afterwards. `on` is a decision or words."""

    before: State | None
    on: DecisionKind | str
    after: State

    @property
    def words(self) -> str:
        """What happens, in words."""
        return DECISION_NAMES[self.on] if isinstance(self.on, DecisionKind) else self.on


TRIAGE, REFERRER, VISIT = State.WAITING_FOR_TRIAGE, State.WAITING_FOR_REFERRER, State.WAITING_FOR_FIRST_VISIT
SEEN, CLOSED = State.SEEN, State.CLOSED
_KIND = DecisionKind
RECEIVED, REPLY_NOTED = "Received", "The referrer's reply is written down"
FIRST_CONTACT, CONTACT_WITHDRAWN = "First face-to-face visit recorded", "Its only face-to-face visit is withdrawn"

MOVES: tuple[Move, ...] = (
    Move(None, RECEIVED, TRIAGE),
    Move(TRIAGE, _KIND.ASK, REFERRER),
    Move(REFERRER, REPLY_NOTED, TRIAGE),
    Move(REFERRER, _KIND.ASK, REFERRER),
    *(Move(state, _KIND.ACCEPT, VISIT) for state in (TRIAGE, REFERRER)),
    *(Move(state, kind, CLOSED) for state in (TRIAGE, REFERRER) for kind in (_KIND.REDIRECT, _KIND.DECLINE)),
    Move(VISIT, FIRST_CONTACT, SEEN),
    Move(VISIT, _KIND.CLOSE, CLOSED),
    Move(VISIT, _KIND.REOPEN, TRIAGE),
    Move(SEEN, CONTACT_WITHDRAWN, VISIT),
    Move(CLOSED, _KIND.REOPEN, TRIAGE),
)
"""Every move there is. A test tries every decision in every state and holds the actions to this table."""

DATES: dict[State, str] = {
    TRIAGE: "no `asked_at`, `accepted_at` or `closed_at`",
    REFERRER: "`asked_at`, and neither `accepted_at` nor `closed_at`",
    VISIT: "`accepted_at`, no `closed_at`, and its episode has no `first_contact_at`",
    SEEN: "`accepted_at`, no `closed_at`, and its episode has `first_contact_at`",
    CLOSED: "`closed_at`",
}


def states_page() -> str:
    """The states with what makes each, a diagram of the moves, and the same moves as a table."""
    states = [
        [STATE_NAMES[state], f"`{state}`", "yes" if state in OPEN_STATES else "", DATES[state]] for state in State
    ]
    moves = [
        [STATE_NAMES[move.before] if move.before else "(new)", move.words, STATE_NAMES[move.after]] for move in MOVES
    ]
    return page(
        "States of a referral",
        "Nobody sets a state. It follows from the dates of what happened; the first that fits, from the bottom up, "
        "holds. In an open state somebody must act.",
        table(["State", "Code", "Open", "A referral with"], states),
        f"```mermaid\n{_diagram()}\n```",
        "The same as a table:",
        table(["Before", "What happens", "After"], moves),
        "A decision that a state has no move for is refused: somebody else decided first, or there is nothing left to "
        "decide. Every decision makes an answer to the referrer.",
        "Code: `homeward.referrals.rules.state`, `homeward.referrals.actions`.",
    )


def _diagram() -> str:
    names = [f'    state "{STATE_NAMES[state]}" as {state}' for state in State]
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        arrows.setdefault((move.before or "[*]", move.after), []).append(move.words.lower())
    lines = [f"    {before} --> {after}: {' / '.join(words)}" for (before, after), words in arrows.items()]
    return "\n".join(["stateDiagram-v2", *names, *lines])
