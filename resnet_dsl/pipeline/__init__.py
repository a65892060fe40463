"""From a spec to what is made of it: the Python API, which the command line calls too. No torch until `build`."""
