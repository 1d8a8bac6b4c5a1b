import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { type Fault, Refusal } from '../domain/fault.ts';
import type { ShownLogo } from '../domain/party/logo.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import { type DebtorKind, debtorKinds, type Tone, tones } from '../domain/plan/plan.ts';
import { type TemplateId, templateIds } from '../domain/plan/template-ids.ts';
import { withData } from '../templates/data.ts';
import { type Preview, previewOf } from '../templates/preview.ts';
import type { Templates } from '../templates/renderer.ts';
import { forbiddenWordings } from '../templates/rendering/legal-lint.ts';
import { sampleRequest } from '../templates/samples.ts';
import { heldLogo, type LogoDeps, withLogo } from './logo.ts';
import { contactData, creditorData, signatoryData } from './parties.ts';

/** Which wording to look at: a template, for a kind of debtor, in a tone. */
interface AskedWording {
  readonly template: TemplateId;
  readonly kind: DebtorKind;
  readonly tone: Tone;
}

/** A wording written to an invented debtor in the name of a creditor, and what the lint finds in it. */
type Sample = Preview & { readonly faults: readonly Fault[] };

/** A template, the forms that are written for it, and what the lint finds in any of its samples. */
interface WordingLine {
  readonly template: TemplateId;
  readonly tones: readonly Tone[];
  readonly forms: readonly ('email' | 'sms' | 'letter')[];
  readonly faults: readonly Fault[];
}

interface WordingDeps extends LogoDeps {
  readonly templates: Templates;
}

/** Templates whose words change with the tone of a step. */
const toned: readonly TemplateId[] = ['reminder'];

/** Both looks at the wordings, on the sentences that were read once. */
export function wordingsOn(deps: WordingDeps) {
  return {
    list: (creditorId: string) => wordingsOf(deps, creditorId),
    sample: (creditorId: string, asked: AskedWording) => wordingSample(deps, creditorId, asked),
  };
}

/** Every wording in force for a creditor, read once more as it comes out under his name. */
async function wordingsOf({ db, templates }: WordingDeps, creditorId: string): Promise<WordingLine[]> {
  const creditor = await knownCreditor(db, creditorId);
  return templateIds.map((template) => {
    const itsTones = toned.includes(template) ? tones : tones.slice(0, 1);
    const samples = debtorKinds.flatMap((kind) =>
      itsTones.map((tone) => sampleOf(templates, creditor, { template, kind, tone })),
    );
    const letter = templates.hasLetter(template) ? (['letter'] as const) : [];
    const sms = samples.some((sample) => !('refused' in sample.sms)) ? (['sms'] as const) : [];
    return { template, tones: itsTones, forms: ['email', ...sms, ...letter], faults: samples.flatMap(({ faults }) => faults) };
  });
}

/** One of them, in every form. */
async function wordingSample(deps: WordingDeps, creditorId: string, asked: AskedWording): Promise<Sample> {
  const logo = await heldLogo(deps, creditorId);
  return sampleOf(deps.templates, await knownCreditor(deps.db, creditorId), asked, logo);
}

async function knownCreditor(db: Queries, creditorId: string): Promise<Creditor> {
  const creditor = await creditorOf(db, creditorId);
  if (!creditor) throw new Refusal(`${creditorId} n’est pas connu`);
  return creditor;
}

function sampleOf(
  templates: Templates,
  creditor: Creditor,
  { template, kind, tone }: AskedWording,
  logo: ShownLogo | null = null,
): Sample {
  const own = { creditor: creditorData(creditor, {}), contact: contactData(creditor), signatory: signatoryData(creditor) };
  const preview = previewOf(templates, withLogo(withData(sampleRequest(template, kind, tone), own), logo));
  return { ...preview, faults: faultsIn(preview, kind) };
}

function faultsIn({ email, sms, letter }: Preview, kind: DebtorKind): Fault[] {
  const texts = [email.text, email.subject, 'refused' in sms ? '' : sms.text, 'refused' in letter ? '' : letter.text];
  return texts.flatMap((text) => forbiddenWordings(text, [kind], kind));
}
