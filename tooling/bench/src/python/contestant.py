"""contestant.py torch|torch-compile|tf-function: requests and replies are lines of JSON on stdin and stdout."""

import json
import os
import sys
import time

from inputs import peak_memory

# Libraries may print; what they print goes to stderr, and stdout is kept for replies.
replies = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def open_net(mode, request):
    if mode == "tf-function":
        from tensorflow_net import TensorFlowNet

        return TensorFlowNet(request)
    from torch_net import TorchNet

    return TorchNet(request, compiled=mode == "torch-compile")


def repeat(request, action):
    """Milliseconds of each call and what it gave: `count` calls, or as many as begin within `seconds`."""
    count = request.get("count", 1)
    until = time.perf_counter() + request.get("seconds", 0)
    times, values = [], []
    while len(times) < count or time.perf_counter() < until:
        began = time.perf_counter()
        values.append(action())
        times.append(1000 * (time.perf_counter() - began))
    return {"times": times, "values": values}


def main(mode):
    net = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "set-up":
                net = open_net(mode, request)
                reply = {"versions": net.versions, "warnings": []}
            elif request["do"] == "steps":
                reply = repeat(request, net.step)
            elif request["do"] == "products":
                reply = repeat(request, net.multiply)
            elif request["do"] == "memory":
                reply = {"bytes": peak_memory()}
            else:
                reply = {"error": f"it does not know {request['do']}"}
        except ModuleNotFoundError as error:
            reply = {"skipped": f"no {error.name} (python3 -m pip install torch tensorflow-cpu; --python)"}
        except Exception as error:  # whatever a library throws is the reply
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies)


main(sys.argv[1])
