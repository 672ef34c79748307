-- Streets by each of their names, and their house numbers, as one would keep them for pg_trgm.
CREATE EXTENSION pg_trgm;
CREATE TABLE name (street integer NOT NULL, name text NOT NULL);
CREATE TABLE number (street integer NOT NULL, number text NOT NULL, lon float8 NOT NULL, lat float8 NOT NULL);
CREATE INDEX ON name USING gist (name gist_trgm_ops (siglen = 64));
CREATE INDEX ON number (street, number);
