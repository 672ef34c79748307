-- Makes the database role of an ente with the rights of whoever made the function, and nothing else.
CREATE OR REPLACE FUNCTION civico.make_role(role_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF role_name !~ '^{ente_prefix}[a-z0-9_]+$' THEN
        RAISE EXCEPTION 'not the name of the role of an ente';
    END IF;
    IF to_regrole(quote_ident(role_name)) IS NULL THEN
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- a program on another database of this cluster was quicker
        END;
    END IF;
    IF NOT pg_has_role(role_name, '{enti_literal}', 'MEMBER') THEN
        EXECUTE format('GRANT %I TO %I', '{enti_literal}', role_name);
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_auth_members m
        WHERE m.roleid = to_regrole(quote_ident(role_name))
          AND m.member = to_regrole(quote_ident('{login_literal}'))
    ) THEN
        EXECUTE format('GRANT %I TO %I', role_name, '{login_literal}');
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION civico.make_role(text) IS 'Makes the database role of an ente.';
REVOKE ALL ON FUNCTION civico.make_role(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION civico.make_role(text) TO {owner}
