"""Publication: what keeps a draft from going live, and how it gets there, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from triage.bench.cases.run import as_words, try_cases
from triage.bench.check.command import check_all
from triage.bench.drafts.release import Wishes, release_values, stamp
from triage.core.questionnaire import Questionnaire
from triage.rule_files.draft_folder import DraftError, DraftFolder, near, remove_draft
from triage.rule_files.load import examine, load
from triage.rule_files.whole_set import copy_set, digests_of_set, replace_set
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.today import today

MOST_NAMES = 10


def refuse_if_live_moved(draft: DraftFolder) -> None:
    """Raise DraftError where the live rules are no longer those that the draft was made from."""
    moved = draft.moved_live()
    if moved:
        listed = "".join(f"\n  {near(draft.live.parent) / name}" for name in moved[:MOST_NAMES])
        listed += f"\n  and {len(moved) - MOST_NAMES} more" if len(moved) > MOST_NAMES else ""
        raise DraftError(
            f"the live rules have changed since `{draft.name}` was made on {draft.made}:{listed}\n"
            f"Publishing would undo that. `triage draft {draft.name} --update` takes it into the draft."
        )


def sound_rules(draft: DraftFolder) -> Questionnaire:
    """Return the rules of a draft in which nothing is wrong. Raises DraftError with every error and failed case."""
    loaded = examine(draft.rules, today().isoformat())
    found = [each for every in check_all(draft.rules, loaded).values() for each in every]
    errors = [each for each in found if each.is_error]
    if errors or loaded.questionnaire is None:
        told = "\n\n".join(map(str, errors))
        raise DraftError(f"{told}\n\n{len(errors)} errors: nothing was published. Mend them first.")
    folder, rules = cases_beside(draft.rules), loaded.questionnaire
    outcomes = try_cases(rules, load_cases(folder, rules)) if folder.is_dir() else ()
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if failed:
        told = as_words(rules, failed)
        raise DraftError(f"{told}\n\nWorked cases fail: nothing was published. Mend the rules, or what is expected.")
    warnings = len(found)
    print(f"{near(draft.rules)}: 0 errors, {warnings} warnings; {len(outcomes)} worked cases come out as expected")
    return rules


def publish(draft: DraftFolder, rules: Questionnaire, wishes: Wishes, agreed: Callable[[str], bool]) -> str | None:
    """Put a sound draft in the place of the live rules. Returns the new version, or None where nobody agreed.

    `agreed` is told what will be written, and answers. Raises DraftError where something changed meanwhile or cannot
    be written; the live rules are then as they were.
    """
    values = release_values(load(draft.live), rules, wishes, today())
    before = digests_of_set(draft.rules)
    with tempfile.TemporaryDirectory(prefix="release-") as place:
        release = copy_set(draft.rules, Path(place))
        stamp(release, values)
        version = load(release).version
        if not agreed("\n".join(f"{key}: {value}" for key, value in values.items())):
            return None
        refuse_if_live_moved(draft)
        if digests_of_set(draft.rules) != before:
            raise DraftError("the draft was changed meanwhile: nothing was published. Run the command again.")
        try:
            replace_set(release, draft.live)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise DraftError(f"{near(draft.live)}: cannot be written, and is as it was: {why}") from None
    remove_draft(draft)
    return version
