-- The network as a competent user would lay it out for PostGraphile: keys,
-- foreign keys, an index for every way a question goes, codes in the order of
-- their bytes.
CREATE TABLE regions (
  code text COLLATE "C" PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE departments (
  code        text COLLATE "C" PRIMARY KEY,
  name        text NOT NULL,
  region_code text COLLATE "C" NOT NULL REFERENCES regions
);
CREATE TABLE communes (
  code            text COLLATE "C" PRIMARY KEY,
  name            text NOT NULL,
  department_code text COLLATE "C" REFERENCES departments,
  population      integer,
  has_site        boolean NOT NULL
);
CREATE TABLE sites (
  id              integer PRIMARY KEY, -- in the order of official numbers
  code            text COLLATE "C" NOT NULL UNIQUE,
  name            text NOT NULL,
  labelled_on     text NOT NULL,
  commune_code    text COLLATE "C" REFERENCES communes,
  department_code text COLLATE "C" REFERENCES departments
);
CREATE TABLE services (
  code text COLLATE "C" PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE site_services (
  site_id      integer NOT NULL REFERENCES sites,
  service_code text COLLATE "C" NOT NULL REFERENCES services,
  PRIMARY KEY (site_id, service_code)
);
CREATE INDEX ON departments (region_code, code);
CREATE INDEX ON communes (department_code, code);
CREATE INDEX ON communes (has_site, department_code, code); -- PostGraphile filters by what leads an index
CREATE INDEX ON sites (commune_code, id);
CREATE INDEX ON sites (department_code, id);
CREATE INDEX ON site_services (service_code);
