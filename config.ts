import { z } from 'zod';
import { BadInput } from './domain/fault.ts';
import { providerPairs, providerSettings } from './providers/index.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{2,62}$/);

/** Everything the environment may say. An empty value is no value. The one place that reads it. */
const environment = z.object({
  EXIGIBLE_DATA: z.string().default('.exigible'),
  EXIGIBLE_HOST: z.string().default('127.0.0.1'),
  EXIGIBLE_PORT: port.default(3000),
  EXIGIBLE_ENGINE_PORT: port.default(7233),
  EXIGIBLE_UI_PORT: port.default(8233),
  EXIGIBLE_PUBLIC_URL: z.url().optional(),
  EXIGIBLE_ADMIN_KEY: z.string().min(16).optional(),
  EXIGIBLE_ENVELOPE_KEYS: z.string().optional(),
  EXIGIBLE_CODEC_KEYS: z.string().optional(),
  EXIGIBLE_HEADS_FOLDER: z.string().optional(),
  EXIGIBLE_HEADS_KEY_FILE: z.string().optional(),
  EXIGIBLE_HEADS_MAIL: z.email().optional(),
  EXIGIBLE_HEADS_BUCKET: bucket.optional(),
  EXIGIBLE_HEADS_TSA_URL: z.url().optional(),
  EXIGIBLE_SENDS_PER_SECOND: z.coerce.number().positive().default(20),
  /** The test mode: every e-mail goes to this address alone, texts and letters to the outbox. */
  EXIGIBLE_TEST_TO: z.email().optional(),
  EXIGIBLE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  EXIGIBLE_URL: z.url().default('http://127.0.0.1:3000'),
  EXIGIBLE_API_KEY: z.string().optional(),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_UI_URL: z.url().optional(),
  /** The same screen as this process reaches it, where that is another address. */
  TEMPORAL_UI_INTERNAL_URL: z.url().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.string().optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  /** What may be typed into the engine's own screens, where nobody is known; `harmless` beside an embedded engine, else `refused`. */
  EXIGIBLE_ENGINE_ACTS: z.enum(['refused', 'harmless', 'all']).optional(),
  S3_BUCKET: bucket.optional(),
  S3_REGION: z.string().default('eu-west-3'),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  ...providerSettings,
});

/** Every variable that is read. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

export type Config = z.infer<typeof environment>;

/** The configuration of this process. Throws `BadInput` naming the variable, what came and what is expected. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) return withPairs(parsed.data);
  throw new BadInput(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
}

/** The address of the API as others know it. */
export function publicUrlOf(config: Config): string {
  return config.EXIGIBLE_PUBLIC_URL ?? `http://127.0.0.1:${config.EXIGIBLE_PORT}`;
}

/** A provider half configured is a mistake, not a choice of the outbox. */
function withPairs(config: Config): Config {
  const pairs: (readonly [keyof Config, keyof Config])[] = [
    ...providerPairs,
    ['S3_BUCKET', 'S3_ACCESS_KEY_ID'],
    ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
    ['S3_SECRET_ACCESS_KEY', 'S3_ACCESS_KEY_ID'],
    ['EXIGIBLE_HEADS_BUCKET', 'S3_ACCESS_KEY_ID'],
  ];
  if (config.S3_ACCESS_KEY_ID !== undefined && config.EXIGIBLE_HEADS_BUCKET === undefined)
    pairs.push(['S3_ACCESS_KEY_ID', 'S3_BUCKET']);
  const missing = pairs.filter(([one, other]) => config[one] !== undefined && config[other] === undefined);
  if (missing.length === 0) return config;
  throw new BadInput(missing.map(([one, other]) => ({ path: String(other), message: `is needed with ${String(one)}` })));
}
