import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../domain/calendar/civil-date.ts';
import { questionIn } from '../domain/case/view.ts';
import { camt053, cfonb120 } from './bank-files.ts';
import { type Character, characters, debtorOf, type Role, transfer } from './cast.ts';
import { type Outside, type SeenCase, type SeenLine, sent } from './outside.ts';

/** One fate: what is announced, what the world does on the way, and how one knows that it came out so. */
export interface Fate {
  readonly role: Role;
  readonly announced: string;
  readonly play: (stage: Stage) => Promise<void>;
  readonly cameOut: (seen: SeenCase, lines: readonly SeenLine[]) => boolean;
}

/** What a fate plays with. */
export interface Stage {
  readonly outside: Outside;
  readonly caseId: string;
  readonly character: Character;
  readonly today: string;
  readonly say: (line: string) => void;
  /** A provider's report on a message that left, as its webhook would bring it. */
  readonly bounce: (caseId: string, step: string) => Promise<void>;
}

type Lines = readonly SeenLine[];
type Shows = (seen: SeenCase, lines: Lines) => boolean;

const closedAs = (reason: string) => (seen: SeenCase) => seen.closed?.reason === reason;
const count = (lines: Lines, type: string) => lines.filter((line) => line.type === type).length;
const told =
  (type: string, times = 1) =>
  (lines: Lines) =>
    count(lines, type) >= times;
/** Nobody pays while the other message of a step is on its way: it would be written down after the money. `last`: the step's last channel. */
const left =
  (step: string, last = 'email'): Shows =>
  (_seen, lines) =>
    sent(lines, step, last);

/** Does something once, when its moment has come. A demonstration that goes on after a kill does not do it again. */
async function once(
  { outside, caseId }: Stage,
  done: (lines: Lines) => boolean,
  moment: Shows,
  act: () => Promise<unknown>,
): Promise<void> {
  await outside.until(caseId, (seen, lines) => done(lines) || moment(seen, lines));
  if (!done(await outside.timeline(caseId))) await act();
}

function pay(stage: Stage, nth: number, amountCents: number, moment: Shows): Promise<void> {
  const { outside, character, today } = stage;
  const entry = transfer(`${character.id}-v${nth}`, character, amountCents, today);
  return once(stage, told('payment', nth), moment, () => outside.webhook('bank', 'bank.transaction.booked', entry));
}

/** The kinds of file that the bank gives. */
const files = { 'camt.053': camt053, 'CFONB 120': cfonb120 } as const;

/** Pays by a bank file. It is of the day when the case was opened, so that a demonstration that goes on hands over the same file. */
function payByFile(stage: Stage, kind: keyof typeof files, moment: Shows): Promise<void> {
  const { outside, character, caseId, say } = stage;
  return once(stage, told('payment'), moment, async () => {
    const on = (await outside.timeline(caseId))[0]?.at.slice(0, 10) ?? stage.today;
    const file = files[kind]({ character, amountCents: character.totalCents, on });
    const importId = await outside.statement(file, `${character.id}-${on}.${kind === 'camt.053' ? 'xml' : 'txt'}`);
    say(`La banque remet un relevé ${kind} de ${character.name}\u00a0: ${importId}`);
  });
}

function operate(stage: Stage, act: string, fact: string, moment: Shows, body: object = {}): Promise<void> {
  return once(stage, told(fact), moment, () => stage.outside.act(stage.caseId, act, body));
}

/** The eleven fates. */
export const fates: readonly Fate[] = [
  {
    role: 'prompt',
    announced: 'payée après la première relance, par un relevé camt.053',
    play: (stage) => payByFile(stage, 'camt.053', left('reminder-5')),
    cameOut: (seen, lines) => closedAs('paid')(seen) && sent(lines, 'reminder-5') && !sent(lines, 'reminder-15'),
  },
  {
    role: 'twice',
    announced: 'payée en deux fois',
    play: async (stage) => {
      await pay(stage, 1, 148_050, left('courtesy'));
      await pay(stage, 2, 200_000, (seen, lines) => sent(lines, 'reminder-5') && seen.balanceCents === 200_000);
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && count(lines, 'payment') === 2,
  },
  {
    role: 'returned',
    announced: 'paiement rejeté par la banque : dossier rouvert, puis payée',
    play: async (stage) => {
      const { outside, character, today } = stage;
      const { totalCents } = character;
      const returned = { ...transfer(`${character.id}-v1`, character, totalCents, today), reversal: true };
      await pay(stage, 1, totalCents, left('courtesy'));
      await once(
        stage,
        told('payment-reversed'),
        (seen) => seen.closed !== null,
        async () => {
          await pause(1500);
          await outside.webhook('bank', 'bank.transaction.reversed', returned);
        },
      );
      await pay(stage, 2, totalCents, left('reminder-5'));
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && count(lines, 'payment-reversed') === 1 && count(lines, 'closed') === 2,
  },
  {
    role: 'credited',
    announced: 'annulée par un avoir',
    play: (stage) => {
      const { outside, character, today } = stage;
      const note = {
        id: `A-${character.number}`,
        invoiceId: character.number.toLowerCase(),
        amountCents: character.totalCents,
        on: today,
      };
      return once(stage, told('credit-note'), left('courtesy'), () => outside.webhook('billing', 'credit-note.created', note));
    },
    cameOut: closedAs('credited'),
  },
  {
    role: 'bounced',
    announced: 'e-mail revenu : une tâche pour un humain, adresse corrigée, puis payée',
    play: async (stage) => {
      const { outside, caseId, character } = stage;
      await once(stage, told('message-bounced'), left('reminder-5'), () => stage.bounce(caseId, 'reminder-5'));
      const hasTask: Shows = (seen) => seen.tasks.some((task) => task.kind === 'bounce');
      await once(stage, told('contact-changed'), hasTask, () =>
        outside.putDebtor(character.id, { ...debtorOf(character), email: `direction@${character.id}.example` }),
      );
      await pay(stage, 1, character.totalCents, left('reminder-15', 'sms'));
    },
    cameOut: (seen, lines) =>
      closedAs('paid')(seen) && count(lines, 'message-bounced') === 1 && count(lines, 'contact-changed') === 1,
  },
  {
    role: 'paused',
    announced: 'mise en pause par un opérateur, reprise, puis payée par un relevé CFONB 120',
    play: async (stage) => {
      await operate(stage, 'pause', 'pause', left('courtesy'), { reason: 'accord commercial en cours' });
      await pause(6000);
      await operate(stage, 'resume', 'resume', (seen) => seen.hold === 'pause');
      await payByFile(stage, 'CFONB 120', left('reminder-5'));
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && count(lines, 'pause') === 1 && count(lines, 'resume') === 1,
  },
  {
    role: 'noticed',
    announced: 'payée entre la mise en demeure et son terme',
    play: async (stage) => {
      await serveNotice(stage);
      await pay(stage, 1, stage.character.totalCents, (seen) => seen.phase === 'notice-received');
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && sent(lines, 'formal-notice') && count(lines, 'decision-opened') === 0,
  },
  {
    role: 'disputed',
    announced: 'litige ouvert puis rejeté : les relances reprennent, puis payée',
    play: async (stage) => {
      const why = { reason: 'quantité contestée', owner: 'service commercial' };
      await operate(stage, 'openDispute', 'dispute-opened', left('courtesy'), why);
      await pause(3000);
      await operate(stage, 'resolveDispute', 'dispute-resolved', (seen) => seen.hold === 'dispute', { outcome: 'rejected' });
      await pay(stage, 1, stage.character.totalCents, left('reminder-5'));
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && count(lines, 'dispute-resolved') === 1 && sent(lines, 'reminder-5'),
  },
  {
    role: 'promised',
    announced: 'promesse non tenue : dernière relance tout de suite, puis payée',
    play: async (stage) => {
      const { totalCents } = stage.character;
      await operate(stage, 'recordPromise', 'promise', left('courtesy'), { amountCents: totalCents, on: stage.today });
      await pay(stage, 1, totalCents, left('reminder-30', 'sms'));
    },
    cameOut: (seen, lines) =>
      closedAs('paid')(seen) && count(lines, 'promise-broken') === 1 && sent(lines, 'reminder-30') && !sent(lines, 'reminder-5'),
  },
  {
    role: 'scheduled',
    announced: 'échéancier en deux versements, tenu',
    play: async (stage) => {
      const halfCents = stage.character.totalCents / 2;
      const days = [addDays(stage.today, 30), addDays(stage.today, 60)];
      const schedule = days.map((on) => ({ on, amountCents: halfCents }));
      await operate(stage, 'agreeInstalments', 'instalments', left('courtesy'), { schedule });
      await pay(stage, 1, halfCents, (seen) => seen.hold === 'instalments');
      await pay(stage, 2, halfCents, (seen) => seen.balanceCents === halfCents);
    },
    cameOut: (seen, lines) => closedAs('paid')(seen) && count(lines, 'instalments') === 1 && !sent(lines, 'reminder-5'),
  },
  {
    role: 'pursued',
    announced: 'jusqu’au bout : relances, mise en demeure, voie choisie, dossier transmis',
    play: async (stage) => {
      await serveNotice(stage);
      await operate(stage, 'chooseRoute', 'choose-route', (_seen, lines) => told('decision-opened')(lines), {
        route: 'injonction-de-payer',
      });
    },
    cameOut: (seen, lines) =>
      seen.phase === 'handed-over' &&
      ['courtesy', 'reminder-5', 'reminder-15', 'reminder-30', 'formal-notice'].every((step) => sent(lines, step)),
  },
];

/** An operator approves the formal notice; the post brings back its receipt. */
async function serveNotice(stage: Stage): Promise<void> {
  const asked: Shows = (seen) => seen.tasks.some((task) => task.kind === 'approval');
  await once(stage, told('approve'), asked, async () => {
    const { tasks = [] } = (await stage.outside.seen(stage.caseId)) ?? {};
    await stage.outside.act(stage.caseId, 'approve', questionIn(tasks));
  });
  const notice = { outcome: 'received', on: stage.today };
  await operate(stage, 'recordLetterOutcome', 'notice-event', left('formal-notice'), notice);
}

/** The character of a fate. */
export function characterOf(fate: Fate): Character {
  return characters[fate.role];
}
