import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { searchAttributes } from '../../run/temporal-attributes.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const parseCompose = (): Compose => parse(read('docker-compose.yml'), { merge: true }) as Compose;
const compose = parseCompose();
const services = Object.entries(compose.services);

let validate: ValidateFunction;

/** The schema of the Compose specification, as the compose linter ships it. */
beforeAll(() => {
  const folder = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(folder, 'schemas', 'compose.schema.json'), 'utf8')) as object;
  validate = new Ajv({ strict: false, validateSchema: false, validateFormats: false }).compile(schema);
});

describe('docker-compose.yml', () => {
  test('is what the Compose specification allows', () => {
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    [
      'an unknown key of a service',
      (file: Record<string, Record<string, object>>) => ({ ...file, services: { api: { imagen: 'x' } } }),
    ],
    [
      'a condition that does not exist',
      () => ({ services: { api: { image: 'x', depends_on: { db: { condition: 'ready' } } } } }),
    ],
  ])('the check would catch %s', (_, change) => {
    expect(validate(change(parseCompose() as never))).toBe(false);
  });

  test('every dependency exists and waits for what that service can say of itself', () => {
    const waits = services.flatMap(([name, service]) =>
      Object.entries(service.depends_on ?? {}).map(([on, how]) => ({ name, on, ...how })),
    );
    expect(waits.length).toBeGreaterThan(0);
    for (const { on, condition } of waits) {
      const healthy = compose.services[on]?.healthcheck !== undefined;
      expect({ on, condition }).toEqual({ on, condition: healthy ? 'service_healthy' : 'service_completed_successfully' });
    }
  });

  test('what is not built here is taken by its digest, and every image has a version', () => {
    const isOurs = (service: Service) => service.build !== undefined;
    for (const [name, service] of services)
      expect([name, service.image]).toEqual([
        name,
        expect.stringMatching(isOurs(service) ? /^exigible:\d/ : /:\d[\w.-]*@sha256:[0-9a-f]{64}$/),
      ]);
    const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toEqual([expect.stringMatching(/@sha256:[0-9a-f]{64}$/)]);
  });

  test('every published port is for this machine only', () => {
    for (const port of services.flatMap(([, service]) => service.ports ?? [])) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('the engine’s port is published by nobody', () => {
    expect(services.flatMap(([, service]) => service.ports ?? []).join()).not.toContain('7233');
  });

  test('no secret stands in the file', () => {
    const settings = services.flatMap(([, service]) => Object.entries(service.environment ?? {}));
    const secrets = settings.filter(([name]) => /PASSWORD|PWD|KEY|DATABASE_URL/.test(name));
    expect(secrets.length).toBeGreaterThan(0);
    for (const [, value] of secrets) expect(value).toMatch(/\$\{\w+:[?-]/);
  });

  test('the buttons that go around the case are locked in the Web UI', () => {
    const locked = Object.entries(compose.services.ui?.environment ?? {}).filter(
      ([name, value]) => name.endsWith('_DISABLED') && value === 'true',
    );
    expect(locked).toHaveLength(5);
  });

  test('the Web UI is read-only, and whoever is ours has no capability and cannot gain any', () => {
    expect(compose.services.ui?.environment).toMatchObject({ TEMPORAL_DISABLE_WRITE_ACTIONS: 'true' });
    for (const name of ['api', 'worker', 'documents', 'migrate', 'role', 'ui'])
      expect([name, compose.services[name]]).toMatchObject([
        name,
        { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      ]);
    for (const name of ['api', 'worker', 'documents', 'migrate']) expect(compose.services[name]).toMatchObject({ user: 'node' });
  });

  test('each container has only its own secrets, and the product works under a role without power', () => {
    const secretsOf = (name: string) => Object.keys(compose.services[name]?.environment ?? {}).join(' ');
    for (const name of ['api', 'worker', 'documents'])
      expect(compose.services[name]?.environment?.DATABASE_URL).toMatch(/^postgres:\/\/exigible_app:/);
    expect(secretsOf('documents')).not.toMatch(/ADMIN_KEY|ENVELOPE|SENDGRID|TWILIO|MAILEVA|SWAN/);
    expect(secretsOf('worker')).not.toMatch(/ADMIN_KEY|ENVELOPE|EVENT_PUBLIC_KEY|SWAN/);
    for (const [name, service] of services) expect([name, 'env_file' in service]).toEqual([name, false]);
  });

  test.each(['api', 'worker', 'documents'])('%s runs its own role', (role) => {
    expect(compose.services[role]?.command).toEqual(['node', 'exigible.mjs', 'start', '--role', role]);
  });

  test('every file and volume that a service mounts exists', () => {
    for (const mount of services.flatMap(([, service]) => service.volumes ?? [])) {
      const [source = ''] = mount.split(':');
      if (source.startsWith('.')) execFileSync('test', ['-e', join(ROOT, source)]);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });
});

describe('the scripts of deploy/', () => {
  test.each(['schema.sh', 'namespace.sh', 'role.sh'])('%s is sound shell', (name) => {
    execFileSync('/bin/sh', ['-n', join(ROOT, 'deploy', name)]);
  });

  test('the namespace gets exactly the search attributes of the product', () => {
    const listed = [...read('deploy/namespace.sh').matchAll(/^(\w+)=(Keyword|Double|Datetime|Bool|Int|Text)$/gm)];
    expect(Object.fromEntries(listed.map(([, name, type]) => [name, type]))).toEqual(searchAttributes);
  });

  test('the server’s dynamic configuration is a list of values by name', () => {
    const configuration = parse(read('deploy/dynamic-config.yaml')) as Record<string, unknown>;
    for (const values of Object.values(configuration)) expect(values).toEqual([{ value: expect.anything() }]);
  });
});
