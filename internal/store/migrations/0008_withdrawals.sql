-- The editions that were withdrawn from service. Nothing of an edition itself is
-- changed, so that it reads back as it was published.

CREATE TABLE withdrawals (
	number integer NOT NULL PRIMARY KEY REFERENCES editions (number)
);
