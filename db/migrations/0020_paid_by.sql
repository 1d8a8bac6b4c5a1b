/* The names under which another pays for a debtor (his head office, his parent company), as his document tells them: payers to remember,
   as those that a person saw are. What the document no longer tells is forgotten; what a person decided stays. */
CREATE FUNCTION remember_who_pays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT NEW.document ? 'paidBy' AND (TG_OP = 'INSERT' OR NOT OLD.document ? 'paidBy') THEN
    RETURN NULL;
  END IF;
  DELETE FROM remembered_payers p WHERE p.creditor_id = NEW.creditor_id AND p.debtor_id = NEW.id AND p.decided_by = 'debtor'
    AND NOT coalesce(NEW.document -> 'paidBy', '[]'::jsonb) ? p.payer;
  INSERT INTO remembered_payers (creditor_id, payer, debtor_id, decided_by)
    SELECT NEW.creditor_id, told.payer, NEW.id, 'debtor' FROM jsonb_array_elements_text(coalesce(NEW.document -> 'paidBy', '[]'::jsonb)) told (payer)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER debtor_paid_by AFTER INSERT OR UPDATE ON debtors FOR EACH ROW EXECUTE FUNCTION remember_who_pays();
