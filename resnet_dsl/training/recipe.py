"""A recipe: everything of a training that decides its result, but the network, the data and the seed."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(gt=0, lt=1)]


class Recipe(BaseModel):
    """The settings of a training; the files in `recipes/` and `--set` are read into it, field by field.

    A training ends after `epochs` or after `iterations`, of which one is given. Milestones are shares of the whole, so
    that a shorter training falls at the same relative places.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    about: str = Field("", description="where the recipe comes from")
    epochs: int | None = Field(None, ge=1, description="passes through the training data")
    iterations: int | None = Field(None, ge=1, description="steps in all, in the place of epochs")
    batch: int = Field(ge=1, description="samples a step, of all processes together")
    accumulation: int = Field(1, ge=1, description="parts that each process cuts its share of a batch into")
    optimizer: Literal["sgd", "adamw"] = Field("sgd", description="`sgd` or `adamw`")
    learning_rate: float = Field(gt=0, description="at its highest")
    momentum: float = Field(0.0, ge=0, lt=1, description="of `sgd`")
    nesterov: bool = Field(False, description="whether the momentum of `sgd` is Nesterov's")
    weight_decay: float = Field(0.0, ge=0, description="of all parameters")
    schedule: Literal["constant", "steps", "cosine"] = Field("constant", description="`constant`, `steps` or `cosine`")
    milestones: tuple[Share, ...] = Field((), description="where `steps` falls, as shares of the whole training")
    factor: float = Field(0.1, gt=0, lt=1, description="what the learning rate is multiplied by at a milestone")
    warmup: int = Field(0, ge=0, description="steps in which the learning rate grows from nothing")
    warmup_learning_rate: float | None = Field(None, gt=0, description="learning rate until `warmup_error` is reached")
    warmup_error: float | None = Field(None, gt=0, lt=1, description="training error below which that warm-up ends")
    label_smoothing: float = Field(0.0, ge=0, lt=1, description="share of each target that goes to all classes")
    auxiliary_weight: float = Field(0.3, ge=0, description="weight of the loss of each side result")
    patience: int = Field(0, ge=0, description="epochs without a better accuracy before the end; 0 waits for none")
    size: int | None = Field(None, ge=1, description="height and width of the images; the network's own if unsaid")
    normalise: bool = Field(True, description="whether channels are brought to mean 0 and deviation 1")
    crop_padding: float = Field(
        0.0, ge=0, lt=1, description="zeros around an image before a crop, as a share of its size"
    )
    resized_crop: bool = Field(False, description="whether a random part of an image is cut out and resized")
    flip: bool = Field(False, description="whether half of the images are mirrored")

    @model_validator(mode="after")
    def _belongs_together(self) -> "Recipe":
        if (self.epochs is None) == (self.iterations is None):
            raise ValueError("one of `epochs` and `iterations` is given, and not both")
        if (self.warmup_learning_rate is None) != (self.warmup_error is None):
            raise ValueError("`warmup_learning_rate` and `warmup_error` are given together")
        if (self.schedule == "steps") != bool(self.milestones):
            raise ValueError("`milestones` are given with the schedule `steps`, and with no other")
        if list(self.milestones) != sorted(set(self.milestones)):
            raise ValueError("`milestones` grow")
        if self.nesterov and not self.momentum:
            raise ValueError("`nesterov` needs a `momentum`")
        if self.optimizer != "sgd" and self.momentum:
            raise ValueError(f"`momentum` is of `sgd`, and `{self.optimizer}` has none")
        return self
