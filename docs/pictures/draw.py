"""Draw the pictures of the documentation again: each as DOT, and as SVG in a light and a dark theme.

`make docs` runs it. The DOT is what a test compares, for SVG differs between versions of Graphviz.
"""

from pathlib import Path

import resnet_dsl as rd

HERE = Path(__file__).parent
BUNDLED = ("resnet18", "resnet50", "resnet152", "resnet50_preact", "googlenet", "inception_v3")
DIFFERENT = ("resnet50", "resnet50_v1")
EXAMPLES = HERE.parents[1] / "examples"


def main() -> None:
    """Draw all of them."""
    rd.draw_diff(*DIFFERENT, HERE / "diff.svg")
    rd.draw_diff(*DIFFERENT, HERE / "diff-dark.svg", theme="dark")
    for spec in (*BUNDLED, *sorted(EXAMPLES.glob("*.arch"))):
        light = rd.draw(spec)
        light.save(HERE / f"{light.name}.dot")
        light.save(HERE / f"{light.name}.svg")
        rd.draw(spec, HERE / f"{light.name}-dark.svg", theme="dark")


if __name__ == "__main__":
    main()
