"""How to read a board pack, for somebody who sees a control chart for the first time."""

from homeward.outcomes.board_pack.blocks import Block, Bullets, Heading, Paragraph, Table
from homeward.outcomes.spc import ICONS

HOW_TO_READ: tuple[Block, ...] = (
    Heading(1, "How to read this"),
    Paragraph(
        "Every number goes up and down from month to month. A control chart says which ups and downs are more than "
        "chance. Ask about those, and not about the others."
    ),
    Bullets(
        (
            "The solid line is the mean. The dashed lines are limits: nearly all months fall between them while "
            "nothing changes.",
            "The dotted line is the target. A numbered line is a change that the partners phased in.",
            "A round point is a month like others. A diamond is getting better, a square getting worse. A triangle is "
            "a change that is neither.",
            "With fewer than 13 months since the limits began, they are not firm yet.",
        )
    ),
    Table(
        "What is said of a measure, what it means, and what to do",
        ("Words", "What they mean", "What to do"),
        tuple((icon.name, icon.means, icon.to_do) for icon in ICONS),
        (3, 5, 5),
    ),
    Paragraph(
        "The numerator is how many did; the denominator is how many were counted; those left out are in neither. "
        "“Not shown” stands where a figure rests on a count from 1 to 4. Figures are exact before they are rounded."
    ),
)
