CREATE INDEX "debtors_siren" ON "debtors" USING btree ("creditor_id",("document"->>'siren'));--> statement-breakpoint
-- What is looked for anywhere in a text is found by its trigrams. A PostgreSQL without its contrib modules, or whose owner may not, has none: the
-- same searches read what they look in. Cases last: while an index of theirs is made they are read and not written.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR invalid_schema_name OR raise_exception THEN
  RAISE NOTICE 'without trigrams: %', SQLERRM;
END
$$;
--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) THEN
    CREATE INDEX "bank_entries_label_parts" ON "bank_entries" USING gin (("document"->>'label') gin_trgm_ops);
    CREATE INDEX "debtors_name_parts" ON "debtors" USING gin (("document"->>'name') gin_trgm_ops);
    CREATE INDEX "cases_number_parts" ON "cases" USING gin ("invoice_number" gin_trgm_ops);
  END IF;
END
$$;
