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
  has_site        boolean NOT NULL,
  search_key      text COLLATE "C" NOT NULL, -- the name in small letters without accents, spaces and hyphens
  latitude        double precision,
  longitude       double precision,
  surface_km2     double precision
);
CREATE TABLE sites (
  id              integer PRIMARY KEY, -- in the order of official numbers
  code            text COLLATE "C" NOT NULL UNIQUE,
  name            text NOT NULL,
  labelled_on     text NOT NULL,
  commune_code    text COLLATE "C" REFERENCES communes,
  department_code text COLLATE "C" REFERENCES departments,
  kind            text NOT NULL, -- PRINCIPAL or ANTENNA
  latitude        double precision,
  longitude       double precision
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
CREATE INDEX ON communes (search_key);

-- The communes whose name begins so, the most peopled first.
CREATE FUNCTION search_communes(beginning text) RETURNS SETOF communes LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT * FROM communes
  WHERE search_key >= regexp_replace(lower(beginning), '[^a-z0-9]', '', 'g')
    AND search_key < regexp_replace(lower(beginning), '[^a-z0-9]', '', 'g') || '~'
  ORDER BY population DESC NULLS LAST, code;
END;

-- The sites as seen from a place, the nearest first: along the straight line
-- through the globe, which grows with the distance and has an index.
CREATE EXTENSION IF NOT EXISTS cube SCHEMA public;
CREATE INDEX ON sites USING gist (
  (public.cube(ARRAY[cosd(latitude) * cosd(longitude), cosd(latitude) * sind(longitude), sind(latitude)]))
) WHERE latitude IS NOT NULL;
CREATE FUNCTION nearest_sites(latitude double precision, longitude double precision) RETURNS SETOF sites LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT * FROM sites
  WHERE sites.latitude IS NOT NULL
  ORDER BY
    public.cube(ARRAY[cosd(sites.latitude) * cosd(sites.longitude), cosd(sites.latitude) * sind(sites.longitude), sind(sites.latitude)])
    OPERATOR(public.<->)
    public.cube(ARRAY[cosd(nearest_sites.latitude) * cosd(nearest_sites.longitude), cosd(nearest_sites.latitude) * sind(nearest_sites.longitude), sind(nearest_sites.latitude)]),
    id;
END;
