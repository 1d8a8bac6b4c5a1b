ALTER TABLE "people" ADD COLUMN "morning_to" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "morning_on" date;