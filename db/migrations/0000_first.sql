CREATE TABLE "allocations" (
	"id" text NOT NULL,
	"creditor_id" text NOT NULL,
	"entry_key" text NOT NULL,
	"case_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"on" date NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "allocations_creditor_id_id_pk" PRIMARY KEY("creditor_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" serial PRIMARY KEY NOT NULL,
	"key_sha256" text NOT NULL,
	"creditor_id" text,
	"role" text NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_key_sha256_unique" UNIQUE("key_sha256")
);
--> statement-breakpoint
CREATE TABLE "bank_accounts" (
	"creditor_id" text NOT NULL,
	"account" text NOT NULL,
	"through_on" date NOT NULL,
	CONSTRAINT "bank_accounts_creditor_id_account_pk" PRIMARY KEY("creditor_id","account")
);
--> statement-breakpoint
CREATE TABLE "bank_entries" (
	"creditor_id" text NOT NULL,
	"key" text NOT NULL,
	"account" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"booked_on" date,
	"status" text NOT NULL,
	"verdict" text NOT NULL,
	"document" jsonb NOT NULL,
	"reasons" jsonb NOT NULL,
	CONSTRAINT "bank_entries_creditor_id_key_pk" PRIMARY KEY("creditor_id","key")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" text PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"invoice_number" text NOT NULL,
	"currency" text NOT NULL,
	"phase" text NOT NULL,
	"hold" text NOT NULL,
	"plan_id" text NOT NULL,
	"plan_version" integer NOT NULL,
	"balance_cents" bigint NOT NULL,
	"due_on" date NOT NULL,
	"next_act_at" timestamp with time zone,
	"needs_human" boolean NOT NULL,
	"route" text,
	"revision" integer NOT NULL,
	"state" jsonb NOT NULL,
	"plan" jsonb NOT NULL,
	"closed_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "creditors" (
	"id" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "debtors" (
	"creditor_id" text NOT NULL,
	"id" text NOT NULL,
	"document" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "debtors_creditor_id_id_pk" PRIMARY KEY("creditor_id","id")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"case_id" text NOT NULL,
	"kind" text NOT NULL,
	"filename" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"case_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"at" text NOT NULL,
	"actor" text NOT NULL,
	"cause" text,
	"type" text NOT NULL,
	"fact" jsonb NOT NULL,
	"previous_digest" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "evidence_case_id_sequence_pk" PRIMARY KEY("case_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"sequence" serial PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"creditor_id" text NOT NULL,
	"case_id" text,
	"lane" text NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	CONSTRAINT "inbox_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"creditor_id" text NOT NULL,
	"id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"document" jsonb NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "invoices_creditor_id_id_pk" PRIMARY KEY("creditor_id","id")
);
--> statement-breakpoint
CREATE TABLE "message_cases" (
	"message_id" text NOT NULL,
	"case_id" text NOT NULL,
	"step" text NOT NULL,
	"channel" text NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "message_cases_message_id_case_id_pk" PRIMARY KEY("message_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"currency" text NOT NULL,
	"channel" text NOT NULL,
	"template" text NOT NULL,
	"state" text NOT NULL,
	"contact_on" date,
	"asked_cents" bigint,
	"document_id" text,
	"sha256" text,
	"provider" text,
	"provider_id" text,
	"reason" text,
	"reserved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"creditor_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "plans_creditor_id_id_version_pk" PRIMARY KEY("creditor_id","id","version")
);
--> statement-breakpoint
CREATE TABLE "received_events" (
	"event_id" text PRIMARY KEY NOT NULL,
	"case_id" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"id" serial PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"purpose" text NOT NULL,
	"secret" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "allocations_case" ON "allocations" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "allocations_entry" ON "allocations" USING btree ("creditor_id","entry_key");--> statement-breakpoint
CREATE INDEX "bank_entries_verdict" ON "bank_entries" USING btree ("creditor_id","verdict");--> statement-breakpoint
CREATE INDEX "cases_creditor" ON "cases" USING btree ("creditor_id","phase");--> statement-breakpoint
CREATE INDEX "cases_debtor" ON "cases" USING btree ("creditor_id","debtor_id");--> statement-breakpoint
CREATE INDEX "cases_number" ON "cases" USING btree ("creditor_id","invoice_number");--> statement-breakpoint
CREATE INDEX "documents_case" ON "documents" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "inbox_lane" ON "inbox" USING btree ("lane","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "message_cases_act" ON "message_cases" USING btree ("case_id","step","channel","sequence");--> statement-breakpoint
CREATE INDEX "messages_debtor" ON "messages" USING btree ("creditor_id","debtor_id","contact_on");--> statement-breakpoint
CREATE INDEX "messages_provider" ON "messages" USING btree ("provider","provider_id");