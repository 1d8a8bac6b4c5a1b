CREATE TABLE "legal_rates" (
	"semester" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"entered_by" text NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL
);
