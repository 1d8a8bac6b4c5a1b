CREATE TABLE "debtor_links" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "debtor_links_debtor" ON "debtor_links" USING btree ("creditor_id","debtor_id");