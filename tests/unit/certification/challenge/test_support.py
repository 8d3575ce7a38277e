"""Topics: by the criterion's key, by a word in its name, else the one without words; expertise and fields of a gap."""

from certification.domain.expertise import Expertise
from certification.domain.support import Topic, answers_gap, needs, topics_for

LABEL = Topic("表示", ("trust", "表示"), (Expertise.LABEL,), ("label_image",), ())
LOOK = Topic("見せ方", ("package",), (Expertise.DESIGN, Expertise.LABEL), ("photos",), ())
REST = Topic("そのほか", (), (Expertise.CONSULTANT,), (), ())
TOPICS = (LABEL, LOOK, REST)


def gap(key, name="味"):
    return {"key": key, "name": name}


def test_key_comes_before_a_word_and_a_word_before_the_rest():
    assert topics_for("package", "表示のしかた", TOPICS) == (LOOK,)
    assert topics_for("x", "正しい表示", TOPICS) == (LABEL,)
    assert topics_for("x", "味", TOPICS) == (REST,)
    assert topics_for("x", "味", (LABEL, LOOK)) == ()


def test_needs_name_the_gaps_that_ask_for_each_expertise():
    found = needs([gap("package", "包装"), gap("trust", "信頼性")], TOPICS)
    assert found == {Expertise.DESIGN: ("包装",), Expertise.LABEL: ("包装", "信頼性")}


def test_field_answers_a_gap_by_topic_or_by_its_own_question():
    assert answers_gap("label_image", gap("trust"), TOPICS)
    assert answers_gap("appeal_trust", gap("trust"), TOPICS)
    assert answers_gap("sound_plan_text", gap("sound_plan"), TOPICS)
    assert not answers_gap("photos", gap("trust"), TOPICS)
