CREATE TABLE "received_webhooks" (
	"id" serial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"door" text NOT NULL,
	"creditor_id" text,
	"reference" text,
	"kind" text,
	"case_id" text,
	"answer" text NOT NULL,
	"status" integer NOT NULL,
	"faults" jsonb,
	"count" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "received_webhooks_creditor" ON "received_webhooks" USING btree ("creditor_id","id");