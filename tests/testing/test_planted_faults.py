"""
Faults are found: each of those planted here in sets, in rule kinds and in the engine breaks its law.

The laws hold of the small sets without the faults, which is tried here; of the sets of the plugins in their own tests.
"""

from __future__ import annotations

import pytest
from faults_in_engine import FAULTS as IN_THE_ENGINE
from faults_in_kinds import FAULTS as IN_KINDS
from faults_in_sets import FAULTS as IN_SETS
from faults_in_sets import REFUSED, Refused
from planted_faults import ANYWHERE, CASES, PROVINCE, TAY_NINH, Fault, edited, nothing, untouched

from parengine.errors import DocumentError
from parengine.testing._checking import tried
from parengine.testing._laws.law import Law
from parengine.testing._laws.table import LAWS
from parengine.testing._subject import Subject

FAULTS = (*IN_SETS, *IN_KINDS, *IN_THE_ENGINE)
AT_LEAST = 44
#: Those that are planted in code and break a law of a small set; the law holds of it without them.
PLANTED = [fault for fault in FAULTS if fault.plant is not nothing and "of_plugin" not in fault.made.__qualname__]


def called(fault: Fault) -> str:
    """Return what a test of a fault is called."""
    return fault.name.replace(" ", "_")


def law_of(fault: Fault, subject: Subject) -> Law:
    """Return the law that must catch a fault."""
    return subject.law_of_cases if fault.law == CASES else LAWS[fault.law]


@pytest.mark.parametrize("fault", FAULTS, ids=called)
def test_a_planted_fault_is_caught_by_its_law(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law has a counter-example, at the node where the fault is."""
    fault.plant(monkeypatch)
    subject = fault.made(fault.name)
    found = tried(law_of(fault, subject), subject).broken_by

    assert found is not None, fault.what
    assert fault.code in (ANYWHERE, found.breach.code)


@pytest.mark.parametrize("fault", PLANTED, ids=called)
def test_without_the_fault_the_law_holds(fault: Fault) -> None:
    """It is the fault that is found, and nothing in the small set that it is planted in."""
    subject = fault.made(f"{fault.name}: without")

    assert None is tried(law_of(fault, subject), subject).broken_by


@pytest.mark.parametrize("fault", REFUSED, ids=lambda fault: fault.name)
def test_what_contradicts_itself_is_not_loaded(fault: Refused) -> None:
    """The loader says what is wrong; no law is tried on it."""
    with pytest.raises(DocumentError) as refused:
        edited(TAY_NINH, fault.edit)(fault.name)

    assert fault.sentence in str(refused.value)


def test_there_are_many_faults_of_every_sort() -> None:
    """Each has a name of its own, and there is no law that catches none."""
    assert AT_LEAST <= len(FAULTS) == len({fault.name for fault in FAULTS})
    assert {*LAWS, CASES} == {fault.law for fault in FAULTS}


def test_the_cases_of_an_untouched_set_come_out() -> None:
    """Without a fault no case of the national set is wrong; those of the others are tried in their own tests."""
    subject = untouched(PROVINCE)

    assert None is tried(subject.law_of_cases, subject).broken_by
