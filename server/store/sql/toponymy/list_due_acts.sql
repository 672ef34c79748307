-- store::toponymy::list_due_acts
-- Scheduled acts whose day has come, in the order of their days.
-- $1 today
SELECT id FROM civico.register_act
WHERE state = 'scheduled' AND valid_from <= $1
ORDER BY valid_from, recorded_at
