"""Networks in notebooks: how they show themselves, and the magics `%%arch` and `%arch`.

`import resnet_dsl` in IPython brings the first, `%load_ext resnet_dsl` the second.
"""

from typing import Any

from resnet_dsl.notebook.display import show_networks


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext resnet_dsl` does to a shell of IPython."""
    from resnet_dsl.notebook.magics import Magics

    show_networks(shell)
    Magics(shell).register()
