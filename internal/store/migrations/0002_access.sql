-- How long it takes to a site: what authorities said, and imported tables.

CREATE TABLE reported_shares (
	code        text NOT NULL,
	territory   text NOT NULL,
	minutes     integer NOT NULL,
	share       double precision NOT NULL,
	date        text NOT NULL,
	author      text NOT NULL,
	source_code text NOT NULL,
	digest      text NOT NULL,
	since       integer NOT NULL REFERENCES editions,
	until       integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE travel_times (
	commune_code text NOT NULL,
	site_code    text NOT NULL,
	minutes      double precision NOT NULL,
	source_code  text NOT NULL,
	digest       text NOT NULL,
	since        integer NOT NULL REFERENCES editions,
	until        integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (commune_code, site_code, since)
);
