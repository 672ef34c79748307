-- The same polygons kept apart: a table for each ente read by the login role (`alone`), and a schema
-- for each ente whose role has GRANTs and nothing else. Policies ask `acting_ente()`.

CREATE ROLE pooled LOGIN NOINHERIT;
CREATE SCHEMA civico;
CREATE TABLE civico.ente_role (role name PRIMARY KEY, ente text COLLATE "C" NOT NULL);
INSERT INTO civico.ente_role SELECT 'ente_' || code, code FROM bench.ente;
CREATE FUNCTION civico.acting_ente() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT ente FROM civico.ente_role WHERE role = current_user);

CREATE SCHEMA alone;
CREATE SCHEMA shared;
GRANT USAGE ON SCHEMA alone TO pooled;
DO $$
DECLARE
    tenant text;
BEGIN
    FOR tenant IN SELECT code FROM bench.ente LOOP
        EXECUTE format('CREATE ROLE %I NOLOGIN', 'ente_' || tenant);
        EXECUTE format('GRANT %I TO pooled', 'ente_' || tenant);
        EXECUTE format('CREATE SCHEMA %I', 'ente_' || tenant);
        EXECUTE format('CREATE TABLE alone.%I AS SELECT * FROM bench.parcel WHERE ente = %L ORDER BY id',
            'parcel_' || tenant, tenant);
        EXECUTE format('CREATE TABLE %I.parcel AS SELECT * FROM bench.parcel WHERE ente = %L ORDER BY id',
            'ente_' || tenant, tenant);
        EXECUTE format('CREATE INDEX ON alone.%I USING gist (geom)', 'parcel_' || tenant);
        EXECUTE format('CREATE INDEX ON %I.parcel USING gist (geom)', 'ente_' || tenant);
        EXECUTE format('GRANT SELECT ON alone.%I TO pooled', 'parcel_' || tenant);
        EXECUTE format('GRANT USAGE ON SCHEMA %1$I, civico, shared TO %1$I', 'ente_' || tenant);
        EXECUTE format('GRANT SELECT ON %1$I.parcel, civico.ente_role TO %1$I', 'ente_' || tenant);
    END LOOP;
END
$$;
