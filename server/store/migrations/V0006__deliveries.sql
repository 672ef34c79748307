-- Files that a comune sends as its whole register: looked at first, applied by a decision.
CREATE TABLE civico.register_delivery (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    layout text NOT NULL,
    crs integer,
    encoding text,
    state text NOT NULL CHECK (state IN ('previewed', 'published', 'discarded')),
    needs_second boolean NOT NULL,
    report jsonb NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_by text,
    decided_at timestamptz,
    CHECK ((state = 'previewed') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
COMMENT ON TABLE civico.register_delivery IS 'Deliveries (forniture) of the register of a comune over HTTP; private to their ente.';
COMMENT ON COLUMN civico.register_delivery.id IS 'Identifier.';
COMMENT ON COLUMN civico.register_delivery.ente IS 'The comune whose whole register it is.';
COMMENT ON COLUMN civico.register_delivery.layout IS 'Layout of the files: anncsu, generic, milano.';
COMMENT ON COLUMN civico.register_delivery.crs IS 'EPSG code of the coordinates, where the files do not say.';
COMMENT ON COLUMN civico.register_delivery.encoding IS 'Encoding of the files, where it was said.';
COMMENT ON COLUMN civico.register_delivery.state IS 'previewed, published or discarded.';
COMMENT ON COLUMN civico.register_delivery.needs_second IS 'It smells: somebody else than who sent it has to approve.';
COMMENT ON COLUMN civico.register_delivery.report IS 'What the import said: rows, rejects, how it differs from the register.';
COMMENT ON COLUMN civico.register_delivery.created_by IS 'Actor that sent it.';
COMMENT ON COLUMN civico.register_delivery.created_at IS 'When.';
COMMENT ON COLUMN civico.register_delivery.decided_by IS 'Actor that decided; NULL until then.';
COMMENT ON COLUMN civico.register_delivery.decided_at IS 'When.';
CREATE INDEX ON civico.register_delivery (ente, created_at);

ALTER TABLE civico.upload
    ADD COLUMN delivery uuid REFERENCES civico.register_delivery (id) ON DELETE CASCADE,
    ADD COLUMN ordinal smallint,
    ADD COLUMN content bytea;
COMMENT ON COLUMN civico.upload.delivery IS 'The delivery that the file belongs to.';
COMMENT ON COLUMN civico.upload.ordinal IS 'Its place in the order of the layout, from 1.';
COMMENT ON COLUMN civico.upload.content IS 'Content; removed with the decision.';
CREATE INDEX ON civico.upload (delivery) WHERE delivery IS NOT NULL;

ALTER TABLE civico.register_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_office ON civico.register_delivery USING (ente = ANY ((SELECT civico.kept_enti())::text[]));
-- The policy of the delivery is in force in the subquery.
CREATE POLICY of_delivery ON civico.upload USING (delivery = ANY (ARRAY(SELECT d.id FROM civico.register_delivery d)));
GRANT SELECT, INSERT, UPDATE, DELETE ON civico.register_delivery TO {enti};
-- Who sends a delivery learns whether it is the one before it.
GRANT SELECT (source_digest) ON civico.register_act TO {enti};
