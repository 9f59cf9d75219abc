-- The arrondissements of departments.

CREATE TABLE arrondissements (
	code            text NOT NULL,
	name            text NOT NULL,
	department_code text NOT NULL,
	seat_code       text NOT NULL,
	digest          text NOT NULL,
	since           integer NOT NULL REFERENCES editions,
	until           integer REFERENCES editions CHECK (until > since),
	PRIMARY KEY (code, since)
);
