-- Taking one's data away: the administrators of an ente read what belongs to it under the role of
-- the ente, so what only the owner's role read until now gets a policy and a GRANT. Anonymous
-- readers get neither.

ALTER TABLE civico.original ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.original FOR SELECT USING (EXISTS (
    SELECT 1 FROM civico.dataset d
    WHERE d.collection = original.collection AND d.ente = ANY ((SELECT civico.own_enti())::text[])));

ALTER TABLE civico.register_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.register_act FOR SELECT
    USING (ente = ANY ((SELECT civico.own_enti())::text[]));

-- The policy of the act is in force in the subquery.
ALTER TABLE civico.register_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_act ON civico.register_event FOR SELECT
    USING (act = ANY (ARRAY(SELECT a.id FROM civico.register_act a)));

-- Whom a dataset is shared with is known to its owner too. The first part of a collection's id is
-- the slug of its ente, which never changes: a look at civico.dataset would go round in a circle,
-- since its policy looks at the shares.
CREATE POLICY given_by_us ON civico.dataset_share FOR SELECT USING (
    split_part(collection, '.', 1) = ANY (ARRAY(
        SELECT e.slug FROM civico.ente e WHERE e.code = ANY ((SELECT civico.own_enti())::text[]))));

GRANT SELECT ON civico.original, civico.register_act, civico.register_event TO {enti};
