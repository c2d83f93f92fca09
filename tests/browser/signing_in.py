"""How does a test become somebody? As a person does: by choosing a name."""


def sign_in(page, name: str) -> None:
    """Sign in as *name*, as a person does."""
    page.goto("/sign-in")
    page.get_by_label(name).check()
    page.locator("main").get_by_role("button", name="Sign in").click()
