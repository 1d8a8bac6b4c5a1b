DROP INDEX "cases_number";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "tasks" jsonb;--> statement-breakpoint
CREATE INDEX "cases_balance" ON "cases" USING btree ("creditor_id","balance_cents","id");--> statement-breakpoint
CREATE INDEX "cases_coming" ON "cases" USING btree ("creditor_id",(coalesce("next_act_at", 'infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "cases_held" ON "cases" USING btree ("creditor_id","hold") WHERE hold <> 'none';--> statement-breakpoint
CREATE INDEX "cases_plan" ON "cases" USING btree ("creditor_id","plan_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "cases_number" ON "cases" USING btree ("creditor_id","invoice_number","id");--> statement-breakpoint
/* What is kept beside the state of a case, for lists: the segment of its debtor, and what waits for a person. */
CREATE OR REPLACE FUNCTION segment_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.segment := segment_of(NEW.creditor_id, NEW.debtor_id, NEW.state);
  NEW.tasks := nullif(NEW.state -> 'tasks', '[]');
  RETURN NEW;
END
$$;
--> statement-breakpoint
UPDATE cases SET tasks = state -> 'tasks' WHERE needs_human;
