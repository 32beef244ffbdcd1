"""A right config becomes the values that the rest of the house takes."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from toy_settings import CHANNELS_YAML, NEWSCRIER, BirdOptions, load, problems_of, write_project

from bot.errors import ConfigError, SecretMissing
from bot.model import Urgency
from bot.plugin import QuietHours
from bot.settings.effective import Pace
from bot.settings.newsroom import NewsroomFile
from bot.settings.project import find_project
from bot.settings.show import show_settings, show_yaml

DEFAULTS = """\
defaults:
  stale_after: 6h
  settle: 1m
  spacing: 90s
  per_hour: 0
  quiet: {hours: "23:00-06:00", do: wait}
  flood: 3
network: {allow_private: [127.0.0.0/8]}
store: sqlite:///records/our.db
"""
OWN = "stale_after: never\nsettle: 0s\nspacing: 1h30m\nper_hour: 5\nquiet: off\nlanguage: pl\n"


def _own(lines: str) -> str:
    return CHANNELS_YAML + "".join(f"  {line}\n" for line in lines.splitlines())


def test_the_shortest_config_takes_the_design_s_defaults(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {}))
    assert settings.warnings == ()
    assert (settings.newsroom.name, settings.newsroom.timezone) == ("The Courier", "Europe/Warsaw")
    assert settings.store.path == tmp_path / "data/newscrier.db"
    assert settings.templates == tmp_path / "templates"
    assert settings.network.allow_private == ()
    assert settings.flood("wire") == 8
    assert settings.language("main") == "en"
    assert settings.pace("main") == Pace(
        timedelta(hours=12),
        timedelta(minutes=3),
        timedelta(minutes=2),
        20,
        None,
        stale_breaking=timedelta(hours=1),
        stale_evergreen=timedelta(hours=12),
        breaking_per_hour=3,
    )


def test_a_channel_takes_the_newsroom_s_defaults(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {"newscrier.yaml": NEWSCRIER + DEFAULTS}))
    night = QuietHours(hours="23:00-06:00")
    six, one = timedelta(hours=6), timedelta(hours=1)
    expected = Pace(six, timedelta(minutes=1), timedelta(seconds=90), 0, night, one, six, breaking_per_hour=3)
    assert settings.pace("main") == expected
    assert settings.flood("wire") == 3
    assert settings.network.allow_private == ("127.0.0.0/8",)
    assert settings.store.path == tmp_path / "records/our.db"


def test_a_channel_s_own_values_come_first(tmp_path: Path) -> None:
    files = {"newscrier.yaml": NEWSCRIER + DEFAULTS, "channels.yaml": _own(OWN)}
    settings = load(
        write_project(tmp_path, {**files, "sources.yaml": "w: {source: shelf, path: a, flood: 0}"})
    )
    assert settings.pace("main") == Pace(
        None, timedelta(0), timedelta(minutes=90), 5, None, breaking_per_hour=3
    )
    assert settings.language("main") == "pl"
    assert settings.flood("w") == 0


def test_a_secret_is_a_reference_read_from_the_project(tmp_path: Path) -> None:
    text = CHANNELS_YAML.replace("{env: BIRD_TOKEN}", "{file: data/bird.token}")
    settings = load(write_project(tmp_path, {"channels.yaml": text}))
    main = settings.channels["main"]
    assert isinstance(main, BirdOptions)
    token = main.token
    with pytest.raises(SecretMissing):
        token.reveal()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/bird.token").write_text("hunter2\n")
    assert token.reveal() == "hunter2"
    assert "hunter2" not in repr(settings) + show_yaml(settings)


def test_an_absolute_store_path_stays(tmp_path: Path) -> None:
    text = f"{NEWSCRIER}store: sqlite:///{tmp_path}/elsewhere.db\n"
    settings = load(write_project(tmp_path / "here", {"newscrier.yaml": text}))
    assert settings.store.path == tmp_path / "elsewhere.db"


def test_one_alias_is_fine_and_a_reused_anchor_too(tmp_path: Path) -> None:
    text = "a: {platform: sheet, path: &p out/, template: &t x.j2}\n"
    text += "b: {platform: sheet, path: b/, template: *t}\n"
    text += "c: {platform: sheet, path: &p c/, template: *p}\n"
    settings = load(write_project(tmp_path, {"channels.yaml": text}))
    assert settings.channels["b"].template == "x.j2"
    assert settings.channels["c"].template == "c/"


def test_words_and_dates_stay_text(tmp_path: Path) -> None:
    text = _own("language: no\ntags: [2026-01-05, on, '5']\nquiet: off")
    settings = load(write_project(tmp_path, {"channels.yaml": text}))
    assert settings.language("main") == "no"
    main = settings.channels["main"]
    assert isinstance(main, BirdOptions)
    assert main.tags == ("2026-01-05", "on", "5")


def test_empty_files_warn_and_load(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {"sources.yaml": "", "channels.yaml": "{}"}))
    assert [str(problem) for problem in settings.warnings] == [
        "config/sources.yaml no sources: no articles come in (add one, as the comments show)",
        "config/channels.yaml no channels: nothing is posted (add one, as the comments show)",
    ]


def test_twins_are_a_warning(tmp_path: Path) -> None:
    text = CHANNELS_YAML + CHANNELS_YAML.replace("main", "again")
    settings = load(write_project(tmp_path, {"channels.yaml": text}))
    assert [problem.severity for problem in settings.warnings] == ["warning"]


def test_a_later_problem_gets_its_place(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {"channels.yaml": _own("template: posts/none.j2")}))
    problem = settings.problem("channels", ("main", "template"), "this template is not there")
    assert str(problem) == "config/channels.yaml:5:13 this template is not there"
    absent = settings.problem("channels", ("main", "utm", "medium"), "x", warning=True)
    assert (absent.line, absent.column, absent.severity) == (1, 1, "warning")


def test_what_is_shown_has_the_defaults_filled_in(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {"newscrier.yaml": NEWSCRIER + DEFAULTS}))
    shown = show_settings(settings)
    assert shown["channels"]["main"] == {
        "platform": "bird",
        "approval": "always",
        "corrections": "ask",
        "language": "en",
        "link": "optional",
        "picture": "lead",
        "posted_by_hand": "skip",
        "utm": {"medium": "social"},
        "stale_after": {"breaking": "1h", "normal": "6h", "evergreen": "6h"},
        "breaking_per_hour": 3,
        "per_day": 0,
        "settle": "1m",
        "spacing": "90s",
        "per_hour": 0,
        "quiet": {"hours": "23:00-06:00", "do": "wait"},
        "server": "https://bird.example.org",
        "token": {"env": "BIRD_TOKEN"},
        "visibility": "public",
        "tags": [],
        "greeting": "",
    }
    assert shown["sources"]["wire"]["flood"] == 3
    assert shown["newscrier"].keys() == NewsroomFile.model_fields.keys()
    assert shown["newscrier"]["retention"] == {"bodies": "90d", "attempts": "90d", "events": "365d"}


def test_paths_are_shown_from_the_project_on(tmp_path: Path) -> None:
    text = f"a: {{platform: sheet, path: {tmp_path}/out}}\nb: {{platform: sheet, path: /elsewhere}}\n"
    shown = show_settings(load(write_project(tmp_path, {"channels.yaml": text})))["channels"]
    assert (shown["a"]["path"], shown["b"]["path"]) == ("out", "/elsewhere")


def test_plugins_are_told_the_project_and_the_newsroom(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {}))
    main = settings.channels["main"]
    assert isinstance(main, BirdOptions)
    assert main.heard == (tmp_path, "The Courier")


def test_what_is_shown_loads_again_as_the_same(tmp_path: Path) -> None:
    before = show_settings(load(write_project(tmp_path / "a", {"newscrier.yaml": NEWSCRIER + DEFAULTS})))
    files = {f"{part}.yaml": _dump(before[part]) for part in before}
    assert show_settings(load(write_project(tmp_path / "b", {**files}))) == before


def _dump(part: object) -> str:
    return json.dumps(part)


def test_the_project_is_found_upwards(tmp_path: Path) -> None:
    project = write_project(tmp_path / "courier", {})
    (project / "out/deep").mkdir(parents=True)
    assert find_project(project / "out/deep") == project
    assert find_project(project / "config/channels.yaml") == project
    with pytest.raises(ConfigError, match="run newscrier init"):
        find_project(tmp_path)


def test_a_project_without_any_file_names_all_three(tmp_path: Path) -> None:
    assert [problem.file for problem in problems_of(tmp_path)] == [
        "config/newscrier.yaml",
        "config/sources.yaml",
        "config/channels.yaml",
    ]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("30m", (timedelta(minutes=30), timedelta(minutes=30), timedelta(minutes=30))),
        ("{breaking: 20m, normal: 6h, evergreen: never}", (timedelta(minutes=20), timedelta(hours=6), None)),
        ("{normal: 6h}", (timedelta(hours=1), timedelta(hours=6), timedelta(hours=6))),
    ],
)
def test_stale_after_for_each_urgency(
    written: str, wanted: tuple[timedelta | None, ...], tmp_path: Path
) -> None:
    settings = load(write_project(tmp_path, {"channels.yaml": _own(f"stale_after: {written}\n")}))
    assert tuple(map(settings.pace("main").stale, Urgency)) == wanted


def test_posts_that_expire_before_their_slot_are_warned_of(tmp_path: Path) -> None:
    slots = 'schedule: ["weekdays 07:30"]\n'
    settings = load(write_project(tmp_path / "a", {"channels.yaml": _own(slots)}))
    assert [problem.message for problem in settings.warnings] == [
        "posts of 'main' may expire before the next slot, 3d away"
    ]
    assert not load(
        write_project(tmp_path / "b", {"channels.yaml": _own(f"{slots}stale_after: 3d\n")})
    ).warnings
