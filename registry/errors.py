"""What can go wrong, and what does the caller learn?

    CharterError
    ├── InvalidRequestError        400  invalid-request
    ├── NotSignedInError           401  not-signed-in
    ├── NotAllowedError            403  not-allowed
    ├── NotFoundError              404  not-found
    ├── ConflictError              409
    │   ├── VersionExistsError          version-exists
    │   ├── ContractIdTakenError        contract-id-taken
    │   └── VerdictChangedError         verdict-changed
    ├── TooSlowError               408  too-slow
    ├── PreconditionFailedError    412  precondition-failed
    ├── TooLargeError              413  too-large
    ├── UnsupportedMediaTypeError  415  unsupported-media-type
    ├── InvalidContractError       422  invalid-contract
    ├── IncompatibleChangeError    422  incompatible-change
    ├── HeadTooLargeError          431  head-too-large
    └── UnavailableError           503  unavailable

Each class is a problem type of RFC 9457 with a page at ``/problems/<slug>``. The message names the
thing and the value; ``next_step`` says what to do about it.
"""

from typing import ClassVar

from contracts.findings import Finding, Report


class CharterError(Exception):
    """Base of everything a caller may be told. Never raised itself."""

    slug: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    explanation: ClassVar[str] = ""  # the text of the problem's page

    def __init__(
        self,
        message: str,
        *,
        next_step: str = "",
        findings: tuple[Finding, ...] = (),
        report: Report | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.findings = findings
        self.report = report


class InvalidRequestError(CharterError):
    """A parameter or body that cannot be understood."""

    slug = "invalid-request"
    status = 400
    title = "The request cannot be understood"
    explanation = "A parameter, header or body has a value that Charter cannot read."


class NotSignedInError(CharterError):
    """No caller, or a token that is unknown, expired or revoked."""

    slug = "not-signed-in"
    status = 401
    title = "Sign in first"
    explanation = "This needs a known caller: a person who is signed in, or a valid token."


class NotAllowedError(CharterError):
    """A known caller without the right."""

    slug = "not-allowed"
    status = 403
    title = "You may not do this"
    explanation = "Charter allows only what a role or a token's scope names. The detail says which."


class NotFoundError(CharterError):
    """Nothing there, or nothing that this caller may see."""

    slug = "not-found"
    status = 404
    title = "There is no such thing here"
    explanation = "Nothing has this address, or it is not visible to you. Signing in may show more."


class ConflictError(CharterError):
    """The request does not fit the present state."""

    slug = "conflict"
    status = 409
    title = "This conflicts with what is stored"
    explanation = "The present state of the product does not allow this."


class VersionExistsError(ConflictError):
    """The same version number with other bytes."""

    slug = "version-exists"
    title = "This version number is taken"
    explanation = "A published version never changes. Give the contract a new version number."


class ContractIdTakenError(ConflictError):
    """The contract's id belongs to another product, or the product's contract has another id."""

    slug = "contract-id-taken"
    title = "This contract id belongs to another product"
    explanation = (
        "The `id` of a contract is unique in a registry and never moves to another product."
    )


class VerdictChangedError(ConflictError):
    """What was judged is no longer what would happen."""

    slug = "verdict-changed"
    title = "The verdict has changed since the proposal"
    explanation = (
        "Another version was published in the meantime, and against it the verdict is a new one."
    )


class TooSlowError(CharterError):
    """A request that does not end."""

    slug = "too-slow"
    status = 408
    title = "The request did not arrive in time"
    explanation = (
        "Charter waits for the end of a request for a while, and then closes the connection, so "
        "that nobody keeps others out. Nothing was done."
    )


class PreconditionFailedError(CharterError):
    """If-Match named another state, or If-None-Match the present one."""

    slug = "precondition-failed"
    status = 412
    title = "The product has changed since you looked"
    explanation = (
        "The If-Match header names a state that is no longer the present one, or If-None-Match "
        "rules out the one that there is."
    )


class TooLargeError(CharterError):
    """More bytes than Charter reads."""

    slug = "too-large"
    status = 413
    title = "The body is too large"
    explanation = "Charter reads contracts of up to 4 MiB."


class UnsupportedMediaTypeError(CharterError):
    """Neither YAML nor JSON."""

    slug = "unsupported-media-type"
    status = 415
    title = "This media type is not read here"
    explanation = "Send a contract as application/yaml or application/json."


class InvalidContractError(CharterError):
    """A contract that cannot be read, or that its agency's policy refuses."""

    slug = "invalid-contract"
    status = 422
    title = "The contract is not valid"
    explanation = (
        "The contract cannot be read, breaks the official schema of its own apiVersion, or breaks "
        "a rule that the agency's policy makes binding. Each finding says how to mend it."
    )


class IncompatibleChangeError(CharterError):
    """A change that may not go out under its version number."""

    slug = "incompatible-change"
    status = 422
    title = "The change may not go out like this"
    explanation = (
        "The change breaks somebody, and its version number does not say so. The report names the "
        "findings, the version that would be right, and the people to talk to."
    )


class HeadTooLargeError(CharterError):
    """More bytes of request line and headers than Charter reads."""

    slug = "head-too-large"
    status = 431
    title = "The headers are too large"
    explanation = "Request line and headers have at most 256 KiB together. Nothing was done."


class UnavailableError(CharterError):
    """A part that Charter needs does not answer."""

    slug = "unavailable"
    status = 503
    title = "A part of Charter does not answer"
    explanation = (
        "The database or the search engine does not answer at the moment. Nothing was lost."
    )


def problem_types() -> list[type[CharterError]]:
    """Return every problem type, in the order of the tree above."""
    found: list[type[CharterError]] = []

    def walk(parent: type[CharterError]) -> None:
        for child in parent.__subclasses__():
            found.append(child)
            walk(child)

    walk(CharterError)
    return found
