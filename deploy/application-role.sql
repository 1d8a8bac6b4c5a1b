-- The role under which the product runs: it reads and writes, but it cannot change or delete evidence, nor lift what protects it.
--
-- Run by the owner of the database, after the schema is there and after every upgrade; any number of times:
--   DATABASE_URL=postgres://owner@host/exigible  node exigible.mjs migrate
--   psql postgres://owner@host/exigible --file deploy/application-role.sql
--   psql postgres://owner@host/exigible --command '\password exigible_app'   (once)
-- Then every process of the product gets DATABASE_URL=postgres://exigible_app:…@host/exigible, and never the owner's.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'exigible_app') THEN
    CREATE ROLE exigible_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
END
$$;

-- Nobody makes objects beside the product's own: a table or a function of the same name could stand in for one.
REVOKE CREATE ON SCHEMA public FROM PUBLIC, exigible_app;
GRANT USAGE ON SCHEMA public, drizzle TO exigible_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO exigible_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO exigible_app;

-- Evidence and the heads over it are read and appended, nothing else.
REVOKE ALL ON TABLE public.evidence, public.evidence_heads, public.evidence_leaves, public.evidence_witnesses FROM PUBLIC, exigible_app;
GRANT SELECT, INSERT ON TABLE public.evidence, public.evidence_heads, public.evidence_leaves, public.evidence_witnesses TO exigible_app;

-- Who read what is not rewritten; lines go when their time is over.
REVOKE UPDATE, TRUNCATE ON TABLE public.accesses FROM exigible_app;

-- Who changed what is not rewritten: one that waits is decided, and what it says of an erased debtor goes.
REVOKE UPDATE, DELETE, TRUNCATE ON TABLE public.amendments FROM exigible_app;
GRANT UPDATE (state, fields, version, decided_by, decided_at) ON TABLE public.amendments TO exigible_app;

-- Which migrations were made: read, so that a start knows whether the schema is its own.
GRANT SELECT ON TABLE drizzle.__drizzle_migrations TO exigible_app;
