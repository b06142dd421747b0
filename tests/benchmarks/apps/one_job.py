# SPDX-License-Identifier: MIT
"""`python one_job.py ADDRESS IN OUT FUNCTION`: the process that HARP 1 started for each region."""

import shutil
import sys
import tempfile

from gradio_client import Client, handle_file

if __name__ == "__main__":
    address, source, target = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        client = Client(address, token=False, verbose=False, download_files=folder, analytics_enabled=False)
        shutil.move(client.predict(handle_file(source), api_name=sys.argv[4]), target)
