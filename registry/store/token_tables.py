"""When was a token last used? A table beside that of the tokens, whose rows only gain an end."""

from datetime import datetime

from sqlmodel import Field

from registry.store.rows import Moment, Row


class TokenUseRow(Row, table=True):
    """When a token was last used, to the hour: written once an hour at most, not per request."""

    __tablename__ = "token_use"

    token_id: str = Field(primary_key=True, foreign_key="token.id")
    used_at: datetime = Field(sa_type=Moment)
