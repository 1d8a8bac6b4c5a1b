CREATE TABLE "stray_mails" (
	"sha256" text PRIMARY KEY NOT NULL,
	"creditor_id" text,
	"sender" text NOT NULL,
	"subject" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"case_id" text
);
--> statement-breakpoint
CREATE INDEX "stray_mails_waiting" ON "stray_mails" USING btree ("received_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "cases_talks" ON "cases" USING btree ("creditor_id","debtor_id") WHERE state ? 'talks';