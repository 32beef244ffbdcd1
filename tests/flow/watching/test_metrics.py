"""The numbers that monitoring reads are those of the store."""

from datetime import timedelta

from flow_stage import Script, StageClock, drop, take_in

from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.watching.metrics import measure
from bot.store import channels


async def test_what_is_measured(house: House, clock: StageClock, script: Script) -> None:
    drop(house.settings.project, 1)
    await take_in(house)
    await drain(house, "main")
    drop(house.settings.project, 2)
    await take_in(house)
    house.store.write_now(lambda conn: channels.hold(conn, "main", "wait", clock.now(), "Ada"))
    clock.turn_on(timedelta(seconds=90))
    told = {series.name: dict(samples) for series, samples in measure(house)}
    assert told == {
        "newscrier_posts": {("main", "delivered"): 1, ("main", "scheduled"): 1},
        "newscrier_attempts": {("main", "delivered"): 1},
        "newscrier_oldest_waiting_seconds": {("main",): 90.0},
        "newscrier_channel_held": {("main",): 1.0},
        "newscrier_channel_resting": {("main",): 0.0},
        "newscrier_source_age_seconds": {("wire",): 90.0},
        "newscrier_source_failing": {("wire",): 0.0},
        "newscrier_alarms": {(): 0.0},
    }
