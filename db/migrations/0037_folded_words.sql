/* A text as it is looked for: without capitals, accents and ligatures, with the apostrophes, dashes and spaces of a keyboard. Few texts have any
   of that: the others are left at once. PostgreSQL writes it into what uses it: it calls nothing that is not immutable, and is not STRICT. */
CREATE FUNCTION folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(CASE WHEN octet_length(said) = length(said) THEN said ELSE translate(
    replace(replace(replace(replace(replace(normalize(said, NFD), 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), 'ß', 'ss'),
    E'øØđĐłŁı\u2018\u2019\u201b\u02bc\u2032\u00b4\u2010\u2011\u2012\u2013\u2014\u00a0\u2009\u202f\u00ad\u200b\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328',
    'oOdDlLi''''''''''''-----   ') END)
$$;
--> statement-breakpoint
-- As in 0035: new indexes first, cases last, those that nothing uses any more at the end; then what the planner knows of the new ones.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) THEN
    CREATE INDEX "bank_entries_label_folded" ON "bank_entries" USING gin (folded("document"->>'label') gin_trgm_ops);
    CREATE INDEX "debtors_name_folded" ON "debtors" USING gin (folded("document"->>'name') gin_trgm_ops);
    CREATE INDEX "cases_number_folded" ON "cases" USING gin (folded("invoice_number") gin_trgm_ops);
    DROP INDEX IF EXISTS "bank_entries_label_parts", "debtors_name_parts", "cases_number_parts";
    ANALYZE "bank_entries", "debtors", "cases";
  END IF;
END
$$;
