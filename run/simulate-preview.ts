import { dayAt, msOf } from '../domain/calendar/clock.ts';
import { claimOfCase } from '../domain/case/claim-of-case.ts';
import { SHIPPED_RATES } from '../domain/law/rates.ts';
import { type Channel, isPaper, type Medium, mediumOf } from '../domain/plan/plan.ts';
import type { Leaving } from '../domain/simulate/play.ts';
import { simulate } from '../domain/simulate/simulate.ts';
import type { Story, WrittenMessage } from '../domain/simulate/story.ts';
import { creditorOfStory, debtorOfStory } from '../rehearsal/parties.ts';
import type { MessageRequest } from '../templates/data.ts';
import { loadTemplates, type Templates } from '../templates/renderer.ts';
import { SAMPLE_PAGE } from '../templates/samples.ts';
import type { Books } from '../words/books.ts';
import { askable } from '../words/claim.ts';
import { withPage } from '../words/compose.ts';
import { noteMessage } from '../words/note-message.ts';
import { inFrench, type Parties } from '../words/parties.ts';
import { stepMessage } from '../words/step-message.ts';

/** Every message that leaves in a story, written as the live system writes it, to known parties or to invented ones. */
export async function messagesOf(story: Story, parties?: Parties): Promise<WrittenMessage[]> {
  const templates = loadTemplates();
  const worded = await requestsOf(story, parties);
  return worded.map(({ leaving, request }) => ({ ...headOf(leaving), ...writtenOn(templates, leaving.channel, request) }));
}

/** What every message of a story says, before a template prints it. */
export async function requestsOf(story: Story, parties?: Parties): Promise<{ leaving: Leaving; request: MessageRequest }[]> {
  const left: Leaving[] = [];
  simulate(story, { watch: (leaving) => left.push(leaving) });
  const worded = [];
  for (const [index, leaving] of left.entries()) {
    const known = parties ?? inventedParties(story, leaving);
    const request = await requestOf(leaving, isPaper(leaving.channel) ? inFrench(known) : known, booksOf(left.slice(0, index)));
    if (request) worded.push({ leaving, request });
  }
  return worded;
}

function inventedParties(story: Story, { members }: Leaving): Parties {
  const debtor = story.debtors.find(({ id }) => id === members[0]?.case.debtor.id);
  if (!debtor) throw new Error('a message leaves to a debtor who is not in the story');
  return { creditor: creditorOfStory(story), debtor: debtorOfStory(debtor) };
}

/** The books of a story: the rates that ship, and what left in it before. */
function booksOf(before: readonly Leaving[]): Books {
  return {
    reckonToAsk(theCase, creditor, on) {
      const claim = claimOfCase(theCase, creditor, on);
      return Promise.resolve(askable({ claim, rates: SHIPPED_RATES }, theCase.invoice.currency));
    },
    remindersSent: (caseId) =>
      Promise.resolve(
        before
          .map((leaving, index) => ({ ...leaving, message: String(index) }))
          .filter(({ members, words }) => asks(words) && members.some((member) => member.case.id === caseId))
          .map(({ message, at, channel, words }) => ({
            message,
            at,
            on: dayAt(msOf(at)),
            channel,
            step: 'act' in words ? words.id : words.key,
            template: words.template,
          })),
      ),
  };
}

/** Steps, and the note of a missed instalment, are contacts; thanks and confirmations are none. */
function asks(words: Leaving['words']): boolean {
  return 'act' in words || words.askedCents !== undefined;
}

async function requestOf({ at, members, words }: Leaving, parties: Parties, books: Books): Promise<MessageRequest | null> {
  const [live, ...others] = members;
  if (!live) return null;
  const on = dayAt(msOf(at));
  if (!('act' in words)) return noteMessage({ live, others, parties, on }, words);
  const message = await stepMessage(books, live, parties, words, on, others);
  return 'outcome' in message ? null : message.request;
}

function headOf({ at, members, channel, words }: Leaving) {
  const invoices = members.map((member) => member.case.invoice.id);
  return { at, invoices, step: 'act' in words ? words.id : null, template: words.template, channel };
}

/** A message as its channel carries it, with the page of nobody: each message that leaves has an address of its own. */
export function writtenOn(templates: Templates, channel: Channel, plain: MessageRequest) {
  return writers[mediumOf(channel)](templates, withPage(plain, { pageUrl: SAMPLE_PAGE, replyTo: null }));
}

type Writer = (templates: Templates, request: MessageRequest) => Pick<WrittenMessage, 'subject' | 'text' | 'html'>;

const onPaper: Writer = (templates, request) => {
  const { title, text, html } = templates.letter(request);
  return { subject: title, text, html };
};

const writers: Readonly<Record<Medium, Writer>> = {
  email: (templates, request) => templates.email(request),
  sms: (templates, request) => ({ subject: null, text: templates.sms(request).text, html: null }),
  post: onPaper,
  call: onPaper,
  person: onPaper,
};
