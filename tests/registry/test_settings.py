"""What can be set from outside, and what is said where it cannot be?"""

import pytest

from registry.settings import SECRETS, Settings, SettingsError, load

FIELDS = {
    "CHARTER_DATABASE_URL": "database_url",
    "CHARTER_SEARCH_URL": "search_url",
    "CHARTER_METRICS_TOKEN": "metrics_token",
    "CHARTER_TOKEN": "token",
}


def test_nothing_needs_to_be_set():
    """A newcomer starts without reading about settings."""
    assert load({}) == Settings()


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_is_read_from_a_file(tmp_path, name, ending):
    """The environment of a process can be read by too many; files have owners."""
    file = tmp_path / "secret"
    file.write_bytes(f"https://charter:pass word @db/x{ending}".encode())

    found = load({f"{name}_FILE": str(file)})

    assert getattr(found, FIELDS[name]) == "https://charter:pass word @db/x"


@pytest.mark.parametrize("given", ["charter:secret@search:9200", "https://charter:secret@:9200"])
def test_an_address_with_a_password_is_not_repeated(given):
    """Messages end in logs."""
    with pytest.raises(SettingsError) as caught:
        load({"CHARTER_SEARCH_URL": given})

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["Charter", "1st", "a_b", "-a", "a*", "ä"])
def test_the_name_of_an_index_is_one_that_the_server_takes(name):
    """Else it is refused much later, when something is published."""
    with pytest.raises(SettingsError):
        load({"CHARTER_SEARCH_INDEX": name})


def test_a_secret_that_is_set_twice_is_refused(tmp_path):
    """Whoever changes the one would wonder why the other holds."""
    file = tmp_path / "secret"
    file.write_text("one\n")

    with pytest.raises(SettingsError, match=r"CHARTER_TOKEN and CHARTER_TOKEN_FILE are both set"):
        load({"CHARTER_TOKEN": "two", "CHARTER_TOKEN_FILE": str(file)})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file or directory"),
        (b"", "holds no secret"),
        (b"\n", "holds no secret"),
        (b"one\ntwo\n", "holds no secret"),
        (b"x" * 5000, "holds no secret"),
        (b"\xff\xfe", "it is not text"),
    ],
)
def test_a_file_without_a_secret_is_told_and_its_content_is_not(tmp_path, content, told):
    """Starting without the secret would look like a wrong password, an hour later."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsError, match=told) as raised:
        load({"CHARTER_TOKEN_FILE": str(file)})

    assert "CHARTER_TOKEN_FILE" in str(raised.value)
    assert "xxx" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHARTER_LOG", "xml"),
        ("CHARTER_READS_PER_S", "-1"),
        ("CHARTER_WRITES_PER_S", "many"),
        ("CHARTER_IN_FLIGHT", "9" * 40),
        ("CHARTER_TRUSTED_PROXIES", "10.0.0.1, nginx"),
        ("CHARTER_TRUSTED_PROXIES", "*"),
        ("CHARTER_BASE_URL", "https://data.example/charter"),
        ("CHARTER_BASE_URL", "https://data.example?x"),
        ("CHARTER_BASE_URL", "https://user@data.example"),
        ("CHARTER_BASE_URL", "data.example"),
    ],
)
def test_an_impossible_value_is_named(name, value):
    """A setting that is ignored in silence is found out in an incident."""
    with pytest.raises(SettingsError, match=name):
        load({name: value})


@pytest.mark.parametrize(
    ("given", "proxies"),
    [
        ({}, ()),
        ({"CHARTER_BASE_URL": "https://data.example"}, ("127.0.0.1", "::1")),
        ({"CHARTER_BASE_URL": "https://data.example", "CHARTER_HOST": "10.0.0.5"}, ()),
        ({"CHARTER_TRUSTED_PROXIES": "10.0.0.7,10.1.0.0/16"}, ("10.0.0.7", "10.1.0.0/16")),
    ],
)
def test_only_a_proxy_is_believed(given, proxies):
    """Whoever may say for whom they call may be anybody, so that no limit holds them."""
    assert load(given).trusted_proxies == proxies


@pytest.mark.parametrize(
    ("address", "is_encrypted"),
    [("https://data.example", True), ("http://data.example", False)],
)
def test_whether_people_come_over_tls_is_what_the_public_address_says(address, is_encrypted):
    """Cookies and browsers are told by it."""
    assert load({"CHARTER_BASE_URL": f"{address}/"}).base_url == address
    assert load({"CHARTER_BASE_URL": address}).is_encrypted is is_encrypted
