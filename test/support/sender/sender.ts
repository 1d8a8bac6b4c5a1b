import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { folderStore } from '../../../activities/files/store.ts';
import { couriersOf } from '../../../activities/ports/couriers.ts';
import { send } from '../../../activities/send.ts';
import { openDatabase } from '../../../db/database.ts';
import { evidenceOf } from '../../../db/evidence.ts';
import { factOfRow } from '../../../db/evidence-chain.ts';
import { mailevaPost } from '../../../providers/maileva/post.ts';
import { createOutbox } from '../../../providers/outbox/outbox.ts';
import { outboxWays } from '../../../providers/outbox/ways.ts';
import { sendgridMail } from '../../../providers/sendgrid/mail.ts';
import { loadTemplates } from '../../../templates/renderer.ts';
import { createComposer } from '../../../words/compose.ts';
import { came } from '../came.ts';
import { mailevaAccount } from '../contract-server/maileva-contract.ts';
import { type Errand, letterErrand, mailErrand, NOW_MS } from './acts.ts';

/** Where this process works; one argument, as JSON. */
export interface SenderSettings {
  readonly databaseUrl: string;
  readonly providerUrl: string;
  readonly templates: string;
  readonly migrations: string;
  readonly store: string;
  readonly letter: string;
  readonly lanes: number;
}

/** An attempt is over soon after a kill; another then finds out what became of it. */
const [DEADLINE_MS, AGAIN_MS] = [1_000, 200];

const settings = JSON.parse(process.argv[2] ?? '{}') as SenderSettings;
const { providerUrl } = settings;
const db = await openDatabase({ url: settings.databaseUrl, migrationsFolder: settings.migrations });
const store = folderStore(settings.store);
const mail = sendgridMail({ apiKey: 'SG.test', eu: false, baseUrl: `${providerUrl}/` });
const post = mailevaPost({ ...mailevaAccount, sandbox: true, baseUrl: providerUrl, authUrl: providerUrl });
const ways = { ...outboxWays(createOutbox(settings.store, Date.now), store), mail, post };
const world = { db, store, couriers: couriersOf(ways), composer: createComposer(db, loadTemplates(settings.templates)) };

/** Says that it is ready, waits for its errands, runs them as the worker runs its activities, and says what came of each. */
process.stdout.write('ready\n');
const [line] = (await once(createInterface(process.stdin), 'line')) as [string];
const errands = JSON.parse(line) as string[];
await Promise.all(Array.from({ length: settings.lanes }, lane));
await db.close();
process.exit(0);

async function lane(): Promise<void> {
  for (let id = errands.shift(); id !== undefined; id = errands.shift()) {
    process.stdout.write(`${JSON.stringify({ id, outcome: await untilAnswered(errandOf(id)) })}\n`);
  }
}

function errandOf(id: string): Errand {
  return id.startsWith('letter') ? letterErrand(id, settings.letter) : mailErrand(id);
}

/** An attempt that throws is made again, as Temporal does; answers with what the case was told in the end. */
async function untilAnswered({ todo }: Errand): Promise<string> {
  for (;;) {
    try {
      await send({ ...world, clock: () => NOW_MS, deadlineMs: DEADLINE_MS }, todo);
      return came((await evidenceOf(db, todo.caseId)).map(factOfRow)).outcome;
    } catch (error) {
      process.stderr.write(`${todo.caseId}: ${String(error)}\n`);
      await pause(AGAIN_MS);
    }
  }
}
