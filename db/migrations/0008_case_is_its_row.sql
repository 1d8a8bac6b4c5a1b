CREATE TABLE "sending_holds" (
	"creditor_id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"held_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "cases_debtor";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "open_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "run" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "token" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "attempt_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "received_events" ADD COLUMN "answer" jsonb;--> statement-breakpoint
CREATE INDEX "inbox_due" ON "inbox" USING btree ("not_before","sequence");--> statement-breakpoint
CREATE INDEX "inbox_creditor" ON "inbox" USING btree ("creditor_id") WHERE case_id is null;--> statement-breakpoint
CREATE INDEX "inbox_feed" ON "inbox" USING btree ("lane","sequence") WHERE case_id is null;--> statement-breakpoint
CREATE INDEX "cases_debtor" ON "cases" USING btree ("creditor_id","debtor_id","next_act_at");--> statement-breakpoint
UPDATE "cases" SET "open_cents" = GREATEST("balance_cents", 0);
