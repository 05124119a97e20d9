"""Parts of a rule file that become nouns of the core one to one: they name nothing."""

from __future__ import annotations

from triage.core import questionnaire as nouns
from triage.core.wording import About, FirstVisit, NoMatch, SafetyNet
from triage.rule_files.schema import RuleFile
from triage.rule_files.schema_questions import OptionPart
from triage.rule_files.schema_texts import AboutPart
from triage.rule_files.schema_types import said


def clues_of(option: OptionPart) -> nouns.Clues:
    """Return the clues that make an option yes in a coded case."""
    age = option.age_years
    return nouns.Clues(
        codes=tuple(option.codes),
        all_codes=tuple(option.all_codes),
        history=tuple((key, tuple(values)) for key, values in option.history.items()),
        onset_class=tuple(option.onset_class),
        onset=tuple(option.onset),
        sex=tuple(option.sex),
        age_years=None if age is None else (age.from_, age.to),
        broader=option.broader,
    )


def levels_of(file: RuleFile) -> tuple[nouns.Level, ...]:
    """Return the levels, highest first."""
    levels = (nouns.Level(id, part.from_, part.lead, part.text.wording()) for id, part in file.levels.items())
    return tuple(sorted(levels, key=lambda level: (-level.from_points, level.id)))


def about_of(part: AboutPart) -> About:
    """Return what the file says about itself."""
    net, visit, no_match = part.safety_net, part.visit, part.no_match
    return About(
        title=part.title.wording(),
        purpose=part.purpose.wording(),
        minutes=part.minutes,
        is_=said(part.is_),
        is_not=said(part.is_not),
        cannot_see=said(part.cannot_see),
        limits=said(part.limits),
        disclaimer=part.disclaimer.wording(),
        calm=part.calm.wording(),
        safety_net=SafetyNet(net.uncertain.wording(), said(net.watch_for), net.get_help.wording(), net.when.wording()),
        visit=FirstVisit(
            visit.first.wording(), said(visit.tests), said(visit.bring), said(visit.ask), visit.say.wording()
        ),
        no_match=NoMatch(no_match.text.wording(), said(no_match.harmless), said(no_match.seek_care)),
    )
