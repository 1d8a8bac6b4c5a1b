ALTER TABLE "cases" ADD COLUMN "segment" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "movements" ADD COLUMN "segment" text DEFAULT 'none' NOT NULL;
--> statement-breakpoint
-- The segment of a debtor today: what a person decided, else what billing says, else the one that the case was opened with.
CREATE FUNCTION segment_of(creditor text, debtor text, state jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT s.segment FROM debtor_segments s WHERE s.creditor_id = creditor AND s.debtor_id = debtor),
    (SELECT d.document ->> 'segment' FROM debtors d WHERE d.creditor_id = creditor AND d.id = debtor), state -> 'debtor' ->> 'segment', 'none')
$$;
--> statement-breakpoint
CREATE FUNCTION segment_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.segment := segment_of(NEW.creditor_id, NEW.debtor_id, NEW.state);
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Rows are locked in the order of their ids, as whoever sends does.
CREATE FUNCTION segment_by_debtor(creditor text, debtor text) RETURNS void LANGUAGE sql AS $$
  UPDATE cases c SET segment = segment_of(creditor, debtor, c.state)
    FROM (SELECT id FROM cases WHERE creditor_id = creditor AND debtor_id = debtor ORDER BY id FOR UPDATE) own
    WHERE c.id = own.id AND c.segment <> segment_of(creditor, debtor, c.state)
$$;
--> statement-breakpoint
CREATE FUNCTION segment_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM segment_by_debtor(coalesce(NEW.creditor_id, OLD.creditor_id), coalesce(NEW.debtor_id, OLD.debtor_id));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION segment_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM segment_by_debtor(coalesce(NEW.creditor_id, OLD.creditor_id), coalesce(NEW.id, OLD.id));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION move_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents), c.segment
    FROM changed c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5, 10;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION move_by_case_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      -sum(m.open_cents), -sum(m.invoices), -sum(m.invoiced_cents), -sum(m.collected_cents), c.segment
    FROM changed c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5, 10;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION move_by_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(c.sign * m.open_cents), sum(c.sign * m.invoices), sum(c.sign * m.invoiced_cents), sum(c.sign * m.collected_cents), c.segment
    FROM (SELECT side.* FROM before o JOIN changed n ON n.id = o.id CROSS JOIN LATERAL (VALUES
          (-1, o.creditor_id, o.currency, o.due_on, o.state, o.plan, o.closed_at, o.segment),
          (1, n.creditor_id, n.currency, n.due_on, n.state, n.plan, n.closed_at, n.segment)) side (sign, creditor_id, currency, due_on, state, plan, closed_at, segment)
        WHERE (o.state -> 'invoice', o.state -> 'payments', o.state -> 'creditNotes', o.state -> 'creditUses', o.state -> 'cancelled', o.closed_at,
            o.state -> 'notice', o.state -> 'steps', o.plan, o.segment)
          IS DISTINCT FROM (n.state -> 'invoice', n.state -> 'payments', n.state -> 'creditNotes', n.state -> 'creditUses', n.state -> 'cancelled', n.closed_at,
            n.state -> 'notice', n.state -> 'steps', n.plan, n.segment)) c
      CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m
    GROUP BY 1, 2, 3, 4, 5, 10
    HAVING sum(c.sign * m.open_cents) <> 0 OR sum(c.sign * m.invoices) <> 0 OR sum(c.sign * m.invoiced_cents) <> 0 OR sum(c.sign * m.collected_cents) <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The segments and the ledger from nothing: for cases that are older than them, and for a copy that was made before.
CREATE OR REPLACE FUNCTION write_movements_anew() RETURNS void LANGUAGE sql AS $$
  UPDATE cases SET segment = segment_of(creditor_id, debtor_id, state) WHERE segment <> segment_of(creditor_id, debtor_id, state);
  DELETE FROM movements;
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents), c.segment
    FROM cases c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5, 10;
$$;
--> statement-breakpoint
CREATE TRIGGER segment_of_case BEFORE INSERT OR UPDATE OF state ON cases FOR EACH ROW EXECUTE FUNCTION segment_by_case();
--> statement-breakpoint
CREATE TRIGGER segment_decided AFTER INSERT OR UPDATE OR DELETE ON debtor_segments FOR EACH ROW EXECUTE FUNCTION segment_decided();
--> statement-breakpoint
CREATE TRIGGER segment_told AFTER UPDATE OF document ON debtors FOR EACH ROW WHEN (OLD.document ->> 'segment' IS DISTINCT FROM NEW.document ->> 'segment') EXECUTE FUNCTION segment_told();
--> statement-breakpoint
CREATE TRIGGER segment_first_told AFTER INSERT ON debtors FOR EACH ROW WHEN (NEW.document ->> 'segment' IS NOT NULL) EXECUTE FUNCTION segment_told();
--> statement-breakpoint
CREATE TRIGGER segment_forgotten AFTER DELETE ON debtors FOR EACH ROW WHEN (OLD.document ->> 'segment' IS NOT NULL) EXECUTE FUNCTION segment_told();
--> statement-breakpoint
SELECT write_movements_anew();
