import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { creditor, invoiceCreated } from './cast.ts';
import { characterOf, type Fate, fates } from './fates.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { Outside } from './outside.ts';

/** Where the system that is demonstrated answers, and what the outside world needs to speak to it. */
export interface Scene {
  readonly apiUrl: string;
  readonly adminKey: string;
  readonly dataDir: string;
  /** The civil day in Paris on which the demonstration plays. */
  readonly today: string;
  readonly say: (line: string) => void;
  /** Reports a message as returned, as its provider's webhook would. */
  readonly bounce: (caseId: string, step: string) => Promise<void>;
}

/** What became of one invoice. */
export interface Outcome {
  readonly fate: Fate;
  readonly caseId: string;
  readonly phase: string;
  readonly balanceCents: number;
  readonly asAnnounced: boolean;
}

/** A busy machine, and a send that a kill interrupted, take their time; a fate that takes a quarter of an hour hangs. */
const PATIENCE_MS = 900_000;

/** Plays every fate at once, tells it, and answers with what became of each. A fate already played is only looked at. */
export async function play(scene: Scene): Promise<Outcome[]> {
  const outside = await introduced(scene);
  const narrator = createNarrator(outside, scene.say);
  await outside.webhook('bank', 'bank.feed.checked', { account: creditor.iban, through: scene.today });
  try {
    return await Promise.all(fates.map((fate) => live(scene, outside, narrator, fate)));
  } finally {
    await narrator.stop();
  }
}

/** The secrets are shown once: the demonstration keeps them beside its data to go on after a kill. */
async function introduced(scene: Scene): Promise<Outside> {
  const outside = new Outside(scene.apiUrl, scene.adminKey, creditor.id);
  const file = join(scene.dataDir, 'outside-world.json');
  const known = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, string>,
    () => ({}),
  );
  const secrets = await outside.introduce(creditor, known);
  await mkdir(scene.dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return outside;
}

async function live(scene: Scene, outside: Outside, narrator: Narrator, fate: Fate): Promise<Outcome> {
  const character = characterOf(fate);
  const caseId = `invoice:${creditor.id}:${character.number.toLowerCase()}`;
  await outside.webhook('billing', 'invoice.created', invoiceCreated(character, scene.today));
  narrator.follow({ caseId, name: `${character.number} ${character.id.charAt(0).toUpperCase()}${character.id.slice(1)}` });
  const stage = { outside, caseId, character, today: scene.today, bounce: scene.bounce, say: scene.say };
  const came = await within(PATIENCE_MS, async () => {
    await fate.play(stage);
    await outside.until(caseId, fate.cameOut);
  }).catch((error: unknown) => {
    scene.say(`${character.number}\u00a0: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  });
  const seen = await outside.seen(caseId);
  return { fate, caseId, phase: seen?.phase ?? 'inconnu', balanceCents: seen?.balanceCents ?? 0, asAnnounced: came };
}

/** False when it did not come in time: the demonstration says so and goes on. Rejects when the work did. */
async function within(ms: number, work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work().then(() => true);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
