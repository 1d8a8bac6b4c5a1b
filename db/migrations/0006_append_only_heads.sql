CREATE TRIGGER evidence_heads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "evidence_heads"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change();
--> statement-breakpoint
CREATE TRIGGER evidence_leaves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "evidence_leaves"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change();
--> statement-breakpoint
CREATE TRIGGER evidence_witnesses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "evidence_witnesses"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change();
