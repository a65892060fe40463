from resnet_dsl.diagnostics.error import ArchError as ArchError
from resnet_dsl.embedding import embed as embed
from resnet_dsl.formatter import format_text as format_text
from resnet_dsl.ir.nodes import Arch as Arch
from resnet_dsl.notebook import load_ipython_extension as load_ipython_extension
from resnet_dsl.pipeline.check import check as check
from resnet_dsl.pipeline.compare import compare as compare
from resnet_dsl.pipeline.diff import diff as diff
from resnet_dsl.pipeline.diff_picture import draw_diff as draw_diff
from resnet_dsl.pipeline.emit import emit as emit
from resnet_dsl.pipeline.load import load as load
from resnet_dsl.pipeline.load import loads as loads
from resnet_dsl.pipeline.picture import draw as draw
from resnet_dsl.pipeline.summary import summary as summary
from resnet_dsl.pipeline.table1 import table1 as table1
from resnet_dsl.training import TrainingError as TrainingError
from resnet_dsl.training import train as train
from resnet_dsl.training.sweep import sweep as sweep
from resnet_dsl.weights import FreshHeadWarning as FreshHeadWarning
from resnet_dsl.weights import UnstatedWeightsWarning as UnstatedWeightsWarning
from resnet_dsl.weights import build as build

__version__: str
__all__: list[str]
