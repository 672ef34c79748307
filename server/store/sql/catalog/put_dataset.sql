-- store::catalog::put_dataset
-- $1 collection
-- $2 ente
-- $3 title
-- $4 theme, or NULL to keep it
-- $5 licence, or NULL to keep it
-- $6 attribution, or NULL to keep it
-- $7 visibility, or NULL to keep it; public for a new one
INSERT INTO civico.dataset (collection, ente, title, theme, license, attribution, visibility)
VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, 'public'))
ON CONFLICT (collection) DO UPDATE
SET title = excluded.title,
    theme = coalesce(excluded.theme, dataset.theme),
    license = coalesce(excluded.license, dataset.license),
    attribution = coalesce(excluded.attribution, dataset.attribution),
    visibility = coalesce($7, dataset.visibility)
RETURNING visibility
