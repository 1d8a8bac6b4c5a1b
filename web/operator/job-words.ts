import type { AnswerOf } from '../../api/client.ts';
import { type Counted, countedBy, progressOf } from './progress.ts';

/** Where jobs are. */
export const JOBS = '/travaux';

/** The same act for many things, as the API tells how far it is. */
export type Job = AnswerOf<'GET /jobs/{jobId}'>;
type JobLine = Omit<Job, 'refusals'>;

/** What is said of a kind of job. */
interface Words {
  readonly title: string;
  /** What is counted while it goes on, and what came of each. */
  readonly things: Counted;
  readonly done: Counted;
  readonly same: Counted;
  readonly next: string;
  /** What to do about what was refused, and about what was left when it ended early. */
  readonly refused: string;
  readonly left: string;
  readonly after: Next;
  /** The same as long as the first steps of a creditor last. */
  readonly amongFirstSteps?: Next;
}

/** Where one goes on. */
interface Next {
  readonly path: string;
  readonly name: string;
}

/** What is said of each kind of job. */
export const words: Readonly<Record<Job['kind'], Words>> = {
  enrolments: {
    title: 'Reprise de factures',
    things: ['facture traitée', 'factures traitées'],
    done: ['facture reprise', 'factures reprises'],
    same: ['déjà connue', 'déjà connues'],
    next: 'Chacune ouvre son dossier\u00a0; rien ne part avant le jour annoncé.',
    refused: 'Corrigez ces lignes et envoyez de nouveau le tableau\u00a0: ce qui est repris ne l’est pas deux fois.',
    left: 'Envoyez de nouveau le même tableau\u00a0: ce qui est repris ne l’est pas deux fois.',
    after: { path: '/dossiers', name: 'Les dossiers' },
    amongFirstSteps: { path: '/premiers-pas/essai', name: 'Premiers pas\u00a0: un mois à blanc' },
  },
  approvals: {
    title: 'Envois approuvés ensemble',
    things: ['envoi traité', 'envois traités'],
    done: ['envoi approuvé', 'envois approuvés'],
    same: ['sans effet', 'sans effet'],
    next: 'Chaque envoi approuvé part à son heure.',
    refused: 'Ceux qui attendent encore un accord restent dans À faire.',
    left: 'Les autres attendent toujours dans À faire.',
    after: { path: '/a-faire', name: 'À faire' },
  },
  waivers: {
    title: 'Frais de retard abandonnés ensemble',
    things: ['dossier traité', 'dossiers traités'],
    done: ['dossier sans intérêts ni indemnité', 'dossiers sans intérêts ni indemnité'],
    same: ['sans effet', 'sans effet'],
    next: 'Rien de plus n’est demandé au débiteur pour son retard.',
    refused: 'Ceux qui attendent encore une décision restent dans À faire.',
    left: 'Les autres attendent toujours dans À faire.',
    after: { path: '/a-faire', name: 'À faire' },
  },
  pauses: {
    title: 'Relances d’un client suspendues',
    things: ['dossier traité', 'dossiers traités'],
    done: ['dossier mis en pause', 'dossiers mis en pause'],
    same: ['déjà en pause aussi longtemps', 'déjà en pause aussi longtemps'],
    next: 'Aucune relance ne part d’un dossier en pause.',
    refused: 'Ces dossiers ne sont pas en pause\u00a0: ouvrez-les pour en décider.',
    left: 'Suspendez de nouveau les relances de ce client depuis sa page.',
    after: { path: '/dossiers', name: 'Les dossiers' },
  },
  resumptions: {
    title: 'Relances d’un client reprises',
    things: ['dossier traité', 'dossiers traités'],
    done: ['dossier repris', 'dossiers repris'],
    same: ['n’était pas en pause', 'n’étaient pas en pause'],
    next: 'Chaque dossier repris suit de nouveau son plan.',
    refused: 'Ces dossiers restent comme ils sont\u00a0: ouvrez-les pour en décider.',
    left: 'Reprenez de nouveau les relances de ce client depuis sa page.',
    after: { path: '/dossiers', name: 'Les dossiers' },
  },
  'plan-changes': {
    title: 'Changement de plan',
    things: ['dossier examiné', 'dossiers examinés'],
    done: ['dossier change de plan', 'dossiers changent de plan'],
    same: ['reste tel quel', 'restent tels quels'],
    next: 'Ceux dont la suite ne change pas gardent leur version.',
    refused: 'Ces dossiers gardent leur plan\u00a0: ouvrez-les pour en décider.',
    left: 'Comparez de nouveau le plan et donnez-le aux dossiers qui restent.',
    after: { path: '/plans-de-relance', name: 'Les plans' },
  },
};

/** How far those are that go on, for every page: whoever comes back finds them. */
export function jobsUnderWay(jobs: readonly JobLine[]) {
  return jobs
    .filter(isUnderWay)
    .map((job) => ({ title: words[job.kind].title, href: `${JOBS}/${job.jobId}`, text: jobProgress(job).text }));
}

/** True while it goes on. */
export function isUnderWay({ state }: JobLine): boolean {
  return state === 'running' || state === 'stopping';
}

/** How far a job is. */
export function jobProgress({ kind, progress: { done, same, refused, total } }: JobLine) {
  return progressOf(done + same + refused, total, words[kind].things, words[kind].next);
}

/** What came of a job, and what to do about the rest when it ended early. */
export function resultOf(job: JobLine): string {
  const { total, done, same, refused } = job.progress;
  const left = total - done - same - refused;
  const told = outcomeText(words[job.kind], job.progress);
  if (left === 0 || isUnderWay(job)) return told;
  return `${told} ${countedBy(left, ['n’a pas été traité', 'n’ont pas été traités'])}\u00a0: ${words[job.kind].left}`;
}

/** `12 factures reprises, 3 déjà connues, 2 non.` */
export function outcomeText({ done, same }: Words, progress: JobLine['progress']): string {
  const besides = progress.same > 0 ? `, ${countedBy(progress.same, same)}` : '';
  const refused = progress.refused > 0 ? `, ${progress.refused} non` : '';
  return `${countedBy(progress.done, done)}${besides}${refused}.`;
}
