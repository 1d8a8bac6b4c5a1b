CREATE FUNCTION tell_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb;
  teller text;
BEGIN
  SELECT jsonb_object_agg(way, NEW.document ? field) INTO changed
    FROM (VALUES ('email', 'email'), ('mobile', 'mobile'), ('post', 'registeredOffice')) AS ways (way, field)
    WHERE OLD.document -> field IS DISTINCT FROM NEW.document -> field;
  IF changed IS NULL THEN RETURN NULL; END IF;
  SELECT actor INTO teller FROM amendments WHERE creditor_id = NEW.creditor_id AND kind = 'debtor' AND subject = NEW.id
    AND (version = NEW.version OR state = 'waiting') ORDER BY id DESC LIMIT 1;
  WITH told AS (
    SELECT id, format('ways:debtor:%s:%s', NEW.version, id) AS event FROM cases
      WHERE creditor_id = NEW.creditor_id AND debtor_id = NEW.id
        AND (closed_at IS NULL OR (state ? 'bounces' AND (changed @> '{"email": true}' OR changed @> '{"mobile": true}')))),
  fresh AS (
    INSERT INTO received_events (event_id, case_id) SELECT event, id FROM told ON CONFLICT DO NOTHING RETURNING event_id)
  INSERT INTO inbox (event_id, creditor_id, case_id, lane, kind, body, not_before)
    SELECT event, NEW.creditor_id, id, id, 'signal', jsonb_build_object('signal', 'debtorFact', 'payload',
      changed || jsonb_build_object('type', 'contact-changed', 'actor', coalesce(teller, 'unknown'), 'cause', format('debtor:%s:%s', NEW.id, NEW.version))), now()
    FROM told WHERE event IN (SELECT event_id FROM fresh) ORDER BY id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER debtor_addresses AFTER UPDATE ON debtors FOR EACH ROW
  WHEN (OLD.document IS DISTINCT FROM NEW.document) EXECUTE FUNCTION tell_addresses();
