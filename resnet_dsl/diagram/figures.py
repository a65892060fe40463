"""The figures of a part: the shapes at its ends and what it costs, in all its runs."""

from resnet_dsl.analysis.cost import total
from resnet_dsl.diagram.graph import Figures
from resnet_dsl.diagram.scope import Spot
from resnet_dsl.diagram.texts import shape_text
from resnet_dsl.ir.nodes import Node
from resnet_dsl.ops.core.shape import Shape


def figures_of(nodes: tuple[Node, ...], spot: Spot, runs: int = 1) -> Figures:
    """The figures of nodes in a row, there being at least one, that stand for so many runs wherever their spot runs."""
    costs = total(nodes) * spot.times
    parameters, macs = costs.all_parameters, costs.macs + costs.training_macs
    return Figures(shape_text(nodes[0].input), shape_text(nodes[-1].output), parameters, macs, runs * spot.times)


def only(shape: Shape) -> Figures:
    """The figures of what has a shape and costs nothing."""
    return Figures("", shape_text(shape))
