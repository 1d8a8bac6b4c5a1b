ALTER TABLE "debtors" ADD COLUMN "billed" jsonb;--> statement-breakpoint
CREATE FUNCTION told_again(known jsonb, before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT (known - coalesce((SELECT array_agg(field) FROM jsonb_object_keys(before) AS field WHERE NOT after ? field), '{}'))
    || coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(after) WHERE value IS DISTINCT FROM before -> key), '{}')
$$;
--> statement-breakpoint
CREATE FUNCTION with_fields_of(document jsonb, other jsonb, fields text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT (document - fields) || coalesce((SELECT jsonb_object_agg(field, other -> field) FROM unnest(fields) AS field WHERE other ? field), '{}')
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION amend() RETURNS trigger LANGUAGE plpgsql AS $$
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
    NEW.document := with_fields_of(NEW.document, OLD.document, held);
    -- What nobody confirmed was not heard: told again it is asked again.
    IF of_kind = 'debtor' THEN NEW.billed := with_fields_of(NEW.billed, coalesce(OLD.billed, OLD.document), held); END IF;
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
