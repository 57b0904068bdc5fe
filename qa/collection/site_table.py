"""Which documents are pages of one site, and whether all of its pages have been compared."""

from __future__ import annotations

import sqlite3


class SiteTable:
    """A site is settled while no page has come or gone since its pages were compared."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def unsettled(self) -> list[str]:
        rows = self._db.execute(
            "SELECT DISTINCT site FROM documents"
            " WHERE site != '' AND site_settled = 0 ORDER BY site"
        )
        return [site for (site,) in rows]

    def pages(self, site: str) -> list[str]:
        """Ids of a site's documents, ascending."""
        query = "SELECT id FROM documents WHERE site = ? AND site != '' ORDER BY id"
        return [ident for (ident,) in self._db.execute(query, (site,))]

    def settle(self, site: str) -> None:
        self._db.execute("UPDATE documents SET site_settled = 1 WHERE site = ?", (site,))

    def unsettle_site_of(self, document_id: str) -> None:
        """A page comes or goes: those of its site are to be compared again."""
        self._db.execute(
            "UPDATE documents SET site_settled = 0"
            " WHERE site != '' AND site = (SELECT site FROM documents WHERE id = ?)",
            (document_id,),
        )
