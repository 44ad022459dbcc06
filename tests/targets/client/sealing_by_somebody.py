"""Runs a client behind the seal as whoever starts this, and prints what was seen."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here))

from datausage.targets.client import seal, sealed  # noqa: E402
from datausage.targets.client.installed import Client  # noqa: E402
from datausage.targets.client.scene import Scene  # noqa: E402

program = "/opt/client/program.py"
words = (str(Path(sys.executable).resolve()), "-I", "-S", "-X", "utf8", program)
client = Client(here, "1.0.0", "", words, ((str(here / "program.py"), program),))
lacking = seal.here().lacking
seen = None
if not lacking:
    observer = (sys.executable, str(here / "observing_nothing.py"))
    scene = Scene(prompt=sys.argv[1], seconds=30.0, fails=False)
    seen = asdict(sealed.run(client, scene, observer=observer))
sys.stdout.write(json.dumps({"lacking": lacking, "seen": seen}))
