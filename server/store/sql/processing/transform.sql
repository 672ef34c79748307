-- store::processing::transform
-- Geometries in another reference system, in their order.
-- $1 WKB
-- $2 EPSG code of the reference system they are in
-- $3 EPSG code of the one wanted
SELECT ST_AsBinary(ST_Transform(ST_SetSRID(ST_Force2D(ST_GeomFromWKB(g.wkb)), $2::integer), $3::integer)) AS wkb
FROM unnest($1::bytea[]) WITH ORDINALITY AS g (wkb, place)
ORDER BY g.place
