-- A text that is another one after each writing, so that a reader finds out at
-- the price of one row whether there is anything new.

CREATE TABLE revision (
	token text NOT NULL
);

INSERT INTO revision (token) VALUES ('');
