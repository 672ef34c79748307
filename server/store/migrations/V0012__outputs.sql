-- Processes may have several outputs, and results that are documents hold them by name.

ALTER TABLE civico.job ADD COLUMN outputs text[];
COMMENT ON COLUMN civico.job.outputs IS 'Names of the outputs that are wanted (OGC 18-062r2, outputs); NULL where all are.';

UPDATE civico.job SET result = jsonb_build_object('value', result) WHERE process = 'echo' AND result IS NOT NULL;
UPDATE civico.job SET outputs = '{value}' WHERE process = 'echo';
UPDATE civico.job SET result = jsonb_build_object('result', result)
WHERE process = 'drill-through' AND result IS NOT NULL;
COMMENT ON COLUMN civico.job.result IS 'The result, where it is a document: its outputs by name; of a collection {"notices"}: what is to be said of it.';
