"""Where do these tests find what they share? In the modules beside them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
