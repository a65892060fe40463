"""What other tools call the things that have a name here: Keras, PyTorch, timm, Darknet, Ultralytics, Caffe, papers.

Names are compared without case and without `_`, so `BatchNorm2d`, `batch_norm_2d` and `BATCHNORM2D` are one. A name
may mean several things; which of them is known where it stands decides.
"""

OPS = {
    "conv": "convolution convolutional conv1d conv2d convolution2d lazyconv2d",
    "conv_transpose": "convtranspose2d conv2dtranspose deconv deconv2d deconvolution deconvolutional",
    "linear": "dense fc fullyconnected connected innerproduct lazylinear",
    "bn": "batchnorm batchnorm1d batchnorm2d batchnormalization syncbatchnorm lazybatchnorm2d",
    "gn": "groupnorm groupnormalization",
    "ln": "layernorm layernorm2d layernormalization",
    "lrn": "localresponsenorm localresponsenormalization",
    "maxpool": "maxpool1d maxpool2d maxpooling maxpooling2d",
    "avgpool": "avgpool1d avgpool2d averagepool averagepooling averagepooling2d localavgpool",
    "adaptive_avgpool": "adaptiveavgpool1d adaptiveavgpool2d",
    "adaptive_maxpool": "adaptivemaxpool1d adaptivemaxpool2d",
    "global_avgpool": "gap globalpool globalavgpool2d globalaveragepool globalaveragepooling globalaveragepooling2d",
    "global_maxpool": "gmp globalmaxpool2d globalmaxpooling globalmaxpooling2d",
    "leaky_relu": "leaky lrelu",
    "silu": "swish",
    "hardswish": "hswish",
    "hardsigmoid": "hsigmoid",
    "sigmoid": "logistic",
    "dropout2d": "spatialdropout spatialdropout2d",
    "stochastic_depth": "droppath",
    "upsample": "upsampling upsampling2d upsamplingnearest2d upsamplingbilinear2d",
    "channel_shuffle": "shuffle shufflechannel",
    "identity": "skip",
    "concat": "cat concatenate concatenation route",
    "add": "sum eltwise",
    "mul": "multiply prod product",
}
PARAMETERS = {
    "kernel": "kernelsize ksize filtersize poolsize window windowsize",
    "channels": "filters numfilters outchannels outputchannels nout planes numoutput",
    "features": "units outfeatures numoutput nunits",
    "size": "outputsize targetsize",
    "stride": "strides step subsample subsampling",
    "pad": "padding pads",
    "output_pad": "outputpadding",
    "dilation": "dilationrate dilations atrous",
    "groups": "numgroups group cardinality",
    "bias": "usebias withbias hasbias biasterm",
    "ceil": "ceilmode",
    "eps": "epsilon",
    "slope": "negativeslope alpha",
    "p": "rate droprate dropprob dropoutrate prob probability",
    "scale": "scalefactor size",
    "mode": "interpolation",
    "act": "activation activationlayer nonlinearity",
    "norm": "normalization normalisation normlayer",
    "init": "kernelinitializer weightinit initializer",
    "bias_init": "biasinitializer",
    "widths": "splitsize sizes sections",
    "parts": "chunks",
}
DISTRIBUTIONS = {
    "xavier_uniform": "glorotuniform",
    "xavier_normal": "glorotnormal",
    "kaiming_uniform": "heuniform",
    "kaiming_normal": "henormal msra",
    "trunc_normal": "truncatednormal",
    "normal": "gaussian randomnormal",
    "uniform": "randomuniform",
    "constant": "const",
    "dirac": "identity",
}
UNWRITTEN = {"inchannels", "inputchannels", "infeatures", "inplanes", "inputshape", "inputdim", "numinput", "cin"}
"""Parameters of other tools that have no counterpart: the shape that enters is known."""


def plain(name: str) -> str:
    """A name without what tools write differently."""
    return name.lower().replace("_", "")


def _by_alias(*tables: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table in tables:
        for name, aliases in table.items():
            for alias in aliases.split():
                found.setdefault(alias, set()).add(name)
    return found


ALIASES = _by_alias(OPS, PARAMETERS, DISTRIBUTIONS)
