ALTER TABLE "message_cases" ADD COLUMN "words" text;--> statement-breakpoint
ALTER TABLE "message_cases" ADD COLUMN "asked_cents" bigint;