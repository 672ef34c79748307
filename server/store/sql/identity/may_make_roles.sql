-- store::identity::may_make_roles
SELECT to_regprocedure('civico.make_role(text)') IS NOT NULL AS may
