import { customIdOf } from '../providers/maileva/post.ts';
import { connectClient } from '../run/temporal.ts';
import type { Account, Ledger } from './ledger.ts';
import { hasEnded, type Life } from './lives.ts';
import { spilt } from './secrecy.ts';
import type { SeenCase, Watch } from './watch.ts';
import type { World } from './world.ts';

/** Everything that a judge looks at. */
export interface Case {
  readonly world: World;
  readonly watch: Watch;
  readonly ledger: Ledger;
  readonly lives: readonly Life[];
  /** What the ids of its cases begin with. */
  readonly prefix: string;
}

/** What is wrong at the end of a storm, one sentence for each; empty when there is nothing to explain. */
export async function complaintsOf(storm: Case): Promise<string[]> {
  const found = [
    storm.lives.flatMap((life) => endings(storm, life)),
    storm.lives.flatMap((life) => promises(storm, life)),
    await payments(storm),
    await acts(storm),
    await demands(storm),
    await evidence(storm),
    await halfDone(storm),
    await engine(storm),
    await spilt(storm.world),
  ];
  return found.flat();
}

/** Each life is where it should be. */
function endings({ watch }: Case, life: Life): string[] {
  const seen = watch.seen.get(life.caseId);
  return seen && hasEnded(life, seen) ? [] : [`${life.caseId} (${life.fate}) is ${JSON.stringify(seen)}`];
}

/** What was acknowledged is there, once. */
function promises({ watch, ledger }: Case, { caseId }: Life): string[] {
  const seen = watch.seen.get(caseId);
  const { isOpened, acts: told } = ledger.of(caseId);
  if (!isOpened || !seen) return isOpened ? [`${caseId} was acknowledged and never opened`] : [];
  const count = (type: string) => seen.types.filter((one) => one === type).length;
  const wrong = [...new Set(told)].filter((act) => count(factOf(act)) !== told.filter((one) => one === act).length);
  return [
    ...(count('opened') === 1 ? [] : [`${caseId} was opened ${count('opened')} times`]),
    ...wrong.map((act) => `${caseId}: ${act} was acknowledged and is there ${count(factOf(act))} times`),
  ];
}

const facts: Readonly<Record<string, string>> = {
  recordPromise: 'promise',
  recordLetterOutcome: 'notice-event',
  chooseRoute: 'choose-route',
};

function factOf(act: string): string {
  return facts[act] ?? act;
}

/** Every accepted payment is in its case once, and none that nobody made. */
async function payments({ world: { sql }, ledger, lives, prefix }: Case): Promise<string[]> {
  const { rows } = await sql.query<{ caseId: string; type: string; id: string }>(
    `select case_id as "caseId", type, coalesce(fact->>'id', fact->>'payment') as id from evidence
     where case_id like $1 || '%' and type in ('payment', 'payment-reversed')`,
    [prefix],
  );
  return lives.flatMap(({ caseId }) => {
    const told = (type: string) => rows.filter((row) => row.caseId === caseId && row.type === type).map(({ id }) => id);
    const account = ledger.of(caseId);
    return [
      ...apart(caseId, 'payments', account.payments, told('payment'), account.byFile),
      ...apart(caseId, 'reversals', account.reversals, told('payment-reversed'), 0),
    ];
  });
}

function apart(caseId: string, what: string, wanted: readonly string[], told: readonly string[], unnamed: number): string[] {
  const named = told.filter((id) => wanted.includes(id));
  const isRight = told.length === wanted.length + unnamed && new Set(told).size === told.length && named.length === wanted.length;
  return isRight
    ? []
    : [`${caseId}: ${what} ${JSON.stringify(wanted)} and ${unnamed} by file, but its evidence has ${JSON.stringify(told)}`];
}

interface MessageSeen {
  readonly id: string;
  readonly caseId: string;
  readonly step: string;
  readonly channel: string;
  readonly state: string;
  readonly demands: boolean;
  readonly leftMs: number;
}

function messagesOf({ world: { sql }, prefix }: Case): Promise<MessageSeen[]> {
  return sql
    .query<MessageSeen>(
      `select m.id, p.case_id as "caseId", p.step, p.channel, m.state, m.asked_cents is not null as demands,
        extract(epoch from m.reserved_at)::float8 * 1000 as "leftMs"
       from messages m join message_cases p on p.message_id = m.id where p.case_id like $1 || '%'`,
      [prefix],
    )
    .then(({ rows }) => rows);
}

/** What the providers took: no act twice, each known to its case, and nothing said to be sent that they never had. */
async function acts(storm: Case): Promise<string[]> {
  const { providers } = storm.world;
  const known = await messagesOf(storm);
  const references = new Map(
    known.flatMap(
      ({ id }) =>
        [
          [id, id],
          [customIdOf(id), id],
        ] as const,
    ),
  );
  const taken = providers.received.flatMap(({ customArgs, provider }) =>
    provider === 'twilio' ? [] : [customArgs.message ?? ''],
  );
  const ours = taken.flatMap((reference) => references.get(reference) ?? (reference.startsWith(storm.prefix) ? [reference] : []));
  const twice = [...new Set(ours.filter((id, index) => ours.indexOf(id) !== index))];
  const states = new Map(known.map(({ id, state }) => [id, state]));
  const untold = ours.filter((id) => states.get(id) !== 'sent' && !(isNote(id) && states.get(id) === 'unknown'));
  const invented = known.filter(({ id, state, channel }) => state === 'sent' && isOutside(channel) && !ours.includes(id));
  return [
    ...twice.map((id) => `${id} was taken twice`),
    ...untold.map((id) => `${id} was taken and is ${states.get(id) ?? 'unknown'}`),
    ...invented.map(({ id }) => `${id} is sent and was never taken`),
  ];
}

/** Thanks and confirmations in doubt are left out, and nobody is asked. */
function isNote(message: string): boolean {
  return message.includes('/note:');
}

/** Channels whose provider is the contract server; the others go to the outbox. */
function isOutside(channel: string): boolean {
  return channel === 'email' || channel === 'registered-letter' || channel === 'letter';
}

/** Nothing that asks for money was let go while nothing may be asked. */
async function demands(storm: Case): Promise<string[]> {
  const left = (await messagesOf(storm)).filter(({ state }) => state === 'sent' || state === 'unknown');
  return left
    .filter(({ demands: asks, caseId, leftMs }) => asks && isQuiet(storm.ledger.of(caseId), leftMs))
    .map(
      ({ id, leftMs }) =>
        `${id} asked for money at ${new Date(leftMs).toISOString()}, after ${JSON.stringify(storm.ledger.of(id.split('/')[0] ?? '').quiet)}`,
    );
}

function isQuiet({ quiet }: Account, atMs: number): boolean {
  return quiet.some(({ fromMs, untilMs }) => atMs > fromMs && (untilMs === null || atMs < untilMs));
}

/** The evidence of each case verifies, to the revision of its row. */
async function evidence({ world: { outside }, lives }: Case): Promise<string[]> {
  const complaints: string[] = [];
  for (const { caseId } of lives) {
    const verified = await outside.client.verify(caseId).catch((error: unknown) => ({ ok: false, error: String(error) }));
    if (!verified.ok) complaints.push(`${caseId}: its evidence does not verify: ${JSON.stringify(verified)}`);
  }
  return complaints;
}

/** Nothing is left half done: mail, messages, files, money. */
async function halfDone({ world: { sql }, prefix }: Case): Promise<string[]> {
  const look = async (what: string, query: string): Promise<string[]> => {
    const { rows } = await sql.query(query, [prefix]);
    return rows.map((row) => `${what}: ${JSON.stringify(row)}`);
  };
  return [
    ...(await look(
      'mail waits',
      `select event_id, kind, attempts, not_before, last_error from inbox where lane like $1 || '%' or case_id is null`,
    )),
    ...(await look(
      'a message is leaving',
      `select id, state, reason from messages where id like $1 || '%' and (state in ('leaving', 'reserved') or (state = 'unknown' and id not like '%/note:%'))`,
    )),
    ...(await look('a file is not read', `select id, state, problem from statement_imports where state <> 'done' and $1 <> ''`)),
    ...(await look(
      'money is apart',
      `select c.id, c.balance_cents from cases c left join allocations a on a.case_id = c.id and not a.reversed
       where c.id like $1 || '%' and c.state #>> '{closed,reason}' = 'paid' group by c.id having coalesce(sum(a.amount_cents), 0) <> (c.state #>> '{invoice,totalCents}')::bigint`,
    )),
  ];
}

/** Each open case is lived by a workflow, and no workflow failed. */
async function engine({ world: { product }, watch, prefix }: Case): Promise<string[]> {
  const client = await connectClient({ address: product.engineAddress, namespace: 'default' });
  try {
    const open = [...watch.seen].filter(([, seen]) => isAlive(seen)).map(([id]) => id);
    const complaints: string[] = [];
    for (const id of open) {
      const status = await client.workflow
        .getHandle(id)
        .describe()
        .then(
          (seen) => seen.status.name,
          () => 'MISSING',
        );
      if (status !== 'RUNNING') complaints.push(`${id} is open and its workflow is ${status}`);
    }
    const failed = client.workflow.list({
      query: `ExecutionStatus IN ("Failed", "TimedOut") AND WorkflowId STARTS_WITH "${prefix}"`,
    });
    for await (const { workflowId, status } of failed) complaints.push(`the workflow of ${workflowId} is ${status.name}`);
    return complaints;
  } finally {
    await client.connection.close();
  }
}

function isAlive({ reason }: SeenCase): boolean {
  return reason === null;
}
