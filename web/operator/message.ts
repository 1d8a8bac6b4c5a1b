import type { AnswerOf } from '../../api/client.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { type Medium, mediumOf } from '../../domain/plan/plan.ts';
import { type Api, ApiProblem } from './api.ts';

/** A step of a case, as the API shows it. */
export type StepLine = AnswerOf<'GET /cases/{caseId}/steps'>['steps'][number];

interface Written {
  readonly subject?: string;
  readonly title?: string;
  readonly text: string;
  readonly html?: string;
  readonly segments?: number;
}

/** Where a message is written as it would leave today. */
export const PREVIEW = 'GET /cases/{caseId}/preview/{template}';

/** A message in every form it has; a form that cannot be says why. */
export interface Preview {
  readonly email: Written;
  readonly sms: Written | { readonly refused: string };
  readonly letter: Written | { readonly refused: string };
  readonly invented: readonly string[];
  readonly shares: Shares;
}

/** What a message asks, in cents by case: with a shared letter, of more than one. */
export type Shares = Readonly<Record<string, number>>;

/** What a page shows of a message that will leave. */
export interface Leaving {
  readonly step: string;
  /** Why nothing can be shown; null when it can. */
  readonly refusal: string | null;
  readonly forms: readonly Form[];
  readonly shares: Shares;
}

interface Form {
  readonly kind: 'email' | 'sms' | 'letter';
  readonly channel: string;
  /** Subject of an e-mail, title of a letter. */
  readonly heading: string;
  readonly text: string;
  readonly segments: number;
  /** Where the page finds it as it leaves; empty for an SMS, which is its text. */
  readonly src: string;
  readonly refused: string | null;
}

const kinds: Readonly<Record<Medium, Form['kind']>> = {
  email: 'email',
  sms: 'sms',
  post: 'letter',
  call: 'letter',
  person: 'letter',
};

/** The message of a step as it would leave today, by each of its channels; the case's own rules may refuse to write it. */
export async function leavingOf(
  api: Api,
  caseId: string,
  { step, template, tone, channels }: Pick<StepLine, 'step' | 'template' | 'tone' | 'channels'>,
): Promise<Leaving> {
  if (template === null) return { step, refusal: null, forms: [], shares: {} };
  try {
    const preview = await api.call(PREVIEW, { params: { caseId, template }, query: { tone: tone ?? undefined } });
    const src = `/montrer/${encodeURIComponent(caseId)}/${template}${tone === null ? '' : `/${tone}`}`;
    const forms = channels.filter((each) => each !== 'call').map((each) => formOf(preview, each, src));
    return { step, refusal: null, forms, shares: preview.shares };
  } catch (error) {
    if (error instanceof ApiProblem && error.status < 500) return { step, refusal: error.message, forms: [], shares: {} };
    throw error;
  }
}

function formOf(preview: Preview, channel: StepLine['channels'][number], src: string): Form {
  const kind = kinds[mediumOf(channel)];
  return { channel, ...writtenForm(preview, kind, `${src}?forme=${kind}`) };
}

/** One form of a message that is looked at; `src`: where its page is, if it has one. */
export function writtenForm(
  preview: Omit<Preview, 'invented' | 'shares'>,
  kind: Form['kind'],
  src: string,
): Omit<Form, 'channel'> {
  const written = preview[kind];
  const base = { kind, heading: '', text: '', segments: 0, src: '' };
  if ('refused' in written) return { ...base, refused: written.refused };
  const { subject, title, text, segments = 0, html } = written;
  return { ...base, heading: subject ?? title ?? '', text, segments, src: html === undefined ? '' : src, refused: null };
}

/** The step of a case that waits for an accord or was asked for; undefined when its plan does not know it. */
export async function stepIn(api: Api, caseId: string, step: string): Promise<StepLine | undefined> {
  const { steps } = await api.call('GET /cases/{caseId}/steps', { params: { caseId } });
  return steps.find((each) => each.step === step);
}

/** A case by its id. */
export function caseOf(api: Api, caseId: string): Promise<CaseView> {
  return api.call('GET /cases/{caseId}', { params: { caseId } });
}
