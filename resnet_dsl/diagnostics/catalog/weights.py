"""E08: weights."""

from resnet_dsl.diagnostics.diagnostic import Finding


class UnknownWeights(Finding):
    """No weights have the name given.

    A bare name, such as `IMAGENET1K_V2`, means weights that the arch itself states in a line `weights`. Weights of
    torchvision that it does not state are given by their full name, `ResNet50_Weights.IMAGENET1K_V2`, and a file by
    its path: with a `/`, or ending in `.pth`, `.pt`, `.bin` or `.safetensors`.

    ```console
    $ resnet-dsl build resnet18 -w IMAGENET1K_V2
    ```

    ```console
    $ resnet-dsl build resnet18 -w IMAGENET1K_V1
    ```
    """

    code = "E0801"


class UnreadableWeights(Finding):
    """The file of the weights does not exist, is a folder, or may not be read.

    ```console
    $ resnet-dsl build net.arch -w weights/net.pth
    ```

    ```console
    $ resnet-dsl build net.arch -w net.pth
    ```
    """

    code = "E0802"


class DamagedWeights(Finding):
    """The file of the weights is not what it should be: truncated, of another kind, or with another hash.

    The names of published files carry the beginning of the SHA-256 of what is in them. It is compared when a file is
    downloaded, and again whenever it is taken from the cache. A damaged file is removed and fetched again by hand.

    ```console
    $ resnet-dsl build net.arch -w half_of_net.pth
    ```

    ```console
    $ resnet-dsl build net.arch -w net.pth
    ```
    """

    code = "E0803"


class UnsafeWeights(Finding):
    """The file is a pickle that wants more than tensors, and unpickling anything else could run code of its author.

    Such files are never opened. Whoever trusts one can load it with `torch.load(path, weights_only=False)`, and save
    its tensors with `torch.save(model.state_dict(), path)` or as `.safetensors`.

    ```console
    $ resnet-dsl build net.arch -w whole_checkpoint.pth
    ```

    ```console
    $ resnet-dsl build net.arch -w net.safetensors
    ```
    """

    code = "E0804"


class FailedDownload(Finding):
    """Published weights could not be fetched, or not be written into the cache. Nothing of them is kept there.

    Where there is no network, fetch the file elsewhere and give its path, or put it into the cache of torch.hub.

    ```console
    $ resnet-dsl build resnet18 -w IMAGENET1K_V1
    ```

    ```console
    $ resnet-dsl build resnet18 -w resnet18-f37072fd.pth
    ```
    """

    code = "E0805"


class NoWeights(Finding):
    """The file was read, and does not hold tensors by name.

    Taken are a dictionary of tensors, as `model.state_dict()` is, and one that has it under `state_dict`,
    `model_state_dict` or `model`.

    ```console
    $ resnet-dsl build net.arch -w losses.pth
    ```

    ```console
    $ resnet-dsl build net.arch -w net.pth
    ```
    """

    code = "E0806"


class UnfitWeights(Finding):
    """The tensors of the file are not those of the network: by name, by shape, or by the kind of their numbers.

    Three differences are none: another number of `classes` that was asked for leaves the last layers fresh, with a
    warning; heads of side results that the network was built without are left out; and a file from before
    `num_batches_tracked` has none of these counters. Anything else would be a model of which a part is random.

    ```console
    $ resnet-dsl build net.arch -p width=6 -w net.pth
    ```

    ```console
    $ resnet-dsl build net.arch -w net.pth
    ```
    """

    code = "E0807"


class OtherParameters(Finding):
    """A network that is loaded already has other parameters than its published weights were trained with.

    `build` sets them itself where it is given the spec, and cannot change a network that is loaded.

    ```python
    rd.build(rd.load("googlenet"), weights="IMAGENET1K_V1")
    ```

    ```python
    rd.build("googlenet", weights="IMAGENET1K_V1")
    ```
    """

    code = "E0808"
