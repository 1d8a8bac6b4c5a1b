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
CREATE INDEX "movements_creditor" ON "movements" USING btree ("creditor_id","on");