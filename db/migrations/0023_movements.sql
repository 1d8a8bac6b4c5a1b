CREATE TABLE "movements" (
	"creditor_id" text NOT NULL,
	"currency" text NOT NULL,
	"on" date NOT NULL,
	"due_on" date NOT NULL,
	"phase" text NOT NULL,
	"open_cents" bigint NOT NULL,
	"invoices" integer NOT NULL,
	"invoiced_cents" bigint NOT NULL,
	"collected_cents" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "movements_creditor" ON "movements" USING btree ("creditor_id","on");--> statement-breakpoint
-- What the dated facts of a case say of each day on which something moved; asked before and after each change, and the difference is kept.
CREATE FUNCTION movements_of(state jsonb, plan jsonb, closed_at timestamptz)
RETURNS TABLE ("on" date, phase text, open_cents bigint, invoices integer, invoiced_cents bigint, collected_cents bigint)
LANGUAGE sql STABLE AS $$
  WITH told AS (
    SELECT coalesce((state -> 'invoice' ->> 'issuedOn')::date, ((state ->> 'enteredAt')::timestamptz AT TIME ZONE 'Europe/Paris')::date) AS born_on,
      (closed_at AT TIME ZONE 'Europe/Paris')::date AS closed_on,
      (state ->> 'cancelled')::boolean AS cancelled),
  money (day, owed, invoiced, collected) AS (
    SELECT born_on, (state -> 'invoice' ->> 'totalCents')::bigint, (state -> 'invoice' ->> 'totalCents')::bigint, 0::bigint FROM told WHERE NOT cancelled
    UNION ALL SELECT (p ->> 'on')::date, -(p ->> 'amountCents')::bigint, 0, (p ->> 'amountCents')::bigint
      FROM jsonb_array_elements(state -> 'payments') p WHERE NOT (p ->> 'reversed')::boolean
    UNION ALL SELECT (n ->> 'on')::date, -(n ->> 'amountCents')::bigint, 0, 0 FROM jsonb_array_elements(state -> 'creditNotes') n
    UNION ALL SELECT (u ->> 'on')::date, (u ->> 'amountCents')::bigint, 0, 0 FROM jsonb_array_elements(state -> 'creditUses') u),
  acts (act, record) AS (
    SELECT DISTINCT ON (s ->> 'act') s ->> 'act', (SELECT r FROM jsonb_array_elements(state -> 'steps') r WHERE r ->> 'step' = s ->> 'id')
      FROM jsonb_array_elements(plan -> 'steps') WITH ORDINALITY planned (s, place)
      WHERE s ->> 'act' IN ('letter', 'decision', 'handoff') ORDER BY s ->> 'act', place),
  phases (day, phase, place) AS (
    SELECT born_on, 'reminding', 0 FROM told
    UNION ALL SELECT (record ->> 'on')::date, 'notice-prepared', 1 FROM acts WHERE act = 'letter' AND record ->> 'state' <> 'left-out'
    UNION ALL SELECT (state -> 'notice' ->> 'postedOn')::date, 'notice-sent', 2
    UNION ALL SELECT (state -> 'notice' ->> 'effectiveOn')::date, 'notice-received', 3
    UNION ALL SELECT (record ->> 'on')::date, 'decision', 4 FROM acts WHERE act = 'decision' AND record ->> 'state' = 'sent'
    UNION ALL SELECT (record ->> 'on')::date, 'handed-over', 5 FROM acts WHERE act = 'handoff' AND record ->> 'state' = 'sent'),
  days (day) AS (
    SELECT greatest(moved.day, born_on) FROM told,
      (SELECT money.day FROM money UNION SELECT phases.day FROM phases UNION SELECT closed_on FROM told) moved
      WHERE NOT cancelled AND moved.day IS NOT NULL
    UNION SELECT born_on FROM told WHERE NOT cancelled),
  stood AS (
    SELECT days.day,
      CASE WHEN closed_on <= days.day THEN 0
        ELSE greatest(0, (SELECT sum(owed) FROM money WHERE money.day <= days.day))::bigint END AS open_cents,
      (SELECT phases.phase FROM phases WHERE phases.day <= days.day ORDER BY place DESC LIMIT 1) AS phase
    FROM days, told),
  followed AS (
    SELECT stood.*, lag(stood.open_cents) OVER by_day AS was_cents, lag(stood.phase) OVER by_day AS was_phase FROM stood WINDOW by_day AS (ORDER BY day)),
  moved (day, phase, open_cents, invoices, invoiced_cents, collected_cents) AS (
    SELECT f.day, f.phase, f.open_cents, (f.open_cents > 0)::integer, 0::bigint, 0::bigint FROM followed f
    UNION ALL SELECT f.day, f.was_phase, -f.was_cents, -(f.was_cents > 0)::integer, 0, 0 FROM followed f WHERE f.was_phase IS NOT NULL
    UNION ALL SELECT m.day, 'reminding', 0, 0, m.invoiced, m.collected FROM money m)
  SELECT m.day, m.phase, sum(m.open_cents)::bigint, sum(m.invoices)::integer, sum(m.invoiced_cents)::bigint, sum(m.collected_cents)::bigint FROM moved m
    GROUP BY m.day, m.phase
    HAVING sum(m.open_cents) <> 0 OR sum(m.invoices) <> 0 OR sum(m.invoiced_cents) <> 0 OR sum(m.collected_cents) <> 0
$$;
--> statement-breakpoint
CREATE FUNCTION move_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents)
    FROM changed c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION move_by_case_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      -sum(m.open_cents), -sum(m.invoices), -sum(m.invoiced_cents), -sum(m.collected_cents)
    FROM changed c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION move_by_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(c.sign * m.open_cents), sum(c.sign * m.invoices), sum(c.sign * m.invoiced_cents), sum(c.sign * m.collected_cents)
    FROM (SELECT side.* FROM before o JOIN changed n ON n.id = o.id CROSS JOIN LATERAL (VALUES
          (-1, o.creditor_id, o.currency, o.due_on, o.state, o.plan, o.closed_at),
          (1, n.creditor_id, n.currency, n.due_on, n.state, n.plan, n.closed_at)) side (sign, creditor_id, currency, due_on, state, plan, closed_at)
        WHERE (o.state -> 'invoice', o.state -> 'payments', o.state -> 'creditNotes', o.state -> 'creditUses', o.state -> 'cancelled', o.closed_at,
            o.state -> 'notice', o.state -> 'steps', o.plan)
          IS DISTINCT FROM (n.state -> 'invoice', n.state -> 'payments', n.state -> 'creditNotes', n.state -> 'creditUses', n.state -> 'cancelled', n.closed_at,
            n.state -> 'notice', n.state -> 'steps', n.plan)) c
      CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m
    GROUP BY 1, 2, 3, 4, 5
    HAVING sum(c.sign * m.open_cents) <> 0 OR sum(c.sign * m.invoices) <> 0 OR sum(c.sign * m.invoiced_cents) <> 0 OR sum(c.sign * m.collected_cents) <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER movements_new AFTER INSERT ON cases REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION move_by_case();
--> statement-breakpoint
CREATE TRIGGER movements_changed AFTER UPDATE ON cases REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION move_by_case_change();
--> statement-breakpoint
CREATE TRIGGER movements_gone AFTER DELETE ON cases REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION move_by_case_gone();
--> statement-breakpoint
-- The ledger from nothing: for cases that are older than it, and for a copy that was made before it.
CREATE FUNCTION write_movements_anew() RETURNS void LANGUAGE sql AS $$
  DELETE FROM movements;
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents)
    FROM cases c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5;
$$;
--> statement-breakpoint
SELECT write_movements_anew();
