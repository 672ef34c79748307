-- Jobs of processes: leases, progress, results that expire.

ALTER TABLE civico.job
    ADD COLUMN process_version text NOT NULL DEFAULT '',
    ADD COLUMN input_versions jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN is_raw boolean NOT NULL DEFAULT false,
    ADD COLUMN repeats uuid REFERENCES civico.job (id) ON DELETE SET NULL,
    ADD COLUMN priority smallint NOT NULL DEFAULT 0,
    ADD COLUMN subscriber jsonb,
    ADD COLUMN worker uuid,
    ADD COLUMN lease_until timestamptz,
    ADD COLUMN attempts smallint NOT NULL DEFAULT 0,
    ADD COLUMN progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    ADD COLUMN message jsonb,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN started_at timestamptz,
    ADD COLUMN finished_at timestamptz,
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN collection text,
    ADD COLUMN result jsonb,
    ADD COLUMN result_bytes bigint NOT NULL DEFAULT 0,
    ADD COLUMN result_digest text CHECK (result_digest ~ '^[0-9a-f]{64}$'),
    ADD COLUMN told smallint NOT NULL DEFAULT 0 CHECK (told BETWEEN 0 AND 2),
    ADD CHECK ((worker IS NULL) = (lease_until IS NULL)),
    ADD CHECK ((worker IS NOT NULL) = (state = 'running'));
COMMENT ON COLUMN civico.job.process_version IS 'Version of the process that made the result.';
COMMENT ON COLUMN civico.job.input_versions IS 'What was read, by collection: {"version": of a dataset, "seq": of the register}.';
COMMENT ON COLUMN civico.job.is_raw IS 'Whether a document is wanted as it is, not by name (OGC 18-062r2, response).';
COMMENT ON COLUMN civico.job.repeats IS 'The job that this one does again.';
COMMENT ON COLUMN civico.job.priority IS 'Higher ones are taken first.';
COMMENT ON COLUMN civico.job.subscriber IS 'Addresses to be told (OGC 18-062r2, callback): {"successUri", "inProgressUri", "failedUri"}.';
COMMENT ON COLUMN civico.job.worker IS 'The worker that has it; NULL when none has.';
COMMENT ON COLUMN civico.job.lease_until IS 'Until when that worker has it without saying so again.';
COMMENT ON COLUMN civico.job.attempts IS 'How often a worker took it.';
COMMENT ON COLUMN civico.job.progress IS 'How far it is, per cent.';
COMMENT ON COLUMN civico.job.message IS 'What is being done, or why it failed: {"id", "args"} of a message.';
COMMENT ON COLUMN civico.job.updated_at IS 'When the state or the progress last changed.';
COMMENT ON COLUMN civico.job.started_at IS 'When a worker first took it.';
COMMENT ON COLUMN civico.job.finished_at IS 'When it ended, however.';
COMMENT ON COLUMN civico.job.expires_at IS 'When job and result go away; NULL while it is under way, or where the result is kept.';
COMMENT ON COLUMN civico.job.collection IS 'The collection made, where the result is one.';
COMMENT ON COLUMN civico.job.result IS 'The result, where it is a document; of a collection {"notices"}: what is to be said of it.';
COMMENT ON COLUMN civico.job.result_bytes IS 'Size of the result, bytes.';
COMMENT ON COLUMN civico.job.result_digest IS 'SHA-256 of the result, hexadecimal: the same again when the job is repeated.';
COMMENT ON COLUMN civico.job.told IS 'What the subscriber was told: 0 nothing, 1 that it runs, 2 how it ended.';

CREATE INDEX ON civico.job (priority DESC, created_at) WHERE state IN ('accepted', 'running');
CREATE INDEX ON civico.job (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX ON civico.job (finished_at) WHERE subscriber IS NOT NULL AND told < 2;

ALTER TABLE civico.dataset ADD COLUMN job uuid;
COMMENT ON COLUMN civico.dataset.job IS 'The job whose result it is; NULL for datasets that were imported.';
