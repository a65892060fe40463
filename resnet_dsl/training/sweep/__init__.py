"""Sweeps: a grid of networks, parameters and seeds, each point of it a training."""

from resnet_dsl.training.sweep.run import sweep

__all__ = ["sweep"]
