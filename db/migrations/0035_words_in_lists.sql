CREATE INDEX "debtors_siren" ON "debtors" USING btree ("creditor_id",("document"->>'siren'));--> statement-breakpoint
-- What is looked for anywhere in a text is found by its trigrams. A PostgreSQL without its contrib modules has none: the same searches read what they look in.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "cases_number_parts" ON "cases" USING gin ("invoice_number" gin_trgm_ops);
  CREATE INDEX "debtors_name_parts" ON "debtors" USING gin (("document"->>'name') gin_trgm_ops);
  CREATE INDEX "bank_entries_label_parts" ON "bank_entries" USING gin (("document"->>'label') gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
  RAISE NOTICE 'without trigrams: %', SQLERRM;
END
$$;
