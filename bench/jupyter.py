"""Times a Jupyter kernel through Jupyter's own client: start to `kernel_info`, the first cell, then many `1+1`.

    python jupyter.py <rounds> <argv of the kernel, with {connection_file} …>

Prints one JSON object; all times in milliseconds.
"""

import json
import queue
import statistics
import subprocess
import sys
import time
import uuid

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file


def execute(client, code, timeout=60):
    """Milliseconds from the request to the kernel's reply and its return to idle."""
    started = time.perf_counter()
    request = client.execute(code)
    while client.get_shell_msg(timeout=timeout)["parent_header"].get("msg_id") != request:
        pass
    while True:
        message = client.get_iopub_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
            return (time.perf_counter() - started) * 1000


def wait_until_ready(client, timeout=60):
    """Asks until the kernel answers: what is sent before it listens is lost, and not every kernel has a heartbeat yet."""
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        request = client.kernel_info()
        try:
            while client.get_shell_msg(timeout=0.5)["parent_header"].get("msg_id") != request:
                pass
            # The first status messages may be lost as well, until the kernel knows of its listener.
            execute(client, "0", timeout=0.5)
            return
        except queue.Empty:
            continue
    raise TimeoutError("the kernel did not answer")


def main(rounds, argv):
    file, _ = write_connection_file(key=uuid.uuid4().hex.encode(), signature_scheme="hmac-sha256")
    started = time.perf_counter()
    kernel = subprocess.Popen(
        [part.replace("{connection_file}", file) for part in argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        client = BlockingKernelClient(connection_file=file)
        client.load_connection_file()
        client.start_channels()
        wait_until_ready(client)
        ready = (time.perf_counter() - started) * 1000
        first = execute(client, "1+1")
        times = [execute(client, "1+1") for _ in range(rounds)]
        print(json.dumps({"ready": ready, "first": first, "times": times, "median": statistics.median(times)}))
        client.stop_channels()
    finally:
        kernel.kill()


main(int(sys.argv[1]), sys.argv[2:])
