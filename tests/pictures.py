"""People in the words of the shipped rule file: one for each of the six pictures, and some others.

A question that is not named here is answered *none of these*, or *not sure* where there is no such answer.
"""

from __future__ import annotations

ADULT = {"who": "me", "speed": "years", "age": "from_21", "lately": "about_same", "day": "slowly_worse"}

PICTURES = {
    "muscular_dystrophies": ADULT
    | {
        "main": ["weak"],
        "where": ["face", "shoulders", "one_side"],
        "tasks": ["arms_up", "face_tasks"],
        "age": "from_16",
        "look": ["blades"],
        "family": ["parent_child"],
    },
    "peripheral_motor_neuron": ADULT
    | {
        "main": ["weak", "numb"],
        "where": ["lower_legs", "hands", "same_both"],
        "tasks": ["trips", "fine_hands"],
        "age": "from_6",
        "look": ["thin_lower_legs"],
        "feeling": ["numb", "dark_unsteady"],
        "shape": ["high_arches", "curled_toes"],
        "family": ["parent_child"],
    },
    "motor_neuron": ADULT
    | {
        "main": ["weak", "thin", "twitching", "cramps"],
        "where": ["hands", "forearms", "spread", "one_side"],
        "tasks": ["fine_hands"],
        "speed": "weeks_months",
        "age": "over_50",
        "look": ["thin_hands", "twitches", "rest_cramps"],
    },
    "neuromuscular_junction": ADULT
    | {
        "main": ["eyes", "weak"],
        "where": ["eyes", "throat", "neck"],
        "speed": "weeks_months",
        "day": "with_use",
        "eyes": ["droopy_lid", "lid_changes", "double", "chewing"],
    },
    "myopathies": ADULT
    | {
        "main": ["weak", "pain"],
        "where": ["hips", "shoulders", "same_both"],
        "tasks": ["stairs", "rise", "arms_up"],
        "speed": "weeks_months",
        "age": "from_41",
        "look": ["rash"],
    },
    "metabolic_muscle": ADULT
    | {
        "main": ["effort", "pain", "cramps"],
        "age": "from_6",
        "day": "only_active",
        "effort": ["early_pain", "second_wind", "dark_pee"],
        "family": ["siblings"],
    },
}

TIRED = ADULT | {"main": ["tired"], "speed": "weeks_months", "day": "-not-sure"}
TWITCHING = ADULT | {"main": ["twitching"], "look": ["twitches"], "speed": "weeks_months"}
FAST = {
    "who": "me",
    "main": ["weak"],
    "where": ["hips", "lower_legs", "same_both"],
    "tasks": ["stairs", "rise", "trips"],
    "speed": "hours_days",
    "lately": "not_there",
    "age": "from_21",
    "day": "worse_daily",
    "feeling": ["numb"],
    "before": ["cold_flu"],
}
BREATHLESS = {**TIRED, "danger": ["breathless"]}
