"""Every law that the kit ships holds of every legal set: the engine has no test of its own of what a law says."""

from __future__ import annotations

from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from parengine.testing import LAWS, criteria_sets
from parengine.testing._laws.law import Law
from parengine.testing._laws.trial import Trial, trials

#: Small sets are drawn, but many of them; explaining a failure would score thousands.
some = settings(
    max_examples=25,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
def test_a_law_holds_of_every_set(law: Law) -> None:
    """Whatever a legal set says and is answered with, nothing is as the law forbids."""

    @seed(crc32(law.name.encode()))  # each law has sets of its own, the same in every run
    @some
    @given(criteria_sets().flatmap(lambda each: trials(each, whole=law.whole)))
    def holds(trial: Trial) -> None:
        assert [] == list(law.breaches(trial))

    holds()
