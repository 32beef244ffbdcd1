"""What doors show of channels."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.row import Row
from bot.model import DeliveryState
from bot.store import channels, counting


def list_channels(house: House) -> list[Row]:
    """Every configured channel: platform, account, hold or pause with its reason, and what waits."""

    def read(conn: Connection) -> list[Row]:
        known = channels.get_all(conn)
        waiting = {
            channel: many
            for channel, state, many in counting.count_posts(conn)
            if state == DeliveryState.SCHEDULED.value
        }
        rows: list[Row] = []
        for name, options in house.settings.channels.items():
            state = known.get(name, channels.ChannelState(name))
            rows.append(
                {
                    "channel": name,
                    "platform": options.platform,
                    "account": state.account_name,
                    "verified_at": state.verified_at,
                    "held_at": state.held_at,
                    "held_by": state.held_by,
                    "hold_reason": state.hold_reason,
                    "paused_until": state.paused_until,
                    "pause_reason": state.pause_reason,
                    "waiting": waiting.get(name, 0),
                    "approval": options.approval,
                }
            )
        return rows

    return house.store.read_now(read)
