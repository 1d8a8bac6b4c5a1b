CREATE TABLE "erasures" (
	"id" serial PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"papers_erased_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "statement_imports" ADD COLUMN "dropped_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "erasures_debtor" ON "erasures" USING btree ("creditor_id","debtor_id");