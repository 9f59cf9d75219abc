-- Questions of the network as a competent user would have PostgreSQL answer them.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;
CREATE INDEX ON communes USING gin (search_key public.gin_trgm_ops);
CREATE INDEX ON sites (commune_code) WHERE kind = 'PRINCIPAL';

-- The commune whose name is so but for a slip.
CREATE FUNCTION misspelt_commune(asked text) RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT code FROM communes
  WHERE search_key OPERATOR(public.%) asked
  ORDER BY public.levenshtein(search_key, asked), population DESC NULLS LAST, code
  LIMIT 1;
END;

-- How many principal sites each department has, how many people, and its rank, the
-- most first.
CREATE FUNCTION count_by_department() RETURNS TABLE (code text, count bigint, population bigint, rank bigint) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT d.code, coalesce(s.count, 0), c.population, rank() OVER (ORDER BY coalesce(s.count, 0) DESC)
  FROM departments d
  LEFT JOIN (SELECT department_code, count(*) FROM sites WHERE kind = 'PRINCIPAL' GROUP BY department_code) s ON s.department_code = d.code
  LEFT JOIN (SELECT department_code, sum(population) AS population FROM communes GROUP BY department_code) c ON c.department_code = d.code
  ORDER BY coalesce(s.count, 0) DESC, d.code;
END;

-- How many people of the departments live, on a date, within a straight line
-- through the globe, in its radii, of a principal site, or in a commune with one
-- whose half root of the surface is no longer than the same in kilometres.
CREATE FUNCTION people_within(on_date text, chord double precision, kilometres double precision) RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT sum(c.population) FROM communes c
  WHERE c.department_code IS NOT NULL AND (
    sqrt(c.surface_km2) / 2 <= kilometres AND EXISTS (
      SELECT FROM sites s
      WHERE s.commune_code = c.code AND s.kind = 'PRINCIPAL' AND s.labelled_on <= on_date
    ) OR EXISTS (
      SELECT FROM sites s
      WHERE s.kind = 'PRINCIPAL' AND s.labelled_on <= on_date AND s.latitude IS NOT NULL
        AND (c.surface_km2 IS NULL OR s.commune_code IS DISTINCT FROM c.code)
        AND public.cube(ARRAY[cosd(s.latitude) * cosd(s.longitude), cosd(s.latitude) * sind(s.longitude), sind(s.latitude)])
          OPERATOR(public.<@)
          public.cube_enlarge(public.cube(ARRAY[cosd(c.latitude) * cosd(c.longitude), cosd(c.latitude) * sind(c.longitude), sind(c.latitude)]), chord, 3)
        AND public.cube_distance(
          public.cube(ARRAY[cosd(s.latitude) * cosd(s.longitude), cosd(s.latitude) * sind(s.longitude), sind(s.latitude)]),
          public.cube(ARRAY[cosd(c.latitude) * cosd(c.longitude), cosd(c.latitude) * sind(c.longitude), sind(c.latitude)])) <= chord
    ));
END;
