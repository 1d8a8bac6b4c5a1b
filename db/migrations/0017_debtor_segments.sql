CREATE TABLE "debtor_segments" (
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"segment" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "debtor_segments_creditor_id_debtor_id_pk" PRIMARY KEY("creditor_id","debtor_id")
);
