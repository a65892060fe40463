"""Networks side by side: their figures, and what each stage costs."""

from resnet_dsl.analysis.comparison.figures import Figures, figures_of
from resnet_dsl.analysis.comparison.report import Comparison
from resnet_dsl.analysis.comparison.stages import Stage

__all__ = ["Comparison", "Figures", "Stage", "figures_of"]
