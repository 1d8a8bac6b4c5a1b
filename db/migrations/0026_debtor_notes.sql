CREATE TABLE "debtor_notes" (
	"id" serial PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"text" text NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "debtor_notes_debtor" ON "debtor_notes" USING btree ("creditor_id","debtor_id","id");