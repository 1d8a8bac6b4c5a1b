import { connect } from 'node:net';
import type { Config } from '../config.ts';

/** An address that the environment names for somebody else's server. */
export interface NamedAddress {
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

/** Our own addresses, the screen of the engine and the database, which are asked more than whether it is there. */
const OTHERS: ReadonlySet<string> = new Set([
  'EXIGIBLE_URL',
  'EXIGIBLE_PUBLIC_URL',
  'TEMPORAL_UI_URL',
  'TEMPORAL_UI_INTERNAL_URL',
  'DATABASE_URL',
]);
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'smtp:': 587, 'smtps:': 465 };
const ANSWERS_WITHIN_MS = 5_000;

/** Every address of the configuration: a mail server, a bucket, a provider under another name. */
export function addressesIn(config: Config): readonly NamedAddress[] {
  return Object.entries(config).flatMap(([variable, value]) => {
    if (!/_(URL|ENDPOINT)$/.test(variable) || OTHERS.has(variable) || typeof value !== 'string') return [];
    const { hostname, port, protocol } = new URL(value);
    return [{ variable, host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (usualPorts[protocol] ?? 443) }];
  });
}

/** Resolves once somebody takes the connection; nothing is said to him. Rejects when nobody does. */
export function reach({ host, port }: Pick<NamedAddress, 'host' | 'port'>): Promise<void> {
  return new Promise((reached, failed) => {
    const socket = connect({ host, port, timeout: ANSWERS_WITHIN_MS });
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.once('connect', () => end(reached));
    socket.once('error', (error) => end(() => failed(error)));
    socket.once('timeout', () => end(() => failed(new Error(`aucune réponse en ${ANSWERS_WITHIN_MS / 1000}\u00a0s`))));
  });
}
