CREATE TABLE "bank_account_names" (
	"creditor_id" text NOT NULL,
	"name" text NOT NULL,
	"account" text,
	"named_by" text,
	"named_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bank_account_names_creditor_id_name_pk" PRIMARY KEY("creditor_id","name")
);
--> statement-breakpoint
CREATE TABLE "debtor_names" (
	"creditor_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"name" text NOT NULL,
	"is_remembered" boolean NOT NULL,
	"key" text,
	"words" text[],
	CONSTRAINT "debtor_names_creditor_id_debtor_id_name_is_remembered_pk" PRIMARY KEY("creditor_id","debtor_id","name","is_remembered")
);
--> statement-breakpoint
CREATE TABLE "matchable_invoices" (
	"creditor_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"debtor_id" text NOT NULL,
	"number" text NOT NULL,
	"currency" text NOT NULL,
	"balance_cents" bigint NOT NULL,
	"due_on" text NOT NULL,
	"is_open" boolean NOT NULL,
	"number_key" text,
	"loose_key" text,
	CONSTRAINT "matchable_invoices_creditor_id_invoice_id_pk" PRIMARY KEY("creditor_id","invoice_id")
);
--> statement-breakpoint
CREATE INDEX "debtor_names_key" ON "debtor_names" USING btree ("creditor_id","key");--> statement-breakpoint
CREATE INDEX "debtor_names_words" ON "debtor_names" USING gin ("words");--> statement-breakpoint
CREATE INDEX "debtor_names_unkeyed" ON "debtor_names" USING btree ("creditor_id") WHERE key is null;--> statement-breakpoint
CREATE INDEX "matchable_number" ON "matchable_invoices" USING btree ("creditor_id","number_key");--> statement-breakpoint
CREATE INDEX "matchable_loose" ON "matchable_invoices" USING btree ("creditor_id","loose_key") WHERE is_open;--> statement-breakpoint
CREATE INDEX "matchable_balance" ON "matchable_invoices" USING btree ("creditor_id","currency","balance_cents","due_on","invoice_id") WHERE is_open;--> statement-breakpoint
CREATE INDEX "matchable_debtor" ON "matchable_invoices" USING btree ("creditor_id","debtor_id","currency") WHERE is_open;--> statement-breakpoint
CREATE INDEX "matchable_unkeyed" ON "matchable_invoices" USING btree ("creditor_id") WHERE number_key is null;--> statement-breakpoint
CREATE INDEX "cases_feed_stale" ON "cases" USING btree ("creditor_id") WHERE closed_at is null and state -> 'holds' @> '[{"type":"feed-stale"}]'::jsonb;--> statement-breakpoint
/* An invoice as the bank feed sees it: the balance of its case, less what it was given and has not recorded, plus what went back. A case
   without a row yet counts whole; a closed one is open again as soon as its money went back. */
CREATE VIEW matchable_now AS
SELECT i.creditor_id, i.id AS invoice_id, i.debtor_id, coalesce(i.document ->> 'number', '') AS number,
  coalesce(i.document ->> 'currency', 'EUR') AS currency, now_due.cents AS balance_cents,
  coalesce(c.due_on::text, i.document ->> 'dueOn', '9999') AS due_on,
  (c.closed_at IS NULL OR unheard.cents > 0) AND now_due.cents > 0 AS is_open
FROM invoices i
LEFT JOIN cases c ON c.id = 'invoice:' || i.creditor_id || ':' || i.id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(CASE WHEN told.reversed THEN told.amount_cents ELSE -told.amount_cents END), 0)::bigint AS cents
  FROM (
    SELECT a.amount_cents, a.reversed,
      coalesce(c.state -> 'payments' @> jsonb_build_array(jsonb_build_object('id', a.id)), false) AS heard,
      coalesce(c.state -> 'payments' @> jsonb_build_array(jsonb_build_object('id', a.id, 'reversed', true)), false) AS heard_back
    FROM allocations a
    WHERE a.case_id = 'invoice:' || i.creditor_id || ':' || i.id AND (a.reversed OR c.closed_at IS NULL)
  ) told
  WHERE CASE WHEN told.reversed THEN told.heard AND NOT told.heard_back ELSE NOT told.heard END
) unheard
CROSS JOIN LATERAL (
  SELECT (coalesce(c.balance_cents, (i.document ->> 'totalCents')::bigint, 0) + unheard.cents)::bigint AS cents
) now_due;
--> statement-breakpoint
/* Locks first and computes after: of two who change one invoice at once, the later sees what the earlier did. */
CREATE FUNCTION refresh_matchable(creditors text[], ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO matchable_invoices (creditor_id, invoice_id, debtor_id, number, currency, balance_cents, due_on, is_open)
    SELECT v.creditor_id, v.invoice_id, v.debtor_id, v.number, v.currency, v.balance_cents, v.due_on, v.is_open
    FROM (SELECT DISTINCT * FROM unnest(creditors, ids) AS told (creditor_id, invoice_id) ORDER BY 1, 2) t
    JOIN matchable_now v ON v.creditor_id = t.creditor_id AND v.invoice_id = t.invoice_id
    WHERE NOT EXISTS (SELECT 1 FROM matchable_invoices m WHERE m.creditor_id = t.creditor_id AND m.invoice_id = t.invoice_id)
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM matchable_invoices m
    JOIN unnest(creditors, ids) AS t (creditor_id, invoice_id) ON m.creditor_id = t.creditor_id AND m.invoice_id = t.invoice_id
    ORDER BY m.creditor_id, m.invoice_id FOR UPDATE OF m;
  UPDATE matchable_invoices m SET debtor_id = v.debtor_id, number = v.number, currency = v.currency, balance_cents = v.balance_cents,
      due_on = v.due_on, is_open = v.is_open, number_key = CASE WHEN m.number = v.number THEN m.number_key END
    FROM unnest(creditors, ids) AS t (creditor_id, invoice_id), matchable_now v
    WHERE m.creditor_id = t.creditor_id AND m.invoice_id = t.invoice_id AND v.creditor_id = t.creditor_id AND v.invoice_id = t.invoice_id
      AND (m.debtor_id, m.number, m.currency, m.balance_cents, m.due_on, m.is_open)
        IS DISTINCT FROM (v.debtor_id, v.number, v.currency, v.balance_cents, v.due_on, v.is_open);
END
$$;
--> statement-breakpoint
CREATE FUNCTION matchable_by_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_matchable(array_agg(creditor_id), array_agg(id)) FROM changed HAVING count(*) > 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION matchable_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM matchable_invoices m USING changed g WHERE m.creditor_id = g.creditor_id AND m.invoice_id = g.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION matchable_by_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_matchable(array_agg(creditor_id), array_agg(invoice_id)) FROM changed HAVING count(*) > 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION matchable_by_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_matchable(array_agg(n.creditor_id), array_agg(n.invoice_id)) FROM changed n JOIN before o ON o.id = n.id
    WHERE (o.balance_cents, o.due_on, o.closed_at, o.state -> 'payments')
      IS DISTINCT FROM (n.balance_cents, n.due_on, n.closed_at, n.state -> 'payments')
    HAVING count(*) > 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION matchable_by_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_matchable(array_agg(creditor_id), array_agg(substr(case_id, length(creditor_id) + 10))) FROM changed HAVING count(*) > 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER matchable_new AFTER INSERT ON invoices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_invoice();
--> statement-breakpoint
CREATE TRIGGER matchable_changed AFTER UPDATE ON invoices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_invoice();
--> statement-breakpoint
CREATE TRIGGER matchable_deleted AFTER DELETE ON invoices REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_gone();
--> statement-breakpoint
CREATE TRIGGER matchable_new AFTER INSERT ON cases REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_case();
--> statement-breakpoint
CREATE TRIGGER matchable_changed AFTER UPDATE ON cases REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_case_change();
--> statement-breakpoint
CREATE TRIGGER matchable_deleted AFTER DELETE ON cases REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_case();
--> statement-breakpoint
CREATE TRIGGER matchable_new AFTER INSERT ON allocations REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_allocation();
--> statement-breakpoint
CREATE TRIGGER matchable_changed AFTER UPDATE ON allocations REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_allocation();
--> statement-breakpoint
CREATE TRIGGER matchable_deleted AFTER DELETE ON allocations REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matchable_by_allocation();
--> statement-breakpoint
CREATE FUNCTION name_debtor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.document ->> 'name' IS DISTINCT FROM NEW.document ->> 'name') THEN
    DELETE FROM debtor_names n WHERE n.creditor_id = OLD.creditor_id AND n.debtor_id = OLD.id AND NOT n.is_remembered;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO debtor_names (creditor_id, debtor_id, name, is_remembered)
      VALUES (NEW.creditor_id, NEW.id, coalesce(NEW.document ->> 'name', ''), false) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION remember_debtor_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM debtor_names n WHERE n.creditor_id = OLD.creditor_id AND n.debtor_id = OLD.debtor_id AND n.name = OLD.payer AND n.is_remembered;
  ELSE
    INSERT INTO debtor_names (creditor_id, debtor_id, name, is_remembered) VALUES (NEW.creditor_id, NEW.debtor_id, NEW.payer, true)
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER debtor_named AFTER INSERT OR UPDATE OR DELETE ON debtors FOR EACH ROW EXECUTE FUNCTION name_debtor();
--> statement-breakpoint
CREATE TRIGGER debtor_name_remembered AFTER INSERT OR DELETE ON remembered_payers FOR EACH ROW EXECUTE FUNCTION remember_debtor_name();
--> statement-breakpoint
INSERT INTO matchable_invoices (creditor_id, invoice_id, debtor_id, number, currency, balance_cents, due_on, is_open)
  SELECT creditor_id, invoice_id, debtor_id, number, currency, balance_cents, due_on, is_open FROM matchable_now;
--> statement-breakpoint
INSERT INTO debtor_names (creditor_id, debtor_id, name, is_remembered) SELECT creditor_id, id, coalesce(document ->> 'name', ''), false FROM debtors;
--> statement-breakpoint
INSERT INTO debtor_names (creditor_id, debtor_id, name, is_remembered) SELECT creditor_id, debtor_id, payer, true FROM remembered_payers;
--> statement-breakpoint
/* Accounts that spoke under a name that is no IBAN, and that nobody handed over as an account: they wait to be named. */
INSERT INTO bank_account_names (creditor_id, name)
  SELECT creditor_id, account FROM bank_accounts b WHERE account !~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'
    AND NOT EXISTS (SELECT 1 FROM statement_imports s WHERE s.creditor_id = b.creditor_id AND s.state = 'done' AND s.accounts ? b.account);
--> statement-breakpoint
DELETE FROM bank_accounts b USING bank_account_names n WHERE n.creditor_id = b.creditor_id AND n.name = b.account;
