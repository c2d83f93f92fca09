"""Publish from eight threads until somebody kills this process; print what was acknowledged."""

import os
import sys
import threading

from registry import publishing
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.relay import Relay
from registry.runtime import open_runtime
from registry.settings import load

TEXT = """\
apiVersion: v3.1.0
kind: DataContract
id: beds-{thread}
name: beds-{thread}
version: 1.{number}.0
status: active
description: {{purpose: "Beds, edition {number}.", usage: Planning., limitations: None.}}
schema:
  - name: beds
    logicalType: object
    physicalType: table
    description: One row for each hospital.
    properties:
      - {{name: id, logicalType: string, required: true, primaryKey: true, description: Key.}}
"""


def main(first: int) -> None:
    """Publish editions from *first* on."""
    runtime = open_runtime(load(os.environ), serve=True)
    Relay(runtime).start()
    printing = threading.Lock()

    def publish(thread: int) -> None:
        ref = Ref(agency="doh", product=f"beds-{thread}")
        for number in range(first, first + 10_000):
            source = TEXT.format(thread=thread, number=number).encode()
            receipt = publishing.publish(runtime, SYSTEM, ref, source)
            with printing:
                sys.stdout.write(f"{ref.product} {receipt.version} {receipt.digest}\n")
                sys.stdout.flush()

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]))
