"""The model that a training begins with: with fresh weights, or with given ones."""

from torch import nn

from resnet_dsl.analysis.wording import show
from resnet_dsl.backends.torch import build
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.job import Job
from resnet_dsl.weights.load import load
from resnet_dsl.weights.network import Network


def first_model(job: Job, *, again: bool) -> tuple[nn.Module, list[str]]:
    """The model, and what is to be said of its weights; fresh ones do where a training goes on `again`.

    Raises `ArchError` and `SettingError`.
    """
    if job.initial is None or again:
        model: nn.Module = build(job.arch)
        return model, []
    built = load(Network(job.arch, job.asked), job.initial.weights, progress=False)
    _refuse_others(job.arch, built.arch, built.origin)
    return built.model, [f"begins with {built.loaded:,} tensors of `{built.origin}`", *map(str, built.warnings)]


def _refuse_others(arch: Arch, wanted: Arch, origin: str) -> None:
    """Refuse weights that are stated with parameters which the network was not asked for with."""
    has = {parameter.name: parameter.value for parameter in arch.root.parameters}
    others = [one for one in wanted.root.parameters if has.get(one.name) != one.value]
    if others:
        said = " ".join(f"-p {one.name}={show(one.value)}" for one in others)
        raise SettingError(f"`{origin}` is of `{arch.name}` with other parameters: give `{said}`")
