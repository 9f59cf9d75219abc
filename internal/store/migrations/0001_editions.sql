-- One text for both databases: SQLite reads the types as affinities.
--
-- A row holds from the edition `since` to the one before `until`, or until now.
-- Texts that a source leaves out are '', numbers and lists NULL; lists and
-- nested values are JSON. Columns bear the names of the fields of
-- internal/network; a test compares them.

CREATE TABLE editions (
	number      integer NOT NULL PRIMARY KEY,
	label       text NOT NULL,
	as_of       text NOT NULL,
	imported_at timestamptz NOT NULL,
	sha256      text NOT NULL,
	coverage    text,
	gaps        text,
	withheld    text,
	report      text NOT NULL
);

CREATE TABLE regions (
	code      text NOT NULL,
	name      text NOT NULL,
	seat_code text NOT NULL,
	digest    text NOT NULL,
	since     integer NOT NULL REFERENCES editions,
	until     integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE departments (
	code        text NOT NULL,
	name        text NOT NULL,
	region_code text NOT NULL,
	seat_code   text NOT NULL,
	digest      text NOT NULL,
	since       integer NOT NULL REFERENCES editions,
	until       integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE collectivities (
	code   text NOT NULL,
	name   text NOT NULL,
	digest text NOT NULL,
	since  integer NOT NULL REFERENCES editions,
	until  integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE epcis (
	code   text NOT NULL,
	name   text NOT NULL,
	nature text NOT NULL,
	digest text NOT NULL,
	since  integer NOT NULL REFERENCES editions,
	until  integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE cantons (
	code   text NOT NULL,
	name   text NOT NULL,
	pseudo boolean NOT NULL,
	digest text NOT NULL,
	since  integer NOT NULL REFERENCES editions,
	until  integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE communes (
	code            text NOT NULL,
	name            text NOT NULL,
	department_code text NOT NULL,
	arrondissement  text NOT NULL,
	canton_code     text NOT NULL,
	epci_code       text NOT NULL,
	postal_codes    text,
	former_codes    text,
	population      integer,
	population_year integer NOT NULL,
	position        text,
	surface_km2     double precision,
	digest          text NOT NULL,
	since           integer NOT NULL REFERENCES editions,
	until           integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE sites (
	code                   text NOT NULL,
	official_number        integer,
	name                   text NOT NULL,
	kind                   text NOT NULL,
	format                 text NOT NULL,
	labelled_on            text NOT NULL,
	group_name             text NOT NULL,
	address_street         text NOT NULL,
	address_complement     text NOT NULL,
	address_postal_code    text NOT NULL,
	address_city           text NOT NULL,
	position               text,
	commune_code           text NOT NULL,
	published_commune_code text NOT NULL,
	published_place        text NOT NULL,
	serves_codes           text,
	department_code        text NOT NULL,
	collectivity_code      text NOT NULL,
	hours_monday           text NOT NULL,
	hours_tuesday          text NOT NULL,
	hours_wednesday        text NOT NULL,
	hours_thursday         text NOT NULL,
	hours_friday           text NOT NULL,
	hours_saturday         text NOT NULL,
	hours_sunday           text NOT NULL,
	by_appointment         boolean,
	contact_email          text NOT NULL,
	contact_phone          text NOT NULL,
	note                   text NOT NULL,
	digest                 text NOT NULL,
	since                  integer NOT NULL REFERENCES editions,
	until                  integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE partners (
	code          text NOT NULL,
	current_name  text NOT NULL,
	formerly      text,
	kind          text NOT NULL,
	offered_since text NOT NULL,
	source_code   text NOT NULL,
	digest        text NOT NULL,
	since         integer NOT NULL REFERENCES editions,
	until         integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE services (
	code          text NOT NULL,
	title         text NOT NULL,
	partner_code  text NOT NULL,
	core          boolean NOT NULL,
	offered_since text NOT NULL,
	digest        text NOT NULL,
	since         integer NOT NULL REFERENCES editions,
	until         integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE targets (
	code         text NOT NULL,
	territory    text NOT NULL,
	sites        integer NOT NULL,
	due_on       text NOT NULL,
	announced_on text NOT NULL,
	source_code  text NOT NULL,
	digest       text NOT NULL,
	since        integer NOT NULL REFERENCES editions,
	until        integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);

CREATE TABLE reported_counts (
	territory   text NOT NULL,
	date        text NOT NULL,
	labelled    integer NOT NULL,
	source_code text NOT NULL,
	digest      text NOT NULL,
	since       integer NOT NULL REFERENCES editions,
	until       integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (territory, date, since)
);

CREATE TABLE sources (
	code         text NOT NULL,
	title        text NOT NULL,
	publisher    text NOT NULL,
	url          text NOT NULL,
	published_on text NOT NULL,
	licence_name text NOT NULL,
	licence_url  text NOT NULL,
	attribution  text NOT NULL,
	sha256       text NOT NULL,
	digest       text NOT NULL,
	since        integer NOT NULL REFERENCES editions,
	until        integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);
