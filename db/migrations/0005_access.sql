CREATE TABLE "accesses" (
	"id" serial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"creditor_id" text,
	"subject" text,
	"count" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_heads" (
	"sequence" integer PRIMARY KEY NOT NULL,
	"at" text NOT NULL,
	"reason" text NOT NULL,
	"chains" integer NOT NULL,
	"root" text NOT NULL,
	"previous_digest" text NOT NULL,
	"digest" text NOT NULL,
	"public_key" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_leaves" (
	"head" integer NOT NULL,
	"position" integer NOT NULL,
	"case_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "evidence_leaves_head_position_pk" PRIMARY KEY("head","position")
);
--> statement-breakpoint
CREATE TABLE "evidence_witnesses" (
	"head" integer NOT NULL,
	"kind" text NOT NULL,
	"witness" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"token" text,
	CONSTRAINT "evidence_witnesses_head_kind_pk" PRIMARY KEY("head","kind")
);
--> statement-breakpoint
CREATE TABLE "money_sources" (
	"creditor_id" text NOT NULL,
	"source" text NOT NULL,
	"accounts" jsonb NOT NULL,
	CONSTRAINT "money_sources_creditor_id_source_pk" PRIMARY KEY("creditor_id","source")
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"person_id" integer,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"transports" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"creditors" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"creditor_id" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "statement_imports" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "accesses_subject" ON "accesses" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "evidence_leaves_case" ON "evidence_leaves" USING btree ("case_id","head");--> statement-breakpoint
CREATE INDEX "passkeys_person" ON "passkeys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "webhook_secrets_source" ON "webhook_secrets" USING btree ("creditor_id","purpose");