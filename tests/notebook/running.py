"""Notebooks run from their first cell to their last, and kept without what differs from run to run."""

import os
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
DRAWN = "image/svg+xml"
"""What differs between versions of Graphviz."""


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def execute(path: Path, folder: Path) -> NotebookNode:
    """A notebook with new outputs, from a kernel of this very Python that works in `folder`.

    Kernels and profiles that a person has installed have no part in it. Raises `CellExecutionError`.
    """
    notebook = read(path)
    client = NotebookClient(notebook, kernel_name="python3", timeout=120, record_timing=False)
    client.create_kernel_manager().kernel_spec_manager = KernelSpecManager(kernel_dirs=[])
    client.execute(cwd=str(folder), env=_environment(folder))
    return tidy(notebook)


def tidy(notebook: NotebookNode) -> NotebookNode:
    """A notebook without the counts of its cells and the version of its kernel."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    return notebook


def outputs(cell: NotebookNode) -> list[dict[str, Any]]:
    """What a cell has put out, pictures as the fact that there is one."""
    return [
        dict(output) | {"data": _undrawn(output["data"])} if "data" in output else output for output in cell.outputs
    ]


def _undrawn(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: DRAWN if kind == DRAWN else value for kind, value in data.items()}


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PYTHONWARNINGS")}
    paths = os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return kept | {"IPYTHONDIR": str(folder / "ipython"), "PYTHONPATH": paths}
