import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { settingNames } from '../../config.ts';
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

const everyRole = ['api', 'worker', 'documents'];

/** Which containers each setting is for; none: the command line, an engine of ours, another engine than the file's, or servers of tests. */
const readBy: Readonly<Record<string, readonly string[]>> = {
  ...forEach(everyRole, 'EXIGIBLE_DATA EXIGIBLE_LOG_LEVEL EXIGIBLE_PUBLIC_URL EXIGIBLE_CODEC_KEYS DATABASE_URL'),
  ...forEach(everyRole, 'TEMPORAL_ADDRESS TEMPORAL_NAMESPACE'),
  ...forEach(everyRole, 'S3_BUCKET S3_REGION S3_ENDPOINT S3_ACCESS_KEY_ID S3_SECRET_ACCESS_KEY'),
  ...forEach(['api'], 'EXIGIBLE_HOST EXIGIBLE_ADMIN_KEY EXIGIBLE_ENVELOPE_KEYS TEMPORAL_UI_URL TEMPORAL_UI_INTERNAL_URL'),
  ...forEach(['api'], 'SENDGRID_EVENT_PUBLIC_KEY MAILEVA_NOTIFICATION_PASSWORD'),
  ...forEach(['api'], 'SWAN_CLIENT_ID SWAN_CLIENT_SECRET SWAN_SANDBOX'),
  ...forEach(['api', 'worker'], 'EXIGIBLE_TEST_TO EXIGIBLE_REPLY_DOMAIN SENDGRID_INBOUND_SECRET'),
  ...forEach(['api', 'worker'], 'SENDGRID_API_KEY SENDGRID_FROM SENDGRID_EU SMTP_URL SMTP_FROM'),
  ...forEach(['api', 'worker'], 'TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_FROM'),
  ...forEach(['api', 'worker'], 'MAILEVA_CLIENT_ID MAILEVA_CLIENT_SECRET MAILEVA_USERNAME MAILEVA_PASSWORD MAILEVA_SANDBOX'),
  ...forEach(['api', 'worker'], 'EXIGIBLE_HEADS_KEY_FILE EXIGIBLE_HEADS_FOLDER EXIGIBLE_HEADS_MAIL'),
  ...forEach(['api', 'worker'], 'EXIGIBLE_HEADS_BUCKET EXIGIBLE_HEADS_TSA_URL'),
  ...forEach(['worker'], 'EXIGIBLE_ENGINE_ACTS EXIGIBLE_SENDS_PER_SECOND SENDGRID_PER_SECOND SMTP_PER_SECOND'),
  ...forEach(['worker'], 'TWILIO_PER_SECOND MAILEVA_PER_SECOND'),
  ...forEach([], 'EXIGIBLE_URL EXIGIBLE_API_KEY EXIGIBLE_PORT EXIGIBLE_ENGINE_PORT EXIGIBLE_UI_PORT'),
  ...forEach([], 'TEMPORAL_API_KEY TEMPORAL_TLS TEMPORAL_TLS_CLIENT_CERT_PATH'),
  ...forEach([], 'SENDGRID_BASE_URL TWILIO_BASE_URL MAILEVA_BASE_URL MAILEVA_AUTH_URL SWAN_API_URL SWAN_TOKEN_URL'),
};

function forEach(roles: readonly string[], names: string) {
  return Object.fromEntries(names.split(' ').map((name) => [name, roles]));
}

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

  test('the Web UI is read-only, and opens sealed histories through the API with the session of who looks', () => {
    expect(compose.services.ui?.environment).toMatchObject({
      TEMPORAL_DISABLE_WRITE_ACTIONS: 'true',
      TEMPORAL_CODEC_ENDPOINT: expect.stringMatching(/^\$\{EXIGIBLE_PUBLIC_URL:-http:\/\/127\.0\.0\.1:3000\}\/codec$/),
      TEMPORAL_CODEC_INCLUDE_CREDENTIALS: 'true',
    });
    expect(compose.services.api?.environment).toMatchObject({ TEMPORAL_UI_INTERNAL_URL: 'http://ui:8080' });
    expect(compose.services.ui?.ports).toEqual(['127.0.0.1:8233:8080']);
  });

  /** The users of the images that we do not make; the screen's image names its own. */
  const users: Readonly<Record<string, string | undefined>> = {
    postgres: 'postgres',
    role: 'postgres',
    schema: 'temporal',
    temporal: 'temporal',
    namespace: 'temporal',
    migrate: 'node',
    api: 'node',
    worker: 'node',
    documents: 'node',
    ui: undefined,
  };

  test('no service is root, has a capability or can gain one', () => {
    expect(services.map(([name]) => name).sort()).toEqual(Object.keys(users).sort());
    for (const [name, service] of services)
      expect([name, service]).toMatchObject([
        name,
        { ...(users[name] ? { user: users[name] } : {}), cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      ]);
  });

  test('each container has only its own secrets, and the product works under a role without power', () => {
    const secretsOf = (name: string) => Object.keys(compose.services[name]?.environment ?? {}).join(' ');
    for (const name of ['api', 'worker', 'documents'])
      expect(compose.services[name]?.environment?.DATABASE_URL).toMatch(/^postgres:\/\/exigible_app:/);
    expect(secretsOf('documents')).not.toMatch(/ADMIN_KEY|ENVELOPE|SENDGRID|TWILIO|MAILEVA|SWAN/);
    expect(secretsOf('worker')).not.toMatch(/ADMIN_KEY|ENVELOPE|EVENT_PUBLIC_KEY|SWAN/);
    for (const [name, service] of services) expect([name, 'env_file' in service]).toEqual([name, false]);
  });

  test('every setting reaches each container that reads it, and no other', () => {
    expect(Object.keys(readBy).sort()).toEqual([...settingNames].sort());
    for (const role of everyRole) {
      const given = Object.keys(compose.services[role]?.environment ?? {}).filter((name) => settingNames.includes(name));
      const read = settingNames.filter((name) => readBy[name]?.includes(role));
      expect([role, given.sort()]).toEqual([role, read.sort()]);
    }
  });

  test('where the heads are left and what signs them lies in volumes that the printing container does not have', () => {
    const mountsOf = (role: string) => (compose.services[role]?.volumes ?? []).map((mount) => mount.replace(/^.*:/, ''));
    expect(['api', 'worker', 'documents'].map(mountsOf)).toEqual([
      ['/data', '/keys', '/heads'],
      ['/data', '/keys', '/heads'],
      ['/data'],
    ]);
    expect(compose.services.worker?.environment?.EXIGIBLE_HEADS_KEY_FILE).toMatch(/:-\/keys\/heads\.key\}$/);
    expect(read('Dockerfile')).toMatch(/mkdir \/data \/keys \/heads && chown node:node \/data \/keys \/heads/);
  });

  test.each(['api', 'worker', 'documents'])('%s runs its own role', (role) => {
    expect(compose.services[role]?.command).toEqual(['node', 'exigible.mjs', 'start', '--role', role]);
  });

  test('every file and volume that a service mounts exists', () => {
    for (const mount of services.flatMap(([, service]) => service.volumes ?? [])) {
      const source = mount.slice(0, mount.lastIndexOf(':/')).replace(/^\$\{\w+:-(\w+)\}$/, '$1');
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
