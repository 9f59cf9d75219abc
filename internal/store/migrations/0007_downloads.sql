-- What is remembered of the official files that are fetched, one row a feed.
-- It lies beside the editions so that it goes with them: to every server that
-- shares the database, and into its backups.

CREATE TABLE downloads (
	code          text NOT NULL PRIMARY KEY,
	address       text NOT NULL,
	etag          text NOT NULL,
	last_modified text NOT NULL,
	sha256        text NOT NULL,
	asked_at      timestamptz NOT NULL
);
