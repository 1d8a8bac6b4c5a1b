-- Who refused e-mails had a case that could not tell it from an address that does not work: any correction gave it back.
UPDATE "cases" SET "state" = jsonb_set("state", '{contact}', ("state" -> 'contact') || '{"email":false,"emailStopped":true}')
WHERE EXISTS (
  SELECT 1 FROM "evidence" WHERE "evidence"."case_id" = "cases"."id" AND "evidence"."type" = 'opt-out'
    AND "evidence"."fact" ->> 'channel' = 'email');
