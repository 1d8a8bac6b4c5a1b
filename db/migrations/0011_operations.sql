CREATE INDEX "cases_next" ON "cases" USING btree ("next_act_at") WHERE next_act_at is not null;--> statement-breakpoint
CREATE INDEX "inbox_openings" ON "inbox" USING btree ("lane","sequence") WHERE kind in ('start', 'begin');--> statement-breakpoint
CREATE INDEX "inbox_mail" ON "inbox" USING btree ("creditor_id","not_before","sequence") WHERE case_id is not null;