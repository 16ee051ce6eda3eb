"""JSON as it is sent."""

import json
from typing import Any

from fastapi.responses import JSONResponse


class Reply(JSONResponse):
    """JSON in ASCII: what is no Unicode, half a character say, is escaped and cannot break the response."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - any JSON
        """Return the bytes of the body."""
        return json.dumps(content, allow_nan=False, separators=(",", ":"), default=str).encode()
