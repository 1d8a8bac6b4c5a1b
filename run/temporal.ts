import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { KeyRing } from '../db/key-ring.ts';
import { Refusal } from '../domain/fault.ts';
import { sealedConverter } from './codec.ts';
import { searchAttributes } from './temporal-attributes.ts';

/** Where the engine is: an embedded one by its address, else whatever `TEMPORAL_…` says (profile, TLS, API key). */
export interface EngineAddress {
  readonly address?: string;
  readonly embedded?: true;
  readonly namespace: string;
  /** Under which keys histories lie in the engine; none: they lie open. */
  readonly codec?: KeyRing | null;
}

/** A client to start cases, signal and query them. Close its connection when done. */
export async function connectClient(engine: EngineAddress): Promise<Client> {
  const connection = await Connection.connect(connectOptions(engine));
  return new Client({ connection, namespace: engine.namespace, ...sealedConverter(engine.codec ?? null) });
}

/** The connection that workers poll on. */
export async function connectWorker(engine: EngineAddress): Promise<NativeConnection> {
  return NativeConnection.connect(connectOptions(engine));
}

function connectOptions({ address, embedded }: EngineAddress): { address?: string } {
  if (embedded && address !== undefined) return { address };
  const { connectionOptions } = loadClientConnectConfig();
  return { ...connectionOptions, ...(address === undefined ? {} : { address }) };
}

const types = { Keyword: 2, Double: 4, Bool: 5, Datetime: 6 } as const;

/** Registers the search attributes that the namespace lacks; a case cannot start without them. */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(searchAttributes).filter((name) => customAttributes?.[name] === undefined);
  if (missing.length === 0) return;
  await addSearchAttributes(client, missing);
  await untilListed(client, missing);
}

/** Registers search attributes of ours, all of them unless told, on a server that has none of them. */
export async function addSearchAttributes(
  client: Client,
  names: readonly string[] = Object.keys(searchAttributes),
): Promise<void> {
  const { namespace } = client.options;
  const wanted = Object.entries(searchAttributes).filter(([name]) => names.includes(name));
  const typed = Object.fromEntries(wanted.map(([name, type]) => [name, types[type]]));
  await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes: typed });
}

async function untilListed(client: Client, names: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({
      namespace: client.options.namespace,
    });
    if (names.every((name) => customAttributes?.[name] !== undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Refusal(
    `Le serveur Temporal ne connaît pas les attributs de recherche ${names.join(', ')} : les créer avec « temporal operator search-attribute create ».`,
  );
}
