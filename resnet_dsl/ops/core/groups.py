"""Channels divided into groups, shared by convolutions, group normalisation and the shuffle."""

from resnet_dsl.ops.core.op import OpError


def require_groups(groups: int, **channels: int) -> None:
    """Raise `OpError` unless `groups` divides each of the channel counts, `input=64, output=128`."""
    for what, count in channels.items():
        if count % groups:
            raise OpError(
                f"{count} {what} channels cannot be divided into {groups} groups",
                "the group count must divide the number of channels",
            )
