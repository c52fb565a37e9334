"""The same inputs give the same bytes in another process; in one process a law of the kit says it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import Assessment, CriteriaSet
from parengine._canonical import canonical_text
from parengine.testing import criteria_sets, rounds
from parengine.testing._worked.documents import assessment_text

PROGRAMME = """
import json, sys
from parengine import loads, score_all
from parengine.criteria import loads_assessment
for document, sheets in json.load(sys.stdin):
    criteria_set = loads(document)
    for card in score_all([loads_assessment(each, criteria_set) for each in sheets], criteria_set):
        sys.stdout.buffer.write(card.to_json(explained=True).encode())
"""
ROUNDS = criteria_sets().flatmap(lambda each: st.tuples(st.just(each), rounds(each)))


@settings(max_examples=1)
@given(st.lists(ROUNDS, min_size=12, max_size=12))
def test_the_same_inputs_give_the_same_bytes_in_processes_with_other_hash_seeds(
    drawn: list[tuple[CriteriaSet, list[Assessment]]],
) -> None:
    """No order of sets, of memory or of hashes reaches a scorecard or its lines of why."""
    texts = [(canonical_text(each.document), list(map(assessment_text, sheets))) for each, sheets in drawn]
    written = [
        subprocess.run(
            [sys.executable, "-c", PROGRAMME],
            input=json.dumps(texts).encode(), env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("0", "7")
    ]  # fmt: skip

    assert written[0]
    assert written[0] == written[1]
