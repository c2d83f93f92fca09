"""What do GitHub and GitLab do with comments? As much of it as a build job meets, over HTTP."""

import http.server
import json
import re
import threading
from urllib.parse import parse_qs, urlsplit

ROBOT = {"id": 41, "type": "Bot", "login": "robot[bot]"}


class Forge(http.server.ThreadingHTTPServer):
    """A list of comments on pull request 7 that can be read, added to and changed.

    ``refusal`` is a status to answer everything with. ``seen`` holds each method and token.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.comments: list[dict] = []
        self.seen: list[tuple[str, str]] = []
        self.refusal = 0
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def bodies(self) -> list[str]:
        """The texts of the comments, oldest first."""
        return [each["body"] for each in self.comments]

    def write(self, body: str, **author: object) -> None:
        """Add a comment of somebody."""
        who = {"id": 5, "type": "User"} | author
        self.comments.append(
            {
                "id": 1000 + len(self.comments),
                "body": body,
                "user": who,
                "author": who,
                "author_association": who.get("association", "NONE"),
            }
        )


_ISSUES = r"/repos/state/contracts/issues"
_NOTES = r"/projects/state%2Fcontracts/merge_requests/7/notes"
_LIST = re.compile(rf"{_ISSUES}/7/comments|{_NOTES}")
_ONE = re.compile(rf"(?:{_ISSUES}/comments|{_NOTES})/([0-9]+)")


class _Handler(http.server.BaseHTTPRequestHandler):
    def answer(self) -> None:
        length = int(self.headers.get("content-length", 0))
        sent = json.loads(self.rfile.read(length)) if length else {}
        token = self.headers.get("authorization") or self.headers.get("private-token")
        self.server.seen.append((self.command, token))
        address = urlsplit(self.path)
        status, value = self.reply(address.path, parse_qs(address.query), sent)
        if self.server.refusal:
            status, value = self.server.refusal, {"message": "no"}
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply(self, path: str, query: dict, sent: dict) -> tuple[int, object]:
        """Return a status and a value."""
        comments = self.server.comments
        if path == "/user":
            return 200, ROBOT
        if _LIST.fullmatch(path) and self.command == "GET":
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return 200, comments[(page - 1) * size : page * size]
        if _LIST.fullmatch(path) and self.command == "POST":
            self.server.write(sent["body"], **ROBOT)
            return 201, comments[-1]
        one = _ONE.fullmatch(path)
        if one and self.command == ("PATCH" if "issues" in path else "PUT"):
            found = next(each for each in comments if each["id"] == int(one[1]))
            found["body"] = sent["body"]
            return 200, found
        return 404, {"message": "Not Found"}

    do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 (the names are those of http.server)

    def log_message(self, *_: object) -> None:
        """Be quiet."""
