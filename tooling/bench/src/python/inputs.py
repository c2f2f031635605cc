"""The files that the orchestrator wrote, and this process's peak memory."""

import math
import re
import resource
import sys

try:
    import numpy
except ModuleNotFoundError:  # the libraries bring it; without them nothing here is called
    numpy = None


def read_parameters(request):
    """Initial parameters by name, as arrays."""
    values = numpy.fromfile(request["weights"], dtype="<f4")
    parameters, at = {}, 0
    for parameter in request["row"]["parameters"]:
        size = math.prod(parameter["shape"])
        parameters[parameter["name"]] = values[at : at + size].reshape(parameter["shape"])
        at += size
    return parameters


def read_batches(request):
    """The whole batches in order: (x, labels) each, labels as class numbers."""
    row = request["row"]
    data = numpy.fromfile(request["data"], dtype="<f4").reshape(-1, row["dimensions"])
    labels = numpy.fromfile(request["labels"], dtype="<i4")
    batch = row["batch"]
    starts = range(0, len(data) - batch + 1, batch)
    return [(data[at : at + batch], labels[at : at + batch]) for at in starts]


def peak_memory():
    try:
        with open("/proc/self/status") as status:
            return 1024 * int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1))
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak
