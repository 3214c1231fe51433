"""How often chance alone exceeds a noise limit: what many verdicts at a time have to be read against.

Limits are whole steps, so the chance of exceeding one is below 5 in 100, by how much depends on the panel. The tables
are worked out from the model in `noise_model.py`, which a test repeats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import erfc, sqrt
from typing import Final

from maturity.core.noise.limits import MOST_PARTNERS, Answered, noise_limit_of_mean, variance_without_change
from maturity.core.noise.model import CONFIDENCE


def chance_of_exceeding(partners: int, *, levels: int, all_the_same_people: bool) -> Fraction:
    """The chance that the mean of so many partners moves by more than `noise_limit` though nothing has changed.

    Read from the same places of the tables as the limit is. For a larger panel than they have it is not more than is
    given: the most that a limit allows. Raises `ValueError` without partners.
    """
    if partners < 1:
        raise ValueError("There is no chance for no partners.")
    if partners > MOST_PARTNERS:
        return 1 - Fraction(str(CONFIDENCE))
    table = SAME_PEOPLE_EXCEED if all_the_same_people else HALF_REPLACED_EXCEED
    return Fraction(table[min(levels, max(table))][partners - 1], _ONE)


def chance_of_exceeding_mean(panel: Sequence[Answered], *, levels: int) -> Fraction:
    """The same for a mean over several criteria and `noise_limit_of_mean`, of a normal variable on whole steps.

    Raises `ValueError` for a panel that gave no level.
    """
    limit = noise_limit_of_mean(panel, levels=levels)
    steps = float(limit) * sum(partner.criteria for partner in panel)
    chance = erfc((steps + 0.5) / sqrt(2 * variance_without_change(panel, levels=levels)))
    return Fraction(round(chance * _ONE), _ONE)


_ONE: Final = 10_000
"""What the tables give a chance in; nothing finer than that is known of one."""


# fmt: off
SAME_PEOPLE_EXCEED: Final[Mapping[int, tuple[int, ...]]] = {
    2: (0, 0, 99, 277, 59, 125, 211, 313, 426, 136, 187, 245, 308, 375, 445,
        176, 213, 252, 294, 338, 384, 431, 479, 222, 251, 281, 312, 343, 376, 410),
    3: (422, 188, 79, 211, 387, 160, 255, 363, 481, 227, 296, 370, 449, 230, 279,
        331, 385, 442, 244, 281, 320, 361, 402, 445, 488, 291, 322, 353, 385, 418),
    4: (17, 304, 146, 337, 155, 267, 396, 195, 273, 359, 450, 242, 300, 363, 428,
        496, 288, 334, 382, 431, 482, 294, 330, 367, 405, 444, 484, 310, 339, 368),
    5: (26, 364, 182, 403, 193, 323, 469, 240, 330, 428, 232, 295, 362, 432, 250,
        297, 347, 400, 453, 277, 315, 355, 396, 437, 480, 309, 340, 372, 405, 439),
    6: (31, 400, 204, 442, 217, 357, 181, 268, 365, 469, 259, 327, 399, 474, 278,
        329, 383, 439, 497, 308, 349, 392, 435, 480, 309, 342, 376, 410, 445, 481),
    7: (34, 424, 219, 469, 232, 379, 195, 286, 388, 497, 277, 348, 423, 245, 297,
        351, 407, 466, 287, 328, 371, 416, 461, 296, 330, 364, 399, 435, 472, 315),
    8: (37, 441, 229, 487, 243, 395, 204, 299, 404, 221, 289, 363, 441, 257, 310,
        366, 424, 485, 300, 343, 387, 433, 480, 310, 344, 380, 416, 453, 491, 329),
    9: (39, 454, 237, 123, 251, 408, 212, 309, 417, 229, 299, 375, 454, 266, 320,
        378, 437, 499, 310, 354, 399, 446, 494, 320, 355, 392, 429, 467, 311, 340),
    10: (40, 464, 243, 127, 258, 417, 217, 317, 426, 235, 306, 383, 465, 273, 328,
         387, 447, 274, 317, 362, 409, 456, 293, 328, 364, 401, 439, 478, 319, 348),
}
"""By number of levels: the chances for 1, 2, 3 … partners with the same people answering, in ten-thousandths."""

HALF_REPLACED_EXCEED: Final[Mapping[int, tuple[int, ...]]] = {
    2: (0, 0, 134, 414, 92, 205, 311, 470, 149, 224, 287, 379, 451, 188, 227,
        284, 328, 390, 438, 207, 235, 275, 306, 350, 383, 429, 463, 244, 266, 297),
    3: (422, 327, 126, 369, 150, 293, 407, 216, 285, 395, 475, 268, 320, 400, 457,
        271, 310, 369, 411, 474, 282, 326, 358, 406, 439, 489, 307, 343, 369, 407),
    4: (17, 70, 233, 155, 268, 469, 235, 362, 454, 274, 335, 432, 500, 314, 361,
        435, 486, 316, 353, 410, 449, 300, 328, 373, 403, 450, 482, 333, 358, 395),
    5: (26, 97, 290, 199, 330, 206, 292, 439, 239, 338, 407, 258, 306, 384, 437,
        287, 325, 386, 428, 493, 319, 367, 400, 451, 485, 339, 365, 406, 433, 476),
    6: (31, 114, 324, 225, 367, 233, 326, 485, 269, 376, 450, 290, 342, 426, 483,
        321, 362, 428, 473, 322, 355, 408, 443, 498, 335, 377, 405, 449, 479, 343),
    7: (34, 125, 347, 243, 392, 251, 349, 222, 289, 402, 479, 311, 366, 454, 279,
        344, 387, 457, 293, 345, 380, 435, 472, 330, 358, 403, 432, 478, 331, 367),
    8: (37, 133, 363, 256, 410, 264, 365, 234, 303, 420, 244, 326, 383, 474, 293,
        360, 405, 477, 308, 361, 397, 454, 492, 346, 375, 421, 451, 499, 346, 384),
    9: (39, 139, 375, 265, 423, 273, 378, 242, 314, 434, 253, 337, 395, 489, 304,
        372, 418, 492, 318, 374, 410, 469, 313, 358, 388, 435, 466, 334, 358, 397),
    10: (40, 143, 384, 272, 434, 281, 387, 249, 322, 444, 260, 346, 405, 269, 312,
         382, 428, 292, 327, 383, 421, 480, 321, 367, 397, 446, 477, 343, 367, 407),
}
"""The same with other people answering for half of the partners, rounded down."""
