CREATE TABLE "amendments" (
	"id" serial PRIMARY KEY NOT NULL,
	"creditor_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"version" integer,
	"state" text NOT NULL,
	"fields" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "creditors" ADD COLUMN "told_by" text;--> statement-breakpoint
ALTER TABLE "debtors" ADD COLUMN "told_by" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "told_by" text;--> statement-breakpoint
CREATE INDEX "amendments_subject" ON "amendments" USING btree ("creditor_id","kind","subject","id");
--> statement-breakpoint
CREATE FUNCTION needs_second_person(creditor text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT (document ->> 'secondPerson')::boolean FROM creditors WHERE id = creditor),
    (SELECT count(*) >= 2 FROM people WHERE ended_at IS NULL AND role IN ('approver', 'admin') AND (creditors IS NULL OR creditors ? creditor)))
$$;
--> statement-breakpoint
CREATE FUNCTION guarded_fields(of_kind text, before jsonb, after jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(field), '{}')
  FROM (VALUES ('creditor', 'iban', true), ('creditor', 'mandate', true), ('creditor', 'secondPerson', true),
    ('debtor', 'virtualIban', true), ('debtor', 'registeredOffice', false)) AS guarded (kind, field, even_at_first)
  WHERE kind = of_kind AND before -> field IS DISTINCT FROM after -> field AND (even_at_first OR before ? field)
$$;
--> statement-breakpoint
CREATE FUNCTION changed_fields(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(field, jsonb_build_array(before -> field, after -> field)), '{}')
  FROM (SELECT jsonb_object_keys(before) UNION SELECT jsonb_object_keys(after)) AS every (field)
  WHERE before -> field IS DISTINCT FROM after -> field
$$;
--> statement-breakpoint
CREATE FUNCTION amend() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_kind text := TG_ARGV[0];
  owner text;
  teller text := coalesce(NEW.told_by, 'unknown');
  held text[];
  wanted jsonb;
BEGIN
  NEW.told_by := NULL;
  IF NEW.document = OLD.document OR teller LIKE 'amendment:%' OR teller = 'erasure' THEN RETURN NEW; END IF;
  IF of_kind = 'creditor' THEN owner := NEW.id; ELSE owner := NEW.creditor_id; END IF;
  held := guarded_fields(of_kind, OLD.document, NEW.document);
  IF cardinality(held) > 0 AND needs_second_person(owner) THEN
    SELECT jsonb_object_agg(field, jsonb_build_array(OLD.document -> field, NEW.document -> field)) INTO wanted FROM unnest(held) AS field;
    NEW.document := (NEW.document - held)
      || coalesce((SELECT jsonb_object_agg(field, OLD.document -> field) FROM unnest(held) AS field WHERE OLD.document ? field), '{}');
    IF NOT EXISTS (SELECT FROM amendments a WHERE a.creditor_id = owner AND a.kind = of_kind AND a.subject = NEW.id
        AND a.state = 'waiting' AND a.expires_at > now() AND a.fields = wanted) THEN
      UPDATE amendments a SET state = 'replaced', decided_by = teller, decided_at = now()
        WHERE a.creditor_id = owner AND a.kind = of_kind AND a.subject = NEW.id AND a.state = 'waiting' AND a.fields ?| held;
      INSERT INTO amendments (creditor_id, kind, subject, state, fields, actor, expires_at)
        VALUES (owner, of_kind, NEW.id, 'waiting', wanted, teller, now() + interval '7 days');
    END IF;
    IF NEW.document = OLD.document THEN
      NEW.version := OLD.version;
      NEW.updated_at := OLD.updated_at;
      RETURN NEW;
    END IF;
  END IF;
  INSERT INTO amendments (creditor_id, kind, subject, version, state, fields, actor)
    VALUES (owner, of_kind, NEW.id, NEW.version, 'made', changed_fields(OLD.document, NEW.document), teller);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER creditor_amended BEFORE UPDATE ON creditors FOR EACH ROW EXECUTE FUNCTION amend('creditor');
--> statement-breakpoint
CREATE TRIGGER debtor_amended BEFORE UPDATE ON debtors FOR EACH ROW EXECUTE FUNCTION amend('debtor');
--> statement-breakpoint
CREATE FUNCTION note_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_kind text := TG_ARGV[0];
  owner text;
BEGIN
  IF of_kind = 'creditor' THEN owner := NEW.id; ELSE owner := NEW.creditor_id; END IF;
  INSERT INTO amendments (creditor_id, kind, subject, version, state, fields, actor)
    VALUES (owner, of_kind, NEW.id, NEW.version, 'made', '{}', coalesce(NEW.told_by, 'unknown'));
  IF of_kind = 'creditor' THEN UPDATE creditors SET told_by = NULL WHERE id = NEW.id;
  ELSE UPDATE plans SET told_by = NULL WHERE creditor_id = NEW.creditor_id AND id = NEW.id AND version = NEW.version; END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER creditor_told AFTER INSERT ON creditors FOR EACH ROW EXECUTE FUNCTION note_first('creditor');
--> statement-breakpoint
CREATE TRIGGER plan_told AFTER INSERT ON plans FOR EACH ROW EXECUTE FUNCTION note_first('plan');
