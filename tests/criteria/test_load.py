import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from criteria_documents import as_json, as_yaml, changed, errors, everything, found, leaf, problems, small, warnings
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import criteria
from parengine._model import Provenance
from parengine.errors import DocumentError
from parengine.types import Text

SHORT = """\
format: 1
id: tiny-2022
edition: "2022.1"
owner: moha
tier: province
years: [2022]
title: {vi: Bộ tiêu chí, en: A set}
provenance: recalled
maximum: 10
index: points
criteria:
  - code: 1.10
    label: {vi: Kế hoạch}
    maximum: 10
    chanel: appraised
    provenance: recalled
    inputs:
      done: {type: count, label: Xong}
      total: {type: count, label: Tổng}
    zero_rules: ["done = 0 or totl = 0"]
    rule: {kind: proportion, numerator: done, denominator: total, if_zero: nil}
"""


def test_every_problem_is_told_at_once_and_in_its_place() -> None:
    """Schema, names and rules are all reported, sorted by place, in the form an editor can jump to."""
    expected = [
        "<text>:12:11: $.criteria[0].code: the number 1.10 is not text; put it in quotes: '1.10'",
        "<text>:15:5: $.criteria[0].chanel: 'chanel' is not known here; did you mean 'channel'?",
        "<text>:20:31: $.criteria[0].zero_rules[0]: 'totl' is not known here; did you mean 'total'?",
    ]

    actual = [str(problem) for problem in criteria.check(SHORT)]
    assert expected == actual[:3]
    assert "<text>:21:76: $.criteria[0].rule.if_zero: 'nil' is not one of" in actual[3]
    assert 4 == len(actual)


def test_loading_raises_what_checking_returns() -> None:
    """`load`, `loads` and `check` see the same problems."""
    with pytest.raises(DocumentError) as caught:
        criteria.loads(SHORT)

    assert criteria.check(SHORT) == caught.value.problems
    assert "\n".join(map(str, criteria.check(SHORT))) == str(caught.value)


def test_files_are_loaded_by_their_paths(tmp_path: Path) -> None:
    """A path may be text or a `Path`; problems carry the file's name."""
    path = tmp_path / "set.yaml"
    path.write_text(as_yaml(everything()), encoding="utf-8")

    assert "every-part-2022" == criteria.load(path).id == criteria.load(str(path)).id
    assert {str(path)} == {problem.file for problem in criteria.check(path)}
    assert "the file cannot be read: No such file or directory" == criteria.check(tmp_path / "no.yaml")[0].sentence


def test_a_set_that_says_everything_is_read_whole() -> None:
    """Each part of the format arrives in the model."""
    made = criteria.loads(everything())

    assert ("every-part-2022", "2022.1", "moha", "province", (2022, 2023), "every-part-2020") == (
        made.key.id, made.key.edition, made.key.owner, made.key.tier, made.key.years, made.key.supersedes
    )  # fmt: skip
    assert Text("Bộ tiêu chí đủ mọi phần", "A set with every part") == made.title
    assert ["1", "1.1", "1.2", "2", "T", "P"] == [node.code for node in made.walk()]
    assert {"appraised": None, "statistics": "appraised", "survey": None} == {
        channel.id: channel.counts_as for channel in made.channels.values()
    }
    assert Provenance("reconstructed", "analogue", ("QD1",), ("title",), "n") == made.provenance
    assert (0, 1, 4) == made.calendar.weekdays
    assert ("leaf", "index") == made.rounding.levels
    assert ["A", "B", "C"] == [each.id for each in made.classes.classes]
    assert {"self": "nothing", "appraised": "flag", "final": "zero"} == made.absent_evidence
    assert ("dense", ("1",), ("terrain",)) == (made.ranking.policy, made.ranking.ties, made.ranking.blocks)
    assert "5" == made.sources["QD1"].article
    assert 2022 == made.legal_text.in_force.year
    assert ["plain", "mountain"] == [option.id for option in made.unit_attributes["terrain"].options]


def test_a_node_is_read_whole() -> None:
    """Each part of a node arrives in the model, what it inherits included."""
    made = criteria.loads(everything())
    node, survey = made.at("1.1"), made.at("1.2")

    assert ("appraised", "survey") == (node.channel, survey.channel)
    assert ("full", "rescale_block", None) == (node.treatment, made.at("1").treatment, survey.treatment)
    assert (1, 2, 3) == (len(node.checks), len(node.zero_rules), len(node.caps))
    assert (10.5, None) == (made.at("1").rescale_to, node.rescale_to)
    assert [2.5, 4.5, 4] == [cap.limit for cap in node.caps]
    assert Text("Chưa ban hành", "Not issued") == node.zero_rules[0].reason
    assert ("sourced", "reconstructed") == (node.zero_rules[0].provenance.kind, node.caps[0].provenance.kind)
    assert node.provenance == node.zero_rules[1].provenance
    assert ("tasks_total", "tasks_done") == node.inputs
    assert ("1.1", None) == (made.inputs["tasks_done"].asked_at, made.inputs["plan_issued"].asked_at)
    assert ["good", "fair", "poor", "no_opinion"] == [option.id for option in made.inputs["opinions"].options]
    assert [1, 0.5, 0, None] == [option.worth for option in made.inputs["opinions"].options]
    assert "cases" == survey.rule.kind.name


def test_the_least_that_a_set_needs_is_little() -> None:
    """What is left out has the defaults of the format."""
    made = criteria.loads(small())

    assert ("field", "criterion", "component") == made.levels
    assert ("rescale", ("index",), 2, "half_up") == (
        made.treatment, made.rounding.levels, made.rounding.rounding.places, made.rounding.rounding.mode
    )  # fmt: skip
    assert (None, None, None) == (made.classes, made.ranking, made.legal_text)
    assert (0, 1, 2, 3, 4) == made.calendar.weekdays


def test_yaml_json_and_mappings_are_one_set() -> None:
    """The same content gives equal models with the same digest, however it is written."""
    document = everything()
    made = criteria.loads(document)

    for written in (as_yaml(document), as_json(document), made.document):
        again = criteria.loads(written)
        assert evolve(made, warnings=()) == evolve(again, warnings=())
        assert made.digest == again.digest


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_keys_means_nothing(random: Any) -> None:
    """Shuffling the keys of every mapping changes neither digest nor any number."""
    document = everything()
    shuffled = criteria.loads(_shuffled(document, random))
    made = criteria.loads(document)

    assert made.digest == shuffled.digest
    assert made.index is shuffled.index
    assert [node.rule for node in made.walk()] == [node.rule for node in shuffled.walk()]
    assert made.inputs == shuffled.inputs


def _shuffled(tree: Any, random: Any) -> Any:
    if isinstance(tree, dict):
        keys = list(tree)
        random.shuffle(keys)
        return {key: _shuffled(tree[key], random) for key in keys}
    return [_shuffled(value, random) for value in tree] if isinstance(tree, list) else tree


def test_numbers_that_are_equal_have_one_digest() -> None:
    """`1.50` and `1.5` mean the same, and so have the same digest; another number has another."""
    text = as_json(small()).replace('"maximum": 1', '"maximum": 1.50')

    assert criteria.loads(text).digest == criteria.loads(text.replace("1.50", "1.5")).digest
    assert criteria.loads(text).digest != criteria.loads(small()).digest


def test_a_text_in_another_normal_form_is_the_same_text() -> None:
    """Decomposed Vietnamese means what composed Vietnamese means."""
    composed = changed(small(), "title", to="Bộ tiêu chí")
    decomposed = changed(small(), "title", to="Bô\u0323 tiêu chi\u0301")

    assert criteria.loads(composed).digest == criteria.loads(decomposed).digest


def test_warnings_do_not_keep_a_set_from_being_used() -> None:
    """A doubt is told with the set; it is marked as a warning."""
    document = small(
        leaf("1", inputs={"ok_1": {"type": "yes_no", "label": "x"}, "idle": {"type": "yes_no", "label": "y"}})
    )

    assert ["$.criteria[0].inputs.idle: nothing reads the input 'idle'"] == warnings(document)
    assert ("<text>:1:1: $.criteria[0].inputs.idle: warning: nothing reads the input 'idle'",) == (
        criteria.loads(document).warnings
    )


def test_a_loaded_set_can_be_pickled() -> None:
    """A set survives the way to another process."""
    made = criteria.loads(everything())

    assert made == pickle.loads(pickle.dumps(made))


@pytest.mark.parametrize("root", [None, 1, "x", [], [{}], True])
def test_a_document_is_a_mapping(root: object) -> None:
    """Anything else at the root is one problem among those of an empty document."""
    assert any("is not a mapping" in problem for problem in problems(as_json(root)))


def test_what_the_schema_refuses_hides_nothing_else() -> None:
    """A value of the wrong type does not keep the rest from being checked, nor makes it look worse."""
    document = everything()
    document["scales"]["likert"]["options"] = 5
    document["criteria"][0]["children"][0]["zero_rules"][0] = 7
    document["criteria"][0]["children"][0]["inputs"]["tasks_done"]["type"] = "number"
    document["criteria"][1]["rule"]["condition"] = "plan_isued"

    assert [
        "$.criteria[0].children[0].inputs.tasks_done.type: 'number' is not one of the choices",
        "$.criteria[0].children[0].zero_rules[0]: the number 7 is not text or a mapping; put it in quotes: '7'",
        "$.criteria[1].rule.condition: 'plan_isued' is not known here; did you mean 'plan_issued'?",
        "$.scales.likert.options: the number 5 is not a list",
    ] == [each.split("; choose")[0] for each in errors(document)]


def test_problems_are_sorted_by_place() -> None:
    """The list runs from the top of the document to its end, warnings and errors together."""
    text = as_yaml(changed(changed(everything(), "title", to=5), "ranking", "ties", to=["9"]))
    places = [(problem.line, problem.column) for problem in found(text)]

    assert sorted(places) == places
    assert 3 == len(set(places))


def test_too_many_problems_end_the_list() -> None:
    """A thousand problems are enough; the last line says that there are more."""
    told = problems({f"key{i}": i for i in range(5000)})

    assert 1001 == len(told)
    assert any("there are 1,000 problems and more" in each for each in told)
