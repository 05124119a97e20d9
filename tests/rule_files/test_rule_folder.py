"""A folder of parts is the one file that they are together, with every fault at its own file and line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_texts import as_one, in_parts, written
from triage.rule_files.load import examine, load
from triage.rule_files.rule_folder import files_of
from triage.settings import RULES

PLANT = in_parts(HOUSEPLANT.read_text(encoding="utf-8"))


@pytest.fixture
def parts():
    return dict(PLANT)


@pytest.fixture
def faults(tmp_path):
    """What is said of parts: the code, the file inside the folder, the line and the message of each fault."""

    def found(parts):
        folder = written(parts, tmp_path / "plants")
        return [
            (each.code, each.file.removeprefix(f"{folder}/"), each.line, each.message)
            for each in examine(folder).diagnostics
        ]

    return found


def alike(one, other):
    bare = {"digest": "", "reviewers": {}}
    return replace(one, **bare) == replace(other, **bare)


def test_a_folder_means_what_one_file_of_the_same_text_means(parts, tmp_path):
    folder = written(parts, tmp_path / "plants")
    assert alike(load(folder), load(HOUSEPLANT))
    one = tmp_path / "one.yaml"
    one.write_text(as_one(folder), encoding="utf-8")
    assert alike(load(one), load(folder))


def test_the_shipped_rules_mean_the_same_as_a_folder_and_as_one_file(tmp_path):
    shipped_text = as_one(RULES)
    one = tmp_path / "one.yaml"
    one.write_text(shipped_text, encoding="utf-8")
    assert alike(load(one), load(written(in_parts(shipped_text), tmp_path / "folder")))


def test_the_groups_stand_in_the_order_in_which_the_index_names_them(parts, tmp_path):
    dry, wet = "  - categories/too_dry\n", "  - categories/too_wet\n"
    parts["index"] = parts["index"].replace(dry + wet, wet + dry)
    assert [category.id for category in load(written(parts, tmp_path)).categories] == ["too_wet", "too_dry"]


def test_any_list_of_a_part_can_be_shared_out_over_files_of_a_folder(parts, tmp_path):
    findings = parts.pop("findings").splitlines(keepends=True)
    parts["findings/leaves"] = "".join(findings[:3])
    parts["findings/soil"] = "".join([findings[0], *findings[3:]])
    parts["index"] = parts["index"].replace("  - findings\n", "  - findings/leaves\n  - findings/soil\n")
    assert alike(load(written(parts, tmp_path)), load(HOUSEPLANT))


def test_each_part_can_name_its_own_reviewer(parts, tmp_path):
    parts["categories/too_dry"] = "reviewed_by: Dr Leaf\n" + parts["categories/too_dry"]
    rules = load(written(parts, tmp_path))
    assert (rules.reviewed_by, rules.reviewers) == ("nobody yet", {"categories/too_dry": "Dr Leaf"})


def test_every_change_of_a_part_changes_the_digest(parts, tmp_path):
    digests = {load(written(parts, tmp_path)).digest}
    for name, text in PLANT.items():
        digests.add(load(written({**PLANT, name: f"# looked at\n{text}"}, tmp_path)).digest)
    assert len(digests) == len(PLANT) + 1


def test_names_that_start_with_a_dot_are_passed_over(parts, tmp_path):
    folder = written(parts, tmp_path)
    (folder / ".notes.yaml").write_text("notes: [half written", encoding="utf-8")
    (folder / ".old").mkdir()
    (folder / ".old" / "notes.yaml").write_text("notes: []", encoding="utf-8")
    assert examine(folder).diagnostics == ()
    assert not [file for file in files_of(folder) if ".old" in str(file) or ".notes" in str(file)]


def test_what_stands_in_a_part_is_reported_at_its_file_and_line(parts, faults):
    parts["findings"] = parts["findings"].replace("{leaves: [limp]}", "{leaves: [lmp]}")
    parts["categories/too_wet"] = parts["categories/too_wet"].replace("needs:", "neds:")
    parts["strengths_and_levels"] = parts["strengths_and_levels"].replace("strong: 7", "strong: 0")
    assert [each[:3] for each in faults(parts)] == [
        ("R024", "strengths_and_levels.yaml", 1),
        ("R016", "findings.yaml", 3),
        ("R010", "categories/too_wet.yaml", 13),
    ]


def test_an_id_of_another_part_is_named_with_its_file(parts, faults):
    parts["categories/too_wet"] = parts["categories/too_wet"].replace("id: too_wet", "id: too_dry")
    ((code, file, line, message),) = faults(parts)
    assert (code, file, line) == ("R015", "categories/too_wet.yaml", 2)
    assert message.endswith("stands already on line 2 of categories/too_dry.yaml")


def test_where_all_uses_stand_in_other_parts_a_misspelt_declaration_names_them_with_their_files(parts, faults):
    parts["sources"] = parts["sources"].replace("book:", "bock:")
    ((code, file, line, message),) = faults(parts)
    assert (code, file, line) == ("R012", "sources.yaml", 2)
    assert "line 2 of findings.yaml" in message and "more" in message


def test_faults_of_all_parts_come_at_once_even_where_one_cannot_be_read(parts, faults):
    parts["findings"] = parts["findings"].replace("[book]}", "[book}", 1)
    parts["questions"] = parts["questions"].replace("kind: many", "kind: lots")
    parts["notes"] = parts["notes"].replace("]}", "}", 1)
    assert [each[:2] for each in faults(parts)] == [
        ("R013", "questions.yaml"),
        ("R002", "findings.yaml"),
        ("R002", "notes.yaml"),
    ]


def test_what_a_part_that_cannot_be_read_would_hold_is_not_called_missing(parts, faults):
    parts["sources"] = "sources: {"
    assert [each[:2] for each in faults(parts)] == [("R002", "sources.yaml")]


def test_a_key_that_a_part_lacks_is_reported_there(parts, faults):
    parts["texts"] = parts["texts"].replace("areas: {plant: The plant, leaf: Its leaves, soil: Its soil}\n", "")
    assert ("R011", "texts.yaml", 1, "the rule set lacks the key `areas`") in faults(parts)


def test_a_part_that_is_named_and_is_not_there_is_reported_in_the_index(parts, faults):
    del parts["notes"]
    line = parts["index"].splitlines().index("  - notes") + 1
    ((code, file, at, message),) = faults(parts)
    assert (code, file, at) == ("R006", "index.yaml", line) and "no file notes.yaml" in message


def test_a_part_that_nothing_names_is_reported_at_its_start(parts, faults):
    parts["index"] = parts["index"].replace("  - notes\n", "")
    assert [each[:3] for each in faults(parts)] == [("R007", "notes.yaml", 1)]


def test_a_part_with_another_ending_is_reported_and_not_passed_over(parts, tmp_path):
    folder = written(parts, tmp_path)
    (folder / "notes.yaml").rename(folder / "notes.yml")
    assert {each.code for each in examine(folder).diagnostics} >= {"R006", "R007"}


def test_a_key_in_the_wrong_part_is_reported_at_the_key_with_the_right_one(parts, tmp_path):
    parts["elsewhere"] += parts.pop("notes")
    parts["index"] = parts["index"].replace("  - notes\n", "")
    (fault,) = examine(written(parts, tmp_path)).diagnostics
    assert (fault.code, fault.hint) == ("R008", "move it to notes.yaml")
    assert fault.quoted.startswith("notes:")


def test_a_key_in_two_parts_is_reported_with_both_places(parts, faults):
    parts["red_flags"] += "close: 3\n"
    found = {(code, file): message for code, file, _, message in faults(parts)}
    assert found["R004", "red_flags.yaml"] == "the key `close` stands already on line 3 of strengths_and_levels.yaml"
    assert ("R008", "red_flags.yaml") in found and len(found) == 2


def test_a_part_that_is_named_twice_is_reported(parts, faults):
    parts["index"] += "  - notes\n"
    ((code, file, _, message),) = faults(parts)
    assert (code, file) == ("R015", "index.yaml") and "`notes`" in message


@pytest.mark.parametrize("text", ["[a list]", "just words"])
def test_a_part_that_is_no_map_is_reported_and_its_keys_are_not_called_missing(parts, faults, text):
    parts["sources"] = text
    assert [each[:3] for each in faults(parts)] == [("R013", "sources.yaml", 1)]


def test_a_folder_without_an_index_and_an_index_without_parts_say_so(parts, faults, tmp_path):
    without = {name: text for name, text in parts.items() if name != "index"}
    assert ("R001", "index.yaml") in [each[:2] for each in faults(without)]
    parts["index"] = parts["index"].partition("parts:")[0]
    assert [each[:2] for each in faults(parts)] == [("R011", "index.yaml")]
