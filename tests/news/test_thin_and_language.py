import pytest

from bot.domain import Article
from bot.news.language import foreign
from bot.news.thin import thinness
from tests.news.making import FILLER, article

GERMAN = (
    "Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss zu sanieren. Die Arbeiten sollen im "
    "Frühjahr beginnen und rund zwei Jahre dauern. Anwohner hatten sich lange über den Zustand beklagt, weil die "
    "Fahrbahn an vielen Stellen gerissen ist und das Geländer rostet."
)
FRENCH = (
    "Le conseil de la ville a décidé lundi de rénover le vieux pont sur la rivière. Les travaux doivent commencer au "
    "printemps et durer environ deux ans. Les habitants se plaignaient depuis longtemps de son état, car la chaussée "
    "est fissurée à de nombreux endroits et les barrières sont rouillées."
)
DUTCH = (
    "De gemeenteraad heeft maandag besloten om de oude brug over de rivier te renoveren. Het werk moet in het voorjaar "
    "beginnen en duurt ongeveer twee jaar. Bewoners klaagden al lang over de staat van de brug, want het wegdek is op "
    "veel plaatsen gescheurd en de leuning is verroest."
)
RUSSIAN = "Городской совет решил в понедельник отремонтировать старый мост через реку. " * 6


@pytest.mark.parametrize("text", [GERMAN, FRENCH, DUTCH, RUSSIAN])
def test_other_languages_are_told_from_english(text: str) -> None:
    assert "English" in (foreign(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        FILLER,
        "Shares in the firm rose 4% to 312p after sales of its phones beat forecasts in the quarter to June. " * 4,
    ],
)
def test_english_is_english_in_prose_and_in_figures(text: str) -> None:
    assert foreign(text) is None


def test_a_few_words_are_not_judged() -> None:
    assert foreign("Bonjour tout le monde") is None


def test_too_few_words_are_counted_in_the_reason() -> None:
    assert thinness(article("A short note", text="Only five words are here.")) == (
        "It has 5 words of text; at least 60 are needed."
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Election night: live updates", "live blog"),
        ("Live: storm reaches the coast", "live blog"),
        ("Rovers 2-1 City - as it happened", "live blog"),
        ("News quiz of the week", "quiz"),
        ("Can you name these ten capitals?", "quiz"),
        ("Cryptic crossword No 29,113", "puzzle"),
        ("Your daily horoscope", "horoscope"),
        ("Podcast: the secret life of moss", "podcast"),
        ("Watch: otter steals sandwich", "video"),
        ("The week in pictures", "picture"),
        ("Monday briefing: what we learned", "newsletter"),
        ("10 best garden chairs for small balconies", "list"),
        ("What to watch this weekend", "list"),
        ("Lottery results for Saturday", "results"),
    ],
)
def test_pages_that_hold_no_story_are_refused_by_name(title: str, kind: str) -> None:
    assert kind in (thinness(article(title)) or "")


@pytest.mark.parametrize(
    "title",
    [
        "Live music returns to the pier",
        "Crossword setter retires at 90 after 4,000 puzzles",
        "Podcast pioneer wins prize",
        "Video game museum asks for old consoles",
        "10 new bridges planned for the canal",
        "Quizmaster of the village pub becomes mayor",
        "Newspaper finds lost letter of Darwin",
    ],
)
def test_stories_about_such_things_are_kept(title: str) -> None:
    assert thinness(article(title)) is None


def test_the_address_tells_a_live_page_from_a_story() -> None:
    assert "live blog" in (thinness(article("A day in court", url="https://news.test/uk/live/2026/x")) or "")
    assert thinness(article("A day in court", url="https://news.test/uk/video")) is None


def test_a_text_of_stamped_entries_is_a_live_blog() -> None:
    text = "\n".join(
        f"1{n}:2{n} The band comes on and plays the next song of the evening to the crowd." for n in range(8)
    )
    assert thinness(Article(id="1", title="A night out", text=text)) == "It is a live blog, not a story."


def test_a_report_full_of_names_reads_as_english() -> None:
    names = "Harlow Vale: Brook, Osgood, Marchetti (Pell 61), Lindqvist, Nwosu, Tarrant, Grant, Salas, Moran, Telle. "
    told = "Brook headed Vale in front after ten minutes when Pell's corner came to him at the far post. "
    assert foreign(names * 4 + told * 2) is None


def test_a_report_of_another_language_is_refused_with_its_names() -> None:
    told = "Brook bracht Vale na tien minuten op voorsprong toen de hoekschop van Pell bij hem op de tweede paal kwam. "
    assert foreign(told * 6)
