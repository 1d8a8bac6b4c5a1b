CREATE INDEX "cases_due" ON "cases" USING btree ("creditor_id","due_on","id");--> statement-breakpoint
CREATE INDEX "cases_changed" ON "cases" USING btree ("creditor_id","updated_at");--> statement-breakpoint
CREATE INDEX "cases_waiting" ON "cases" USING btree ("creditor_id","id") WHERE needs_human;