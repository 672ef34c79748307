-- The bones of everything: enti, datasets and their versions, the register's events and
-- projections, the change log. Runs as the owner role. {srid} is the installation's reference system.

CREATE TABLE civico.installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    srid integer NOT NULL
);
COMMENT ON TABLE civico.installation IS 'What holds for the whole installation; one row.';
COMMENT ON COLUMN civico.installation.only_row IS 'Always true: there is one row.';
COMMENT ON COLUMN civico.installation.srid IS 'EPSG code of the reference system of all stored geometry; never changes.';
INSERT INTO civico.installation (srid) VALUES ({srid});

-- Who ----------------------------------------------------------------------------------------

CREATE TABLE civico.ente (
    code text PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('comune', 'homogeneous-zone', 'metropolitan-city', 'other')),
    cadastral_code text UNIQUE,
    zone text REFERENCES civico.ente (code)
);
COMMENT ON TABLE civico.ente IS 'Public bodies on the portal (ente).';
COMMENT ON COLUMN civico.ente.code IS 'ISTAT code of a comune, a short name otherwise.';
COMMENT ON COLUMN civico.ente.slug IS 'Part of collection ids that names the ente; never changes.';
COMMENT ON COLUMN civico.ente.name IS 'Name as the ente writes it.';
COMMENT ON COLUMN civico.ente.kind IS 'comune, homogeneous-zone (zona omogenea), metropolitan-city, other.';
COMMENT ON COLUMN civico.ente.cadastral_code IS 'Codice catastale (Belfiore) of a comune.';
COMMENT ON COLUMN civico.ente.zone IS 'Homogeneous zone the ente belongs to.';

-- What is published ---------------------------------------------------------------------------

CREATE TABLE civico.dataset (
    collection text PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    title jsonb NOT NULL,
    theme text,
    license text,
    attribution text,
    visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'shared', 'private')),
    current_version integer
);
COMMENT ON TABLE civico.dataset IS 'Geodatasets of the enti; each is served as one collection.';
COMMENT ON COLUMN civico.dataset.collection IS 'Collection id, {ente slug}.{name}.';
COMMENT ON COLUMN civico.dataset.ente IS 'Owner.';
COMMENT ON COLUMN civico.dataset.title IS 'Title by language: {"it": ..., "en": ...}.';
COMMENT ON COLUMN civico.dataset.theme IS 'Theme token; NULL where nobody said.';
COMMENT ON COLUMN civico.dataset.license IS 'SPDX licence id; NULL where nobody said.';
COMMENT ON COLUMN civico.dataset.attribution IS 'Words that have to stand on a map showing it.';
COMMENT ON COLUMN civico.dataset.visibility IS 'public, shared (with the enti of dataset_share) or private.';
COMMENT ON COLUMN civico.dataset.current_version IS 'The version that is served; NULL when none is.';

CREATE TABLE civico.dataset_share (
    collection text NOT NULL REFERENCES civico.dataset (collection),
    ente text NOT NULL REFERENCES civico.ente (code),
    PRIMARY KEY (collection, ente)
);
COMMENT ON TABLE civico.dataset_share IS 'Enti that may read a dataset whose visibility is shared.';
COMMENT ON COLUMN civico.dataset_share.collection IS 'The dataset.';
COMMENT ON COLUMN civico.dataset_share.ente IS 'The ente that may read it.';

CREATE TABLE civico.dataset_version (
    collection text NOT NULL REFERENCES civico.dataset (collection),
    version integer NOT NULL CHECK (version > 0),
    state text NOT NULL DEFAULT 'published' CHECK (state IN ('published', 'withdrawn')),
    relation_schema text NOT NULL,
    relation_name text NOT NULL,
    columns jsonb NOT NULL,
    geometry_kind text NOT NULL CHECK (geometry_kind IN ('point', 'line', 'polygon', 'mixed', 'none')),
    item_count bigint NOT NULL,
    bounds double precision[4],
    reprojection jsonb,
    report jsonb NOT NULL,
    source_digest text NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_reason text,
    PRIMARY KEY (collection, version),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_by IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_reason IS NOT NULL))
);
COMMENT ON TABLE civico.dataset_version IS 'Immutable versions of datasets (versioni); a withdrawn one is a tombstone.';
COMMENT ON COLUMN civico.dataset_version.collection IS 'The dataset.';
COMMENT ON COLUMN civico.dataset_version.version IS 'Number from 1, by dataset; never used twice.';
COMMENT ON COLUMN civico.dataset_version.state IS 'published, or withdrawn (rows and original are purged).';
COMMENT ON COLUMN civico.dataset_version.relation_schema IS 'Schema of the table of its rows.';
COMMENT ON COLUMN civico.dataset_version.relation_name IS 'Table of its rows.';
COMMENT ON COLUMN civico.dataset_version.columns IS 'Columns in order: [{"name", "kind", "sql"}].';
COMMENT ON COLUMN civico.dataset_version.geometry_kind IS 'point, line, polygon, mixed or none.';
COMMENT ON COLUMN civico.dataset_version.item_count IS 'Number of rows.';
COMMENT ON COLUMN civico.dataset_version.bounds IS 'West, south, east, north in degrees of WGS 84; NULL without geometry.';
COMMENT ON COLUMN civico.dataset_version.reprojection IS 'Source CRS, coordinate operation, accuracy in metres.';
COMMENT ON COLUMN civico.dataset_version.report IS 'Report of the import: counts and entries.';
COMMENT ON COLUMN civico.dataset_version.source_digest IS 'SHA-256 over the original files and the options of the import.';
COMMENT ON COLUMN civico.dataset_version.published_at IS 'When it was published.';
COMMENT ON COLUMN civico.dataset_version.published_by IS 'Actor that published it.';
COMMENT ON COLUMN civico.dataset_version.withdrawn_at IS 'When it was withdrawn.';
COMMENT ON COLUMN civico.dataset_version.withdrawn_by IS 'Actor that withdrew it.';
COMMENT ON COLUMN civico.dataset_version.withdrawn_reason IS 'Why it was withdrawn.';

ALTER TABLE civico.dataset
    ADD FOREIGN KEY (collection, current_version)
    REFERENCES civico.dataset_version (collection, version);

CREATE TABLE civico.original (
    collection text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL,
    PRIMARY KEY (collection, version, name),
    FOREIGN KEY (collection, version) REFERENCES civico.dataset_version (collection, version)
);
COMMENT ON TABLE civico.original IS 'Files a version was made from, kept under their digest in the data folder.';
COMMENT ON COLUMN civico.original.collection IS 'The dataset.';
COMMENT ON COLUMN civico.original.version IS 'The version.';
COMMENT ON COLUMN civico.original.name IS 'File name as delivered.';
COMMENT ON COLUMN civico.original.sha256 IS 'SHA-256 of the content, hexadecimal.';
COMMENT ON COLUMN civico.original.size_bytes IS 'Size in bytes.';

-- The register --------------------------------------------------------------------------------

CREATE TABLE civico.register_act (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    ente text NOT NULL REFERENCES civico.ente (code),
    actor text NOT NULL,
    source_digest text,
    report jsonb,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE civico.register_act IS 'Acts by which the register changes; the events of an act are numbered in one block.';
COMMENT ON COLUMN civico.register_act.id IS 'Identifier.';
COMMENT ON COLUMN civico.register_act.kind IS 'Kind of act: import.';
COMMENT ON COLUMN civico.register_act.ente IS 'Ente acted for.';
COMMENT ON COLUMN civico.register_act.actor IS 'Who acted.';
COMMENT ON COLUMN civico.register_act.source_digest IS 'SHA-256 over the imported files and options.';
COMMENT ON COLUMN civico.register_act.report IS 'Report of the import: counts and entries.';
COMMENT ON COLUMN civico.register_act.recorded_at IS 'When the act was begun.';
CREATE INDEX ON civico.register_act (ente, recorded_at);

CREATE TABLE civico.register_event (
    act uuid NOT NULL REFERENCES civico.register_act (id),
    ordinal integer NOT NULL CHECK (ordinal > 0),
    schema_version smallint NOT NULL,
    event_type text NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('municipality', 'locality', 'thoroughfare', 'address')),
    subject text NOT NULL,
    municipality text NOT NULL,
    after jsonb NOT NULL,
    PRIMARY KEY (act, ordinal)
);
COMMENT ON TABLE civico.register_event IS 'Events of the register; append-only. All else about streets and addresses can be rebuilt from them.';
COMMENT ON COLUMN civico.register_event.act IS 'The act it belongs to.';
COMMENT ON COLUMN civico.register_event.ordinal IS 'Place in the act, from 1; change_log gives the register number.';
COMMENT ON COLUMN civico.register_event.schema_version IS 'Version of the shape of "after".';
COMMENT ON COLUMN civico.register_event.event_type IS 'What happened: imported.';
COMMENT ON COLUMN civico.register_event.subject_kind IS 'To what kind of thing.';
COMMENT ON COLUMN civico.register_event.subject IS 'Identifier of the thing.';
COMMENT ON COLUMN civico.register_event.municipality IS 'ISTAT code of the comune it belongs to.';
COMMENT ON COLUMN civico.register_event.after IS 'The thing as it is after the event.';
CREATE INDEX ON civico.register_event (subject);

CREATE UNLOGGED TABLE civico.register_staging (
    act uuid NOT NULL,
    ordinal integer NOT NULL,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    municipality text NOT NULL,
    after jsonb NOT NULL
);
COMMENT ON TABLE civico.register_staging IS 'Records of an import under way, before it is known which of them changed.';
COMMENT ON COLUMN civico.register_staging.act IS 'The import.';
COMMENT ON COLUMN civico.register_staging.ordinal IS 'Place in the file.';
COMMENT ON COLUMN civico.register_staging.subject_kind IS 'Kind of thing.';
COMMENT ON COLUMN civico.register_staging.subject IS 'Identifier of the thing.';
COMMENT ON COLUMN civico.register_staging.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.register_staging.after IS 'The thing as the file says it is.';

CREATE TABLE civico.municipality (
    istat_code text PRIMARY KEY REFERENCES civico.ente (code),
    cadastral_code text NOT NULL,
    name text NOT NULL,
    homogeneous_zone text,
    population bigint,
    territory geometry(MultiPolygon, {srid}) NOT NULL,
    digest text NOT NULL
);
COMMENT ON TABLE civico.municipality IS 'Comuni as territory; projection of the register.';
COMMENT ON COLUMN civico.municipality.istat_code IS 'Codice ISTAT, six digits.';
COMMENT ON COLUMN civico.municipality.cadastral_code IS 'Codice catastale (Belfiore).';
COMMENT ON COLUMN civico.municipality.name IS 'Name.';
COMMENT ON COLUMN civico.municipality.homogeneous_zone IS 'Zona omogenea.';
COMMENT ON COLUMN civico.municipality.population IS 'Residents.';
COMMENT ON COLUMN civico.municipality.territory IS 'Territory.';
COMMENT ON COLUMN civico.municipality.digest IS 'MD5 of the last event''s "after", to know an unchanged record again.';
CREATE INDEX ON civico.municipality USING gist (territory);

CREATE TABLE civico.locality (
    id uuid PRIMARY KEY,
    municipality text NOT NULL REFERENCES civico.municipality (istat_code),
    name text NOT NULL,
    point geometry(Point, {srid}),
    digest text NOT NULL
);
COMMENT ON TABLE civico.locality IS 'Named places in a comune (località, frazione; INSPIRE NamedPlace); projection of the register.';
COMMENT ON COLUMN civico.locality.id IS 'Identifier.';
COMMENT ON COLUMN civico.locality.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.locality.name IS 'Name.';
COMMENT ON COLUMN civico.locality.point IS 'The point of its streets nearest to their middle; NULL while it has none.';
COMMENT ON COLUMN civico.locality.digest IS 'MD5 of the last event''s "after".';
CREATE INDEX ON civico.locality USING gist (point);
CREATE INDEX ON civico.locality (municipality);

CREATE TABLE civico.thoroughfare (
    id uuid PRIMARY KEY,
    municipality text NOT NULL REFERENCES civico.municipality (istat_code),
    local_code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    aliases text[] NOT NULL,
    locality uuid REFERENCES civico.locality (id),
    stage text NOT NULL CHECK (stage IN ('draft', 'proposed', 'current', 'retired', 'rejected')),
    missing_in_source boolean NOT NULL,
    course geometry(MultiLineString, {srid}),
    point geometry(Point, {srid}),
    digest text NOT NULL
);
COMMENT ON TABLE civico.thoroughfare IS 'Streets, squares, lanes (odonimo; INSPIRE ThoroughfareName); projection of the register.';
COMMENT ON COLUMN civico.thoroughfare.id IS 'Identifier.';
COMMENT ON COLUMN civico.thoroughfare.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.thoroughfare.local_code IS 'The comune''s own code of the street.';
COMMENT ON COLUMN civico.thoroughfare.kind IS 'DUG, generic part: Via, Piazza.';
COMMENT ON COLUMN civico.thoroughfare.name IS 'DUF, official name with its complement: dei Tigli.';
COMMENT ON COLUMN civico.thoroughfare.aliases IS 'Other names under which people look for it.';
COMMENT ON COLUMN civico.thoroughfare.locality IS 'Named place it belongs to, where the name alone is not unique.';
COMMENT ON COLUMN civico.thoroughfare.stage IS 'Life cycle (ISO 19160-1): draft, proposed, current, retired, rejected.';
COMMENT ON COLUMN civico.thoroughfare.missing_in_source IS 'Addresses name the street, the list of streets lacks it.';
COMMENT ON COLUMN civico.thoroughfare.course IS 'Course of the street, where the source gives it.';
COMMENT ON COLUMN civico.thoroughfare.point IS 'Where its name stands: middle of the course, else the address nearest to the middle of its addresses.';
COMMENT ON COLUMN civico.thoroughfare.digest IS 'MD5 of the last event''s "after".';
CREATE INDEX ON civico.thoroughfare USING gist (course);
CREATE INDEX ON civico.thoroughfare USING gist (point);
CREATE INDEX ON civico.thoroughfare (municipality);
CREATE INDEX ON civico.thoroughfare (locality) WHERE locality IS NOT NULL;

CREATE TABLE civico.address (
    id uuid PRIMARY KEY,
    municipality text NOT NULL REFERENCES civico.municipality (istat_code),
    thoroughfare uuid NOT NULL REFERENCES civico.thoroughfare (id),
    local_code text NOT NULL,
    locator jsonb NOT NULL,
    number_label text NOT NULL,
    postcode text,
    stage text NOT NULL CHECK (stage IN ('draft', 'proposed', 'current', 'retired', 'rejected')),
    point geometry(Point, {srid}),
    positions jsonb NOT NULL,
    digest text NOT NULL
);
COMMENT ON TABLE civico.address IS 'Addresses at an access (accesso, numero civico; INSPIRE Address); projection of the register.';
COMMENT ON COLUMN civico.address.id IS 'Identifier.';
COMMENT ON COLUMN civico.address.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.address.thoroughfare IS 'Street it is on.';
COMMENT ON COLUMN civico.address.local_code IS 'The comune''s own code of the access.';
COMMENT ON COLUMN civico.address.locator IS 'House number with exponent, specificity and extension; kilometric; or unnumbered (SNC).';
COMMENT ON COLUMN civico.address.number_label IS 'The locator as on the plate: 12/A.';
COMMENT ON COLUMN civico.address.postcode IS 'CAP.';
COMMENT ON COLUMN civico.address.stage IS 'Life cycle (ISO 19160-1): draft, proposed, current, retired, rejected.';
COMMENT ON COLUMN civico.address.point IS 'Default position.';
COMMENT ON COLUMN civico.address.positions IS 'All positions with specification, method and the coordinates as the source wrote them.';
COMMENT ON COLUMN civico.address.digest IS 'MD5 of the last event''s "after".';
CREATE INDEX ON civico.address USING gist (point);
CREATE INDEX ON civico.address (thoroughfare);

-- The register as collections ------------------------------------------------------------------

CREATE VIEW civico.municipalities AS
    SELECT m.istat_code AS id, m.istat_code, m.cadastral_code, m.name, m.homogeneous_zone,
           m.population, m.territory AS geom
    FROM civico.municipality m;
COMMENT ON VIEW civico.municipalities IS 'Collection municipalities: comuni as territory.';
COMMENT ON COLUMN civico.municipalities.id IS 'Item id: codice ISTAT.';
COMMENT ON COLUMN civico.municipalities.istat_code IS 'Codice ISTAT.';
COMMENT ON COLUMN civico.municipalities.cadastral_code IS 'Codice catastale.';
COMMENT ON COLUMN civico.municipalities.name IS 'Name.';
COMMENT ON COLUMN civico.municipalities.homogeneous_zone IS 'Zona omogenea.';
COMMENT ON COLUMN civico.municipalities.population IS 'Residents.';
COMMENT ON COLUMN civico.municipalities.geom IS 'Territory.';

CREATE VIEW civico.localities AS
    SELECT l.id, l.name, l.municipality AS istat_code, m.name AS municipality, l.point AS geom
    FROM civico.locality l
    JOIN civico.municipality m ON m.istat_code = l.municipality;
COMMENT ON VIEW civico.localities IS 'Collection localities: named places.';
COMMENT ON COLUMN civico.localities.id IS 'Item id.';
COMMENT ON COLUMN civico.localities.name IS 'Name.';
COMMENT ON COLUMN civico.localities.istat_code IS 'Codice ISTAT of the comune.';
COMMENT ON COLUMN civico.localities.municipality IS 'Name of the comune.';
COMMENT ON COLUMN civico.localities.geom IS 'A point of its streets.';

CREATE VIEW civico.thoroughfares AS
    SELECT t.id, concat_ws(' ', nullif(t.kind, ''), t.name) AS name, t.kind, t.local_code,
           l.name AS locality, t.municipality AS istat_code, m.name AS municipality,
           t.stage AS state, t.missing_in_source,
           coalesce(t.course, t.point) AS geom
    FROM civico.thoroughfare t
    JOIN civico.municipality m ON m.istat_code = t.municipality
    LEFT JOIN civico.locality l ON l.id = t.locality;
COMMENT ON VIEW civico.thoroughfares IS 'Collection thoroughfares: streets.';
COMMENT ON COLUMN civico.thoroughfares.id IS 'Item id.';
COMMENT ON COLUMN civico.thoroughfares.name IS 'Odonimo: DUG and DUF.';
COMMENT ON COLUMN civico.thoroughfares.kind IS 'DUG.';
COMMENT ON COLUMN civico.thoroughfares.local_code IS 'The comune''s own code.';
COMMENT ON COLUMN civico.thoroughfares.locality IS 'Named place.';
COMMENT ON COLUMN civico.thoroughfares.istat_code IS 'Codice ISTAT of the comune.';
COMMENT ON COLUMN civico.thoroughfares.municipality IS 'Name of the comune.';
COMMENT ON COLUMN civico.thoroughfares.state IS 'Stage of its life.';
COMMENT ON COLUMN civico.thoroughfares.missing_in_source IS 'The list of streets lacks it.';
COMMENT ON COLUMN civico.thoroughfares.geom IS 'Course, or the point where its name stands.';

CREATE VIEW civico.addresses AS
    SELECT a.id, a.number_label AS number, concat_ws(' ', nullif(t.kind, ''), t.name) AS street,
           a.thoroughfare::text AS street_id, a.postcode, a.municipality AS istat_code,
           m.name AS municipality, a.stage AS state, a.local_code,
           a.positions -> 0 -> 'source' ->> 'x' AS source_x,
           a.positions -> 0 -> 'source' ->> 'y' AS source_y,
           a.positions -> 0 -> 'source' ->> 'crs' AS source_crs,
           a.point AS geom
    FROM civico.address a
    JOIN civico.thoroughfare t ON t.id = a.thoroughfare
    JOIN civico.municipality m ON m.istat_code = a.municipality;
COMMENT ON VIEW civico.addresses IS 'Collection addresses: house numbers.';
COMMENT ON COLUMN civico.addresses.id IS 'Item id.';
COMMENT ON COLUMN civico.addresses.number IS 'House number as on the plate.';
COMMENT ON COLUMN civico.addresses.street IS 'Odonimo.';
COMMENT ON COLUMN civico.addresses.street_id IS 'Item id of the street.';
COMMENT ON COLUMN civico.addresses.postcode IS 'CAP.';
COMMENT ON COLUMN civico.addresses.istat_code IS 'Codice ISTAT of the comune.';
COMMENT ON COLUMN civico.addresses.municipality IS 'Name of the comune.';
COMMENT ON COLUMN civico.addresses.state IS 'Stage of its life.';
COMMENT ON COLUMN civico.addresses.local_code IS 'The comune''s own code.';
COMMENT ON COLUMN civico.addresses.source_x IS 'First coordinate as the source wrote it.';
COMMENT ON COLUMN civico.addresses.source_y IS 'Second coordinate as the source wrote it.';
COMMENT ON COLUMN civico.addresses.source_crs IS 'Reference system of the source coordinates.';
COMMENT ON COLUMN civico.addresses.geom IS 'Default position.';

-- The change log -------------------------------------------------------------------------------

CREATE TABLE civico.change_log (
    seq bigint PRIMARY KEY,
    recorded timestamptz NOT NULL,
    change_type text NOT NULL,
    subject text NOT NULL,
    ente text NOT NULL REFERENCES civico.ente (code),
    actor text NOT NULL,
    act uuid,
    ordinal integer,
    FOREIGN KEY (act, ordinal) REFERENCES civico.register_event (act, ordinal)
);
COMMENT ON TABLE civico.change_log IS 'Every write that others must notice, complete and in order; written under one advisory lock.';
COMMENT ON COLUMN civico.change_log.seq IS 'Number without gaps; the register number of an event.';
COMMENT ON COLUMN civico.change_log.recorded IS 'When it was recorded; strictly increasing from write to write.';
COMMENT ON COLUMN civico.change_log.change_type IS 'What happened: register.imported, dataset.published, dataset.withdrawn, ...';
COMMENT ON COLUMN civico.change_log.subject IS 'Collection id, or identifier of the thing of the register.';
COMMENT ON COLUMN civico.change_log.ente IS 'Ente whose data changed.';
COMMENT ON COLUMN civico.change_log.actor IS 'Who changed it.';
COMMENT ON COLUMN civico.change_log.act IS 'Act of the register event; NULL for other changes.';
COMMENT ON COLUMN civico.change_log.ordinal IS 'Place of the register event in its act.';
CREATE UNIQUE INDEX ON civico.change_log (act, ordinal) WHERE act IS NOT NULL;

-- Append-only: not even the owner changes what was written.
CREATE FUNCTION civico.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
COMMENT ON FUNCTION civico.refuse_change() IS 'Keeps append-only tables append-only.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON civico.register_event
    FOR EACH STATEMENT EXECUTE FUNCTION civico.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON civico.change_log
    FOR EACH STATEMENT EXECUTE FUNCTION civico.refuse_change();

-- Who reads what: the public reader sees public datasets alone. Rows of datasets are in the enti's
-- own schemas and need no policy (a policy on a shared table switches the spatial index off).
ALTER TABLE civico.dataset ENABLE ROW LEVEL SECURITY;
CREATE POLICY public_datasets ON civico.dataset FOR SELECT USING (visibility = 'public');
ALTER TABLE civico.dataset_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY public_versions ON civico.dataset_version FOR SELECT
    USING (EXISTS (SELECT 1 FROM civico.dataset d WHERE d.collection = dataset_version.collection));

GRANT USAGE ON SCHEMA civico TO {reader};
GRANT SELECT ON
    civico.installation, civico.ente, civico.dataset, civico.dataset_version,
    civico.municipality, civico.locality, civico.thoroughfare, civico.address,
    civico.municipalities, civico.localities, civico.thoroughfares, civico.addresses,
    civico.change_log
TO {reader};
