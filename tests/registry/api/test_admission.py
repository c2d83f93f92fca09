"""Does the API understand what callers accept?"""

import pytest

from registry.api.admission import _accepts


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("*/*", True),
        ("application/json", True),
        ("application/*;q=0.5", True),
        ("text/html, application/json;q=0.1", True),
        ("APPLICATION/JSON", True),
        ("text/html", False),
        ("application/json;q=0", False),
        ("application/json; q=0.0, text/html", False),
        ("nonsense", False),
        (";;;,,,", False),
        ("text/html;q=wrong, */*;q=0.8", True),
    ],
)
def test_a_caller_gets_json_only_where_they_accept_it(accept, answered):
    """A client that cannot read JSON should hear so, and a browser should get its answer."""
    assert _accepts(accept, "application/json") is answered
