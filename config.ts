import { z } from 'zod';
import { BadInput } from './domain/fault.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['0', '1']).transform((value) => value === '1');

/** Everything the environment may say. An empty value is no value. The one place that reads it. */
const environment = z.object({
  EXIGIBLE_DATA: z.string().default('.exigible'),
  EXIGIBLE_HOST: z.string().default('127.0.0.1'),
  EXIGIBLE_PORT: port.default(3000),
  EXIGIBLE_ENGINE_PORT: port.default(7233),
  EXIGIBLE_UI_PORT: port.default(8233),
  EXIGIBLE_PUBLIC_URL: z.url().optional(),
  EXIGIBLE_ADMIN_KEY: z.string().min(16).optional(),
  EXIGIBLE_SENDS_PER_SECOND: z.coerce.number().positive().default(20),
  EXIGIBLE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  EXIGIBLE_URL: z.url().default('http://127.0.0.1:3000'),
  EXIGIBLE_API_KEY: z.string().optional(),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_UI_URL: z.url().optional(),
  SENDGRID_API_KEY: z.string().optional(),
  SENDGRID_BASE_URL: z.url().optional(),
  SENDGRID_EU: flag.optional(),
  SENDGRID_FROM: z.email().optional(),
  SENDGRID_EVENT_PUBLIC_KEY: z.string().optional(),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional(),
  TWILIO_BASE_URL: z.url().optional(),
});

export type Config = z.infer<typeof environment>;

/** The configuration of this process. Throws `BadInput` naming the variable, what came and what is expected. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) return withPairs(parsed.data);
  throw new BadInput(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
}

/** A provider half configured is a mistake, not a choice of the outbox. */
function withPairs(config: Config): Config {
  const pairs: [keyof Config, keyof Config][] = [
    ['SENDGRID_API_KEY', 'SENDGRID_FROM'],
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    ['TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
    ['TWILIO_FROM', 'TWILIO_ACCOUNT_SID'],
  ];
  const missing = pairs.filter(([one, other]) => config[one] !== undefined && config[other] === undefined);
  if (missing.length === 0) return config;
  throw new BadInput(missing.map(([one, other]) => ({ path: String(other), message: `is needed with ${String(one)}` })));
}
