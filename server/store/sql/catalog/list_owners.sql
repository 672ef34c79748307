-- store::catalog::list_owners
-- Enti with datasets that are not public.
SELECT DISTINCT ente FROM civico.dataset WHERE visibility <> 'public' ORDER BY ente
