"""ResNet-50 from its file: drawn, written as source, and run both ways with equal weights."""

import runpy
import sys
from pathlib import Path

import torch

import resnet_dsl as rd


def main() -> int:
    arch = rd.load("resnet50")

    rd.draw(arch).save("resnet50.svg")
    print("resnet50.svg: the picture")

    Path("resnet50.py").write_text(rd.emit(arch), encoding="utf-8")
    print("resnet50.py: PyTorch source that needs nothing but torch")

    built = rd.build(arch).eval()
    emitted = runpy.run_path("resnet50.py")["Resnet50"]().eval()
    emitted.load_state_dict(built.state_dict())
    image = torch.randn(1, 3, 224, 224)
    with torch.inference_mode():
        equal = torch.equal(built(image), emitted(image))
    print(f"the built model and the emitted source, with equal weights: {'equal' if equal else 'NOT EQUAL'}")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
