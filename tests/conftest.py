"""What holds for every test? No setting from outside, and no test that fails for being slow."""

import os

from hypothesis import settings

for name in [name for name in os.environ if name.startswith("CHARTER_")]:
    del os.environ[name]

settings.register_profile("charter", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("charter")
