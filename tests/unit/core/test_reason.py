"""Every no with its reasons."""

from core.domain.reason import Reason, Refused


def test_refused_carries_its_reasons_and_reads_as_their_sentences():
    reasons = (Reason("a", "一つ目です。"), Reason("b", "二つ目です。", clause="第2条", field="x"))

    refused = Refused(*reasons)

    assert refused.reasons == reasons
    assert str(refused) == "一つ目です。 二つ目です。"
