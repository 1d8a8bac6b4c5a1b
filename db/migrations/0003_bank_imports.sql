CREATE TABLE "bank_bookings" (
	"creditor_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"ordinal" integer NOT NULL,
	"said" jsonb NOT NULL,
	CONSTRAINT "bank_bookings_creditor_id_fingerprint_ordinal_pk" PRIMARY KEY("creditor_id","fingerprint","ordinal")
);
--> statement-breakpoint
CREATE TABLE "remembered_payers" (
	"creditor_id" text NOT NULL,
	"payer" text NOT NULL,
	"debtor_id" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "remembered_payers_creditor_id_payer_debtor_id_pk" PRIMARY KEY("creditor_id","payer","debtor_id")
);
--> statement-breakpoint
CREATE TABLE "statement_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"filename" text,
	"accounts" jsonb NOT NULL,
	"state" text NOT NULL,
	"settled" integer DEFAULT 0 NOT NULL,
	"statements" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"problem" jsonb,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "surplus" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_entries" ADD COLUMN "open_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_entries" ADD COLUMN "booking" text;--> statement-breakpoint
CREATE INDEX "bank_entries_booking" ON "bank_entries" USING btree ("creditor_id","booking");--> statement-breakpoint
CREATE INDEX "bank_entries_amount" ON "bank_entries" USING btree ("creditor_id","amount_cents");--> statement-breakpoint
UPDATE "bank_entries" SET "open_cents" = "amount_cents" WHERE "verdict" = 'unmatched';--> statement-breakpoint
UPDATE "bank_entries" SET "open_cents" = "amount_cents" - "given"."cents", "verdict" = 'unmatched' FROM (
	SELECT "creditor_id", "entry_key", sum("amount_cents")::bigint AS "cents" FROM "allocations" GROUP BY 1, 2
) AS "given" WHERE "verdict" = 'allocated' AND "amount_cents" > "given"."cents"
	AND "bank_entries"."creditor_id" = "given"."creditor_id" AND "bank_entries"."key" = "given"."entry_key";
