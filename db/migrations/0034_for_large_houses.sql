-- Indexes first: whoever reads cases goes on meanwhile.
ALTER INDEX "cases_number" RENAME TO "cases_number_alone";--> statement-breakpoint
CREATE INDEX "cases_number" ON "cases" USING btree ("creditor_id","invoice_number","id");--> statement-breakpoint
CREATE INDEX "cases_balance" ON "cases" USING btree ("creditor_id","balance_cents","id");--> statement-breakpoint
CREATE INDEX "cases_coming" ON "cases" USING btree ("creditor_id",(coalesce("next_act_at", 'infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "cases_held" ON "cases" USING btree ("creditor_id","hold") WHERE hold <> 'none';--> statement-breakpoint
CREATE INDEX "cases_plan" ON "cases" USING btree ("creditor_id","plan_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "debtors_named" ON "debtors" USING btree ("creditor_id",(coalesce("document"->>'name', "id")));--> statement-breakpoint
DROP INDEX "cases_number_alone";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "tasks" jsonb;--> statement-breakpoint
/* What is kept beside the state of a case, for lists: the segment of its debtor, and what waits for a person. */
CREATE OR REPLACE FUNCTION segment_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.segment := segment_of(NEW.creditor_id, NEW.debtor_id, NEW.state);
  NEW.tasks := nullif(NEW.state -> 'tasks', '[]');
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- What triggers keep, from nothing: for cases that are older than it, and for a copy that was made before.
CREATE OR REPLACE FUNCTION write_movements_anew() RETURNS void LANGUAGE sql AS $$
  UPDATE cases SET segment = segment_of(creditor_id, debtor_id, state), tasks = nullif(state -> 'tasks', '[]')
    WHERE segment <> segment_of(creditor_id, debtor_id, state) OR tasks IS DISTINCT FROM nullif(state -> 'tasks', '[]');
  DELETE FROM movements;
  INSERT INTO movements SELECT c.creditor_id, c.currency, m."on", c.due_on, m.phase,
      sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents), c.segment
    FROM cases c CROSS JOIN LATERAL movements_of(c.state, c.plan, c.closed_at) m GROUP BY 1, 2, 3, 4, 5, 10;
$$;
--> statement-breakpoint
UPDATE cases SET tasks = state -> 'tasks' WHERE needs_human;
