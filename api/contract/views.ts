import * as z from 'zod';
import { actNames } from '../../domain/case/acts/index.ts';
import { answerChannels, answerSubjects, spokenCauses } from '../../domain/case/case.ts';
import type { CallScript } from '../../domain/case/show/call-script.ts';
import { stepStates } from '../../domain/case/show/steps-shown.ts';
import { idSchema, strict, textSchema } from '../../domain/document-schema.ts';
import {
  ageBands,
  type CreditorAgeLine,
  type FigureTotals,
  type SegmentAgeLine,
  type ToIssueLine,
} from '../../domain/figures/ageing.ts';
import { type PromiseLine, promiseEnds, type ReceiptLine, type RecoveryLine } from '../../domain/figures/period.ts';
import { addressSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { proposedSegments } from '../../domain/party/segment.ts';
import { tones } from '../../domain/plan/plan.ts';
import type { Waits } from '../../domain/simulate/once-approved.ts';
import type { WaitingAnswer } from '../answers/waiting-answer.ts';
import type { Waiting } from '../debtor/account.ts';
import type { KnownBehaviour } from '../segments.ts';
import { channel, hold, phase, route } from './case-schema.ts';
import { json, routes } from './route.ts';
import {
  cents,
  count,
  creditCents,
  creditor,
  currency,
  day,
  exactly,
  flag,
  instant,
  list,
  longCursor,
  nameSchema,
  object,
  page,
  queryFlag,
  text,
} from './schema.ts';

/** In which order cases are listed. */
const caseSorts = ['due', 'balance', 'next', 'debtor'] as const;

const shownStep = object({
  step: text,
  act: z.enum(['message', 'letter', 'late-charges', 'decision', 'handoff']),
  channels: list(channel),
  template: text.nullable(),
  tone: z.enum(tones).nullable(),
  approval: flag,
  state: z.enum(stepStates),
  on: day.nullable(),
  reason: text.nullable(),
  willBeLeftOut: text.nullable().meta({ description: 'Pourquoi elle sera laissée de côté le moment venu, si rien ne change' }),
});

/** Money that waits and resembles an invoice. */
const likelyMoney = object({ key: text, openCents: cents, currency, bookedOn: day.nullable() });

/** Something that comes for a debtor. */
const coming = {
  at: instant,
  on: day,
  act: z.enum(['message', 'letter', 'approval', 'task']),
  template: text.nullable(),
  tone: z.enum(tones).nullable().meta({ description: 'D’une relance : son ton' }),
  channel: channel.nullable(),
  by: list(channel).meta({ description: 'Par quoi le client est joint, ou le serait une fois l’accord donné' }),
  invoices: list(text).meta({ description: 'Leurs numéros' }),
  announced: list(text).meta({ description: 'De ceux-ci, à échoir\u00a0: montrées, rien n’est demandé pour elles' }),
  askedCents: cents.nullable(),
  principalCents: cents.nullable().meta({ description: 'D’un accord à donner\u00a0: ce qui reste des factures' }),
  currency,
  posted: list(channel).meta({ description: 'Les lettres postées, ou qui le seraient une fois l’accord donné' }),
  approvals: count.meta({ description: 'Les accords à donner, un par lettre' }),
  why: text.nullable().meta({ description: 'D’un envoi qui devient une tâche : pourquoi' }),
};

const message = {
  id: text,
  step: text,
  channel: text,
  template: text,
  state: text,
  provider: text.nullable(),
  reason: text.nullable(),
  askedCents: cents.nullable(),
  currency,
  documentId: text.nullable(),
  at: instant,
};

/** What was sent: an e-mail with both its parts, an SMS with its text, a letter with the digest of its document. */
const sentRecord = z.looseObject({
  channel: text,
  subject: text.optional(),
  html: text.optional(),
  text: text.optional(),
  document: text.optional(),
});

const foundCase = object({
  caseId: text,
  creditorId: text,
  debtorId: text,
  debtorName: text.nullable(),
  invoiceNumber: text,
  currency,
  phase,
  hold,
  pauseReason: text
    .nullable()
    .meta({ description: 'Pourquoi une pause le suspend ; reprise de l’encours : nul ne l’a demandée' }),
  planId: text,
  balanceCents: cents,
  creditCents,
  totalCents: cents,
  dueOn: day,
  nextActAt: instant.nullable(),
  needsHuman: flag,
  route: route.nullable(),
});

const candidate = object({
  caseId: text,
  invoiceNumber: text,
  debtorId: text,
  debtorName: text.nullable(),
  balanceCents: cents,
  totalCents: cents,
  amountCents: cents,
  dueOn: day.nullable(),
  reasons: list(text),
  borneOut: flag.meta({ description: 'Autre chose que le montant parle pour elle : un numéro, un nom' }),
  onlyNear: flag.meta({ description: 'Ce n’est qu’un nom approchant' }),
});

export const NO_DEBTOR = 'Aucun débiteur de ce numéro chez ce créancier';

const behaviour = exactly<KnownBehaviour>()(
  object({
    since: day,
    knownSince: day.nullable(),
    invoicedCents: z.record(currency, cents),
    paid: count,
    overdue: count,
    meanDelayDays: count.nullable().meta({ description: 'Après l’échéance, de ce qui est payé et de ce qui est en retard' }),
    worstDelayDays: count.nullable(),
    promisesKept: count,
    promisesBroken: count,
    disputes: count,
    disputesUpheld: count.meta({ description: 'Admis, ou réglés par un avoir' }),
    proposal: object({ segment: z.enum(proposedSegments), because: text }),
    segment: object({
      segment: text,
      by: z.enum(['person', 'billing', 'rule']),
      decidedBy: text.nullable(),
      decidedAt: instant.nullable(),
    }).nullable(),
  }),
);

const call = exactly<CallScript & { readonly caseId: string }>()(
  object({
    caseId: text,
    who: object({ name: text, mobile: text.nullable(), phone: text.nullable() }),
    opening: text,
    sums: list(text),
    history: list(text),
    obtain: list(text),
    causes: list(object({ cause: z.enum(spokenCauses), name: text, obtain: text, act: z.enum(actNames) })),
  }),
);

const waiting = exactly<Waiting>()(
  z.union([
    object({ for: z.literal('promise'), on: day, amountCents: cents }),
    object({ for: z.enum(['payment', 'answer']), until: day.nullable() }),
    object({ for: z.literal('instalments'), schedule: list(object({ on: day, amountCents: cents })) }),
    object({ for: z.enum(['credit', 'credit-note']), amountCents: cents }),
    object({ for: z.literal('dispute'), amountCents: cents.nullable(), answerBy: day }),
  ]),
);

const standing = object({
  sums: list(
    object({
      currency,
      openInvoices: count,
      owedCents: cents,
      overdueCents: cents,
      lateChargesCents: cents.meta({ description: 'Réclamés en raison du retard et encore dus, en plus du principal' }),
      dueNowCents: cents.meta({ description: 'À régler maintenant, comme le dit sa page' }),
      creditCents,
      limitCents: cents.nullable(),
    }),
  ),
  ways: list(
    object({
      channel: z.enum(['email', 'sms']),
      stopped: flag.meta({ description: 'Le débiteur n’en veut plus' }),
      bouncedAt: instant.nullable().meta({ description: 'Le dernier message qui n’est pas arrivé' }),
    }),
  ),
  lateCharges: list(
    object({
      caseId: text,
      invoiceNumber: text,
      currency,
      amountCents: cents,
      interestCents: cents,
      indemnityCents: cents,
      askedOn: day,
    }),
  ).meta({
    description:
      'Intérêts et indemnités que demande la mise en demeure, ou un autre message, et qui sont encore dus, en plus du principal',
  }),
  pauses: list(object({ until: day.nullable(), reason: text, cases: count })).meta({
    description: 'Ses dossiers ouverts en pause : jusqu’à quel jour (null : jusqu’à la reprise), pourquoi, et combien',
  }),
  waiting: list(object({ invoiceId: text, waiting: list(waiting) })).meta({
    description: 'Ce qui suspend chacune de ses factures ouvertes, tel que sa page le dit',
  }),
  links: count,
  linksPages: flag.meta({
    description: 'Les messages portent un lien vers sa page ; aucun sans adresse publique (EXIGIBLE_PUBLIC_URL)',
  }),
});

const debtorNote = object({ id: z.int(), text, writtenBy: text, writtenAt: instant });

const figureTotals = exactly<FigureTotals>()(
  object({
    currency,
    openCents: cents,
    invoices: count,
    overdueCents: cents,
    atRiskCents: cents.meta({ description: 'Échu depuis plus de 90 jours' }),
    invoicedCents: cents.meta({ description: 'Des treize mois qui finissent ce jour-là, comme collectedCents' }),
    collectedCents: cents,
    dsoDays: count
      .nullable()
      .meta({ description: 'Par épuisement du chiffre d’affaires ; null : treize mois n’y suffisent pas' }),
  }),
);

const ALL = 'Tous les créanciers que l’on voit';

const receiptLine = exactly<ReceiptLine & { readonly differenceCents: number }>()(
  object({
    creditorId: text,
    account: text,
    currency,
    month: text,
    entries: count,
    receivedCents: cents,
    allocatedCents: cents,
    waitingCents: cents,
    returnedCents: cents,
    setApartCents: cents,
    notOursCents: cents.meta({ description: 'Ce qu’une personne a mis hors factures' }),
    returnsWaitingCents: cents,
    differenceCents: cents.meta({ description: 'Zéro quand tout est expliqué' }),
  }),
);

const recoveryLine = exactly<RecoveryLine>()(
  object({
    act: text,
    template: text,
    tone: text.nullable(),
    anchor: text.nullable(),
    delay: text.nullable(),
    channel: text,
    currency,
    invoices: count,
    balanceCents: cents,
    paidCents: cents,
    settled: count,
    medianDays: z.number().nullable(),
  }),
);

const promiseLine = exactly<PromiseLine>()(
  object({ currency, became: z.enum(promiseEnds), promises: count, promisedCents: cents }),
);

const waitingAnswer = exactly<WaitingAnswer>()(
  object({
    key: text,
    at: instant,
    channel: z.enum(answerChannels),
    about: z.enum(answerSubjects),
    subject: text.nullable(),
    words: text,
    document: text.nullable(),
    files: list(object({ id: text, filename: text })),
  }),
);

const byCurrency = { currency, openCents: cents };

/** What people look at, put together for the eye: lists, figures, what lies before a case and what was sent. */
export const viewRoutes = routes({
  'GET /search': {
    text: 'Les dossiers par ce que l’on en sait, avec le nom du client, dans un ordre choisi, par pages stables',
    role: 'viewer',
    query: strict({
      ...page,
      cursor: longCursor,
      creditor,
      debtor: idSchema.exactOptional(),
      phase: phase.exactOptional(),
      hold: hold.exactOptional(),
      needsHuman: queryFlag.exactOptional(),
      open: queryFlag.exactOptional(),
      segment: textSchema.exactOptional().meta({ description: 'Celui du débiteur aujourd’hui ; none : sans segment' }),
      late: z.enum(ageBands).exactOptional().meta({ description: 'Ce qui est dû, par jours de retard aujourd’hui' }),
      q: nameSchema
        .max(100)
        .exactOptional()
        .meta({ description: 'Numéro, client, SIREN, solde, total ou libellé d’un paiement' }),
      sort: z.enum(caseSorts).default('due'),
    }),
    answers: { 200: json('Une page', object({ cases: list(foundCase), next: text.nullable() })) },
  },
  'GET /agenda': {
    text: 'Ce qui part ou attend quelqu’un dans les jours qui viennent, client par client, si rien de nouveau n’arrive',
    role: 'viewer',
    query: strict({
      days: z.coerce.number().int().min(1).max(31).default(7),
      creditor,
      limit: page.limit.default(200).meta({ description: 'Clients d’une page, les plus pressés d’abord' }),
      cursor: longCursor,
    }),
    answers: {
      200: json(
        'Par heure ; next : d’autres clients encore',
        object({
          today: day,
          next: text.nullable(),
          debtors: object({ here: count, all: count }).meta({
            description: 'Clients pour qui quelque chose est prévu : sur cette page, et en tout ces jours-là',
          }),
          opening: count.meta({ description: 'Factures reprises dont le dossier s’ouvre encore : la liste n’est pas complète' }),
          awaited: count.meta({
            description: 'Accords demandés et pas encore donnés : leurs envois partent en plus de ces lignes, dès l’accord',
          }),
          lines: list(
            object({
              ...coming,
              debtorId: text,
              debtorName: text.nullable(),
              likely: likelyMoney.nullable().meta({
                description: 'De ce qui demande de l’argent : l’encaissement le plus récent qui attend et lui ressemble',
              }),
              to: list(object({ channel, address: z.union([text, addressSchema]).nullable() })).meta({
                description:
                  'Où chacun de ces canaux arrive aujourd’hui ; null : le client n’a rien de tel, une personne s’en charge',
              }),
            }),
          ),
        }),
      ),
    },
  },
  'GET /creditors': {
    text: 'Les créanciers dont on peut voir les dossiers',
    role: 'viewer',
    answers: {
      200: json(
        'La liste, par nom ; held : pourquoi rien ne part',
        object({ creditors: list(object({ id: text, name: text, held: text.nullable() })) }),
      ),
    },
  },
  'GET /changes': {
    text: 'Un timbre qui change avec ce que l’on voit : une page ouverte sait quand regarder de nouveau',
    role: 'viewer',
    answers: { 200: json('Le timbre', object({ stamp: text })) },
  },
  'GET /figures': {
    text: 'Encours par âge (aussi par créancier et par segment) et par étape, facturé et encaissé par mois, à un jour passé',
    role: 'viewer',
    query: strict({ on: day.exactOptional(), creditor, all: queryFlag.exactOptional().meta({ description: ALL }) }),
    answers: {
      200: json(
        'Les chiffres, devise par devise',
        object({
          on: day,
          totals: list(figureTotals),
          ageing: list(object({ ...byCurrency, band: z.enum(ageBands), invoices: count })),
          byCreditor: list(
            exactly<CreditorAgeLine>()(object({ creditorId: text, ...byCurrency, band: z.enum(ageBands), invoices: count })),
          ),
          bySegment: list(
            exactly<SegmentAgeLine>()(object({ segment: text, ...byCurrency, band: z.enum(ageBands), invoices: count })),
          ).meta({ description: 'Segment : celui du débiteur aujourd’hui, quel que soit le jour ; none : sans segment' }),
          phases: list(object({ ...byCurrency, phase, cases: count })),
          months: list(object({ currency, month: text, invoicedCents: cents, collectedCents: cents })),
          toIssue: list(exactly<ToIssueLine>()(object({ ...byCurrency, invoices: count }))).meta({
            description:
              'Factures datées d’après aujourd’hui : les chiffres les comptent à partir de leur date, la liste des dossiers les montre ; rien un jour passé',
          }),
        }),
      ),
    },
  },
  'GET /figures/period': {
    text: 'Encaissements rapprochés par compte et par mois, ce que chaque relance a fait rentrer, promesses, sur 366 jours au plus',
    role: 'viewer',
    query: strict({ from: day, to: day, creditor, all: queryFlag.exactOptional().meta({ description: ALL }) }),
    answers: {
      200: json(
        'Les chiffres de la période, jours compris',
        object({
          from: day,
          to: day,
          recoveryDays: count.meta({
            description: 'Un paiement compte pour un message pendant ces jours, ou jusqu’à l’étape suivante',
          }),
          receipts: list(receiptLine),
          recovery: list(recoveryLine),
          promises: list(promiseLine),
        }),
      ),
    },
  },
  'GET /cases/{caseId}/steps': {
    text: 'Les étapes du plan d’un dossier, avec où elles en sont et le jour où chacune viendra si rien de nouveau n’arrive',
    role: 'viewer',
    query: strict({
      approved: queryFlag.exactOptional().meta({ description: 'Dire aussi ce qui attend encore après l’accord' }),
    }),
    answers: {
      200: json(
        'Le plan',
        object({
          caseId: text,
          plan: object({ id: text, version: count, name: text }),
          steps: list(shownStep),
          first: object(coming).nullable().meta({
            description:
              'Ce qui vient d’abord pour lui, message, lettre, accord à donner ou tâche ; rien quand il est clos ou attend quelqu’un',
          }),
          timeBarredOn: day.nullable().meta({
            description: 'Créance prescrite : son dernier jour utile ; rien tant qu’il n’est pas passé',
          }),
          onceApproved: exactly<Waits>()(object({ at: instant, on: day, why: text }))
            .nullable()
            .meta({
              description:
                'Quand part ce qui attend un accord, si tout ce qui en attend un pour ce client l’a maintenant, et pourquoi pas le jour même ; rien s’il part le jour même, ou sans approved',
            }),
        }),
      ),
    },
  },
  'GET /cases/{caseId}/acts': {
    text: 'Les actes, et ce que le dossier répondrait à chacun aujourd’hui',
    role: 'viewer',
    answers: {
      200: json('Les actes', object({ caseId: text, acts: list(object({ act: z.enum(actNames), refusal: text.nullable() })) })),
    },
  },
  'GET /cases/{caseId}/call': {
    text: 'Ce qu’il faut avoir sous les yeux pour appeler : qui, quoi, combien, ce qui s’est passé, quoi obtenir',
    role: 'operator',
    answers: { 200: json('Le texte de l’appel ; chaque cause avec l’acte qui la note', call) },
  },
  'GET /cases/{caseId}/answers': {
    text: 'Ce que le débiteur a écrit et à quoi personne n’a encore répondu : ses mots, ses pièces ; la lecture est notée',
    role: 'viewer',
    answers: { 200: json('La liste', object({ caseId: text, answers: list(waitingAnswer) })) },
  },
  'GET /cases/{caseId}/messages': {
    text: 'Les messages partis pour un dossier',
    role: 'viewer',
    answers: { 200: json('La liste', object({ caseId: text, messages: list(object(message)) })) },
  },
  'GET /cases/{caseId}/messages/{messageId}': {
    text: 'Un message tel qu’il est parti ; la lecture est notée',
    role: 'viewer',
    answers: {
      200: json(
        'Le message',
        object({
          ...message,
          record: sentRecord,
          logo: text.exactOptional().meta({ description: 'Le logo que sa page nomme (cid:), en data:' }),
        }),
      ),
    },
  },
  'GET /debtors/{id}': {
    text: 'Un débiteur tel que la facturation l’a dit',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Le débiteur', debtorSchema) },
  },
  'GET /debtors/{id}/contacts': {
    text: 'Ce qui a été écrit à un débiteur, du plus récent au plus ancien',
    role: 'viewer',
    query: strict({ creditor }),
    answers: {
      200: json(
        'Les messages',
        object({
          contacts: list(object({ messageId: text, caseId: text, channel: text, template: text, state: text, at: instant })),
        }),
      ),
    },
  },
  'GET /debtors/{id}/payments': {
    text: 'Comment un débiteur a payé depuis un an, et le segment qui en découle',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Ses habitudes, retards de ce jour compris', behaviour) },
    refusals: { 404: NO_DEBTOR },
  },
  'GET /debtors/{id}/standing': {
    text: 'Ce qu’un débiteur doit en tout, ses crédits, l’encours qu’on lui accorde, et si ses adresses portent',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Devise par devise ; links : liens ouverts vers sa page', standing) },
    refusals: { 404: NO_DEBTOR },
  },
  'GET /debtors/{id}/notes': {
    text: 'Ce que l’on a noté d’un débiteur, du plus récent au plus ancien',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Les notes', object({ notes: list(debtorNote) })) },
  },
  'POST /debtors/{id}/notes': {
    text: 'Noter quelque chose d’un débiteur, pour les collègues ; il peut le demander à lire',
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ text: textSchema }),
    sample: { text: 'Préfère être appelé le matin.' },
    answers: { 201: json('Notée', debtorNote) },
    refusals: { 404: NO_DEBTOR },
  },
  'PUT /debtors/{id}/segment': {
    text: 'Le segment qu’une personne donne à un débiteur pour ses factures à venir, avant ce que disent la facturation et la règle ; null le retire',
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ segment: textSchema.nullable() }),
    sample: { segment: 'late' },
    answers: { 200: json('Gardé', object({ id: text, segment: text.nullable() })) },
    refusals: { 404: NO_DEBTOR },
  },
  'GET /cases/{caseId}/likely-money': {
    text: 'Le plus récent encaissement qui attend et ressemble à la facture : par son numéro, par son payeur, sinon par son montant exact',
    role: 'viewer',
    answers: { 200: json('L’encaissement, s’il y en a un', object({ entry: likelyMoney.nullable() })) },
  },
  'GET /unmatched/{entryKey}/candidates': {
    text: 'Ce qu’une écriture qui attend peut payer, avec les raisons ; ce qu’un rejet peut annuler',
    role: 'viewer',
    query: strict({ creditor }),
    answers: {
      200: json(
        'Les factures, les plus probables d’abord',
        object({
          entryKey: text,
          candidates: list(candidate),
          undoes: list(
            object({
              key: text,
              amountCents: cents,
              bookedOn: day.nullable(),
              counterparty: text.nullable(),
              label: text.nullable(),
            }),
          ),
        }),
      ),
    },
  },
});
