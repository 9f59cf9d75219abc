-- What people decided of rows that may be one site. It outlives the editions it
-- was made on: an edition imported again is decided of already.

CREATE TABLE decisions (
	as_of       text NOT NULL,
	code        text NOT NULL,
	other_as_of text NOT NULL,
	other_code  text NOT NULL,
	verdict     text NOT NULL,
	closed_on   text NOT NULL,
	source      text NOT NULL,
	PRIMARY KEY (as_of, code, other_as_of, other_code)
);
