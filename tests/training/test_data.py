"""Data sets: the embedded one, and files of the real formats through their real loaders."""

import gzip
import hashlib
import pickle
import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy
import numpy.typing
import pytest
import torch
from PIL import Image

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.pipeline.specs import open_spec
from resnet_dsl.training.data.core.data import Opened, Place
from resnet_dsl.training.data.core.registry import find_data
from resnet_dsl.training.errors import Mendable, SettingError, TrainingError
from resnet_dsl.training.fit import fit_asked
from resnet_dsl.training.images import training_images, validation_images
from resnet_dsl.training.reading import read
from resnet_dsl.training.settings import read_recipe


def opened(name: str, folder: Path = Path("nowhere"), *, download: bool = False) -> Opened:
    data, of = find_data(name)
    return data.open(Place(folder, download, of))


def test_digits_are_whole_and_split_alike() -> None:
    data = opened("digits")
    assert (len(data.train), len(data.validation)) == (1442, 355)
    counts = [Counter(label for _, label in part) for part in (data.train, data.validation)]  # type: ignore[attr-defined]
    assert sum(counts, Counter()) == dict(enumerate((178, 182, 177, 183, 181, 182, 181, 179, 174, 180)))
    assert all(counts[1][digit] == (counts[0][digit] + counts[1][digit]) // 5 for digit in range(10))
    images = torch.stack([image for image, _ in data.train]).double() / 255  # type: ignore[attr-defined]
    assert images.shape == (1442, 1, 8, 8)
    assert (images.mean().item(), images.std().item()) == pytest.approx((data.mean[0], data.deviation[0]), abs=3e-3)


def write_idx(root: Path, part: str, images: "numpy.typing.NDArray[numpy.uint8]", labels: list[int]) -> None:
    """A part of Fashion-MNIST, in its format."""
    folder = root / "FashionMNIST" / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    header = struct.pack(">IIII", 0x0803, *images.shape)
    (folder / f"{part}-images-idx3-ubyte").write_bytes(header + images.tobytes())
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x0801, len(labels)) + bytes(labels))


def test_fashion_mnist_is_read_from_its_files(tmp_path: Path) -> None:
    for part, count in (("train", 12), ("t10k", 6)):
        images = numpy.arange(count * 28 * 28, dtype=numpy.uint32).astype(numpy.uint8).reshape(count, 28, 28)
        write_idx(tmp_path, part, images, [number % 10 for number in range(count)])
    data = opened("fashion-mnist", tmp_path)
    assert (len(data.train), len(data.validation), len(data.classes)) == (12, 6, 10)
    image, label = validation_images(data, (1, 28, 28), read_recipe("cifar"))[0, 5]
    assert label == 5
    first = (5 * 28 * 28 % 256) / 255
    assert image[0, 0, 0].item() == pytest.approx((first - 0.2860) / 0.3530, abs=1e-5)


def test_cifar10_is_read_from_its_files(
    tmp_path: Path, torchvision: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cifar-10-batches-py"
    folder.mkdir()
    made = torchvision.datasets.CIFAR10

    def write(name: str, content: object) -> list[str]:
        (folder / name).write_bytes(pickle.dumps(content))
        return [name, hashlib.md5((folder / name).read_bytes()).hexdigest()]

    def batch(value: int) -> dict[str, object]:
        return {"data": numpy.full((4, 3072), value, dtype=numpy.uint8), "labels": [value] * 4}

    trained = [write(name, batch(number)) for number, (name, _) in enumerate(made.train_list)]
    meta = write("batches.meta", {"label_names": [f"class {number}" for number in range(10)]})
    monkeypatch.setattr(made, "train_list", trained)
    monkeypatch.setattr(made, "test_list", [write("test_batch", batch(9))])
    monkeypatch.setattr(made, "meta", {**made.meta, "filename": meta[0], "md5": meta[1]})
    data = opened("cifar10", tmp_path)
    assert (len(data.train), len(data.validation), data.classes[2]) == (20, 4, "class 2")
    image, label = validation_images(data, (3, 32, 32), read_recipe("cifar", {"normalise": False}))[0, 0]
    assert label == 9
    assert torch.equal(image, torch.full((3, 32, 32), 9 / 255))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of PNG of different sizes: red and green ones."""
    for part, count in (("train", 3), ("val", 2)):
        for place, name in enumerate(("red", "green")):
            home = tmp_path / "pictures" / part / name
            home.mkdir(parents=True)
            for number in range(count):
                colour = tuple(200 if channel == place else 0 for channel in range(3))
                Image.new("RGB", (20 + number, 30), colour).save(home / f"{number}.png")
    return tmp_path / "pictures"


def test_a_folder_of_images_is_read(pictures: Path) -> None:
    data = opened(f"folder:{pictures}")
    assert (len(data.train), len(data.validation), list(data.classes)) == (6, 4, ["green", "red"])
    recipe = read_recipe("imagenet", {"normalise": False})
    for images in (training_images(data, (3, 16, 16), recipe, 0), validation_images(data, (3, 16, 16), recipe)):
        image, label = images[0, 0]
        assert (image.shape, label) == ((3, 16, 16), 0)
        assert torch.allclose(image.mean((1, 2)), torch.tensor([0, 200 / 255, 0]), atol=1e-6)


def test_other_images_in_a_folder_are_other_data(pictures: Path) -> None:
    before = opened(f"folder:{pictures}").fingerprint
    (pictures / "train" / "red" / "0.png").rename(pictures / "train" / "red" / "9.png")
    assert opened(f"folder:{pictures}").fingerprint != before


def test_classes_of_both_parts_are_the_same(pictures: Path) -> None:
    (pictures / "val" / "red").rename(pictures / "val" / "blue")
    with pytest.raises(TrainingError, match="only one has `blue`"):
        opened(f"folder:{pictures}")


def test_a_class_without_images_is_said(pictures: Path) -> None:
    for path in (pictures / "val" / "red").iterdir():
        path.unlink()
    with pytest.raises(TrainingError, match=r"there are no images in `.*/val/red`: a class has some, or no folder in"):
        opened(f"folder:{pictures}")


def test_a_folder_without_classes_is_said(pictures: Path) -> None:
    (pictures / "train" / "red").rename(pictures / "red")
    (pictures / "train" / "green").rename(pictures / "green")
    with pytest.raises(TrainingError, match=r"found in `.*/train`: it holds no folders of classes; .*PATH/train/CLASS"):
        opened(f"folder:{pictures}")


def cut(path: Path) -> None:
    Image.effect_noise((64, 64), 50).save(path)
    path.write_bytes(path.read_bytes()[:900])


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no image": (lambda path: path.write_bytes(b"no image"), "its content is of no format that is known"),
    "empty": (lambda path: path.write_bytes(b""), "its content is of no format that is known"),
    "cut off": (cut, "image file is truncated"),
    "gone": (Path.unlink, "No such file or directory"),
}


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("fault", UNREADABLE)
def test_an_image_that_cannot_be_read_is_named(pictures: Path, fault: str, workers: int) -> None:
    spoil, said = UNREADABLE[fault]
    path = pictures / "train" / "red" / "1.png"
    images = training_images(opened(f"folder:{pictures}"), (3, 8, 8), read_recipe("imagenet"), 0)
    spoil(path)
    batches = read(images, [[(0, 0), (0, 1)], [(0, 3), (0, 4)]], workers=workers, pinned=False)
    assert next(batches)[1].tolist() == [0, 0]
    with pytest.raises(Mendable) as error:
        next(batches)
    assert str(error.value).startswith(f"`{path}` cannot be read as an image: {said}")


def test_samples_of_others_are_looked_at() -> None:
    """Another package may offer data whose labels nobody has looked at, or that break."""
    data = replace(opened("digits"), name="theirs", train=[(torch.zeros(1, 8, 8, dtype=torch.uint8), 10)])
    images = training_images(data, (1, 8, 8), read_recipe("digits"), 0)
    with pytest.raises(Mendable) as error:
        images[0, 0]
    said = "number 0 has the label 10, and the labels of 10 classes are 0 to 9"
    assert str(error.value) == f"the training images of `theirs`: {said}"
    with pytest.raises(Mendable, match=r"number 1 cannot be read: IndexError\('list index out of range'\)"):
        images[0, 1]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([0, 1, 200, 3], r"is damaged: remove its files \(image 2 has the label 200, and labels are 0 to 9\)"),
        ([0, 1, 2], r"is damaged: remove its files \(4 images, 3 labels\)"),
    ],
)
@pytest.mark.parametrize("part", ["train", "t10k"])
def test_labels_are_looked_at(tmp_path: Path, part: str, labels: list[int], said: str) -> None:
    for name in ("train", "t10k"):
        write_idx(tmp_path, name, numpy.zeros((4, 28, 28), numpy.uint8), labels if name == part else [0] * 4)
    with pytest.raises(TrainingError, match=said):
        opened("fashion-mnist", tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "fashion-mnist",
            r"Fashion-MNIST is not in `.*`, or not whole: .*`--data fashion-mnist --download` fetches it",
        ),
        ("cifar10", r"CIFAR-10 is not in `.*`, or not whole: .*`--data cifar10 --download` fetches it"),
        ("folder:none", r"there is no folder `none/train`: .*PATH/train/CLASS/IMAGE"),
    ],
)
def test_what_is_not_there_is_said_how_to_get(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        opened(name, tmp_path / "empty")


def test_a_damaged_file_is_no_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "FashionMNIST" / "raw"
    folder.mkdir(parents=True)
    for part in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (folder / f"{part}-ubyte").write_bytes(gzip.compress(b"no idx"))
    with pytest.raises(TrainingError, match=r"Fashion-MNIST in .* is damaged"):
        opened("fashion-mnist", tmp_path)


def test_an_image_depends_on_its_key_alone() -> None:
    data, recipe = opened("digits"), read_recipe("digits", {"flip": True})
    images = training_images(data, (1, 16, 16), recipe, 0)
    state = torch.get_rng_state()
    once = [images[0, index][0] for index in range(8)]
    assert torch.equal(torch.get_rng_state(), state)
    torch.rand(3)
    assert all(torch.equal(image, images[0, index][0]) for index, image in reversed(list(enumerate(once))))
    other_epoch = [images[1, index][0] for index in range(8)]
    other_seed = [training_images(data, (1, 16, 16), recipe, 1)[0, index][0] for index in range(8)]
    assert not all(torch.equal(*pair) for pair in zip(once, other_epoch, strict=True))
    assert not all(torch.equal(*pair) for pair in zip(once, other_seed, strict=True))


def asked(spec: str, **parameters: object) -> Asked:
    input = parameters.pop("input", None)
    return Asked(open_spec(spec), parameters, input)  # type: ignore[arg-type]


def test_input_and_classes_follow_the_data(pictures: Path) -> None:
    data = opened(f"folder:{pictures}")
    fitted = fit_asked(asked("resnet20"), data, read_recipe("imagenet", {"size": 24}))
    assert (fitted.arch.input.sizes, fitted.arch.output.sizes) == ((3, 24, 24), (2,))
    assert fitted.notes == (
        "input 3x24x24: the size of the recipe; the spec has 3x32x32",
        "classes = 2: the classes of the data",
    )


def test_classes_that_a_file_leaves_open_are_those_of_the_data(tmp_path: Path) -> None:
    text = "arch net(classes) { input 1x8x8\n global_avgpool\n flatten\n linear CLASSES }"
    path = tmp_path / "net.arch"
    path.write_text(text.replace("CLASSES", "classes"))
    fitted = fit_asked(asked(str(path)), opened("digits"), read_recipe("digits"))
    assert (fitted.arch.output.sizes, fitted.notes) == ((10,), ("classes = 10: the classes of the data",))
    path.write_text(text.replace("CLASSES", "clases"))
    with pytest.raises(ArchError, match="classes"):
        fit_asked(asked(str(path)), opened("digits"), read_recipe("digits"))


def test_what_is_said_stays(tiny: str) -> None:
    fitted = fit_asked(asked(tiny, input=(3, 16, 16)), opened("digits"), read_recipe("digits"))
    assert fitted.arch.input.sizes == (3, 16, 16)
    assert fitted.notes == ("images of 8x8 are resized to 16x16", "the one channel of the images is repeated")
    images = validation_images(opened("digits"), (3, 16, 16), read_recipe("digits"))
    assert torch.equal(images[0, 0][0][0], images[0, 0][0][2])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("arch net { input 7\n linear 10 }", "takes an input of 7, and images are channels x height x width"),
        ("arch net { input 3x8x8\n global_avgpool\n flatten\n linear 7 }", "gives 7, and the 10 classes"),
    ],
)
def test_a_network_that_suits_no_images_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "net.arch").write_text(text)
    with pytest.raises(SettingError) as error:
        fit_asked(asked(str(tmp_path / "net.arch")), opened("digits"), read_recipe("digits"))
    assert said in str(error.value)
