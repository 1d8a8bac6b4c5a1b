CREATE TABLE "job_items" (
	"job_id" integer NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"asked" jsonb,
	"refusal" text,
	CONSTRAINT "job_items_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" serial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"creditors" jsonb NOT NULL,
	"asked_by" text NOT NULL,
	"creditor_id" text,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"same" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"turn_until" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "statement_imports" ADD COLUMN "read" integer DEFAULT 0 NOT NULL;