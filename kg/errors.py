"""What can go wrong, as one tree.

KgError                 a person can act on it: one line, a slug, a status
├── TermError           text that no RDF term can hold
├── RecordError         one record that cannot be mapped; the build goes on
├── SourceError         a file or stream that cannot be read at all
├── ShapesError         shapes that are broken, or that an engine cannot check
├── SettingsError       a setting that is missing, unknown or of the wrong type
├── SiteError           a site on disk that cannot be used as it is
├── QueryError          a query that cannot be asked
├── EndpointError       a store or endpoint that does not answer
└── ServeError          a server that cannot start
"""

from __future__ import annotations


class KgError(Exception):
    """An error that says what, where and what to do; never shown with a traceback.

    `slug` is its anchor in docs/errors.md, `status` the HTTP status where a request meets it, `exit_code`
    what the command line ends with: 2 for usage and configuration, 3 for what failed.
    """

    slug = "error"
    status = 500
    exit_code = 3


class TermError(KgError):
    """Text that no RDF term can hold."""

    slug = "term"
    status = 400


class RecordError(KgError):
    """One record that cannot be mapped; it goes to the rejects with this reason, and the build goes on."""

    slug = "record"

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class SourceError(KgError):
    """A file, folder or stream that cannot be read at all."""

    slug = "source"
    exit_code = 2


class ShapesError(KgError):
    """Shapes that are broken, or that say what an engine cannot check: never skipped, always named."""

    slug = "shapes"
    exit_code = 2


class GateError(KgError):
    """More works fail the shapes than is let pass; nothing was published."""

    slug = "gate"
    exit_code = 1


class SettingsError(KgError):
    """A setting that is missing, unknown or of the wrong type."""

    slug = "settings"
    exit_code = 2


class SiteError(KgError):
    """A site on disk that cannot be used as it is."""

    slug = "site"
    exit_code = 3


class QueryError(KgError):
    """A query that cannot be asked as it is; the message says where it is wrong."""

    slug = "query"
    status = 400
    exit_code = 2

    def __init__(self, reason: str, *, kind: str = "syntax", line: int = 0, column: int = 0) -> None:
        """Say what is wrong, of which kind that is, and where in the query, from 1; 0 where no place is to blame."""
        super().__init__(reason)
        self.kind = kind
        self.line = line
        self.column = column


class EndpointError(KgError):
    """A store or endpoint that does not answer, or not in time."""

    slug = "endpoint"
    status = 502
    exit_code = 3

    def __init__(self, reason: str, *, kind: str = "down", again: int = 0) -> None:
        """Say why there is no answer, of which kind that is, and after how many seconds another try has a chance."""
        super().__init__(reason)
        self.kind = kind
        self.again = again


class ServeError(KgError):
    """A server that cannot start."""

    slug = "serve"
    exit_code = 3
