import type { FirstTask } from '../db/tasks.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { balanceSaid, counted, taskNames } from '../domain/case/show/french.ts';
import { frenchDate } from '../templates/french.ts';
import { escaped } from '../templates/rendering/escaped.ts';

/** What the list of the morning is made of. `siteUrl` without a slash at its end. */
export interface Morning {
  readonly name: string;
  readonly on: CivilDate;
  readonly tasks: readonly FirstTask[];
  readonly siteUrl: string;
}

/** What waits for a person, by kind, with the first lines of each and where the rest is. */
export function morningMail(morning: Morning): { readonly subject: string; readonly text: string; readonly html: string } {
  const kinds = kindsOf(morning);
  const all = counted(
    kinds.reduce((sum, { count }) => sum + count, 0),
    'tâche',
  );
  const { siteUrl, on, name } = morning;
  const intro = [`Bonjour ${name},`, `À faire au ${frenchDate(on)}\u00a0: ${all}.`];
  const end = `Vous avez demandé cette liste, chaque matin travaillé. Pour ne plus la recevoir\u00a0: ${siteUrl}/reglages#matin`;
  const texts = kinds.map(({ title, lines, more, href }) =>
    [title, ...[...lines, ...more].map((line) => `- ${line}`), href].join('\n'),
  );
  const lists = kinds.map(
    ({ title, lines, more, href }) =>
      `<h2><a href="${escaped(href)}">${escaped(title)}</a></h2><ul>${[...lines, ...more].map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`,
  );
  return {
    subject: `À faire\u00a0: ${all}`,
    text: [...intro, ...texts, `Tout voir\u00a0: ${siteUrl}/a-faire`, end].join('\n\n'),
    html: [
      ...intro.map((line) => `<p>${escaped(line)}</p>`),
      ...lists,
      `<p><a href="${escaped(`${siteUrl}/a-faire`)}">Tout voir</a></p>`,
      `<p>${escaped(end)}</p>`,
    ].join('\n'),
  };
}

interface Kind {
  readonly title: string;
  readonly count: number;
  readonly lines: readonly string[];
  /** One line when there are more than those. */
  readonly more: readonly string[];
  readonly href: string;
}

function kindsOf({ tasks, siteUrl }: Morning): Kind[] {
  return [...new Set(tasks.map(({ kind }) => kind))].map((kind) => {
    const own = tasks.filter((task) => task.kind === kind);
    const count = own[0]?.ofKind ?? own.length;
    const rest = count - own.length;
    return {
      title: `${taskNames[kind]}\u00a0: ${count}`,
      count,
      lines: own.map((task) => (task.oneOfSeveral ? lineWithContext(task) : lineOf(task))),
      more: rest > 0 ? [`et ${rest} ${rest > 1 ? 'autres' : 'autre'}`] : [],
      href: `${siteUrl}/a-faire?kind=${kind}`,
    };
  });
}

/** Two tasks of one invoice are told apart by what they are about. */
function lineWithContext(task: FirstTask): string {
  return `${lineOf(task)}\u00a0: ${task.context}`;
}

function lineOf(task: FirstTask): string {
  const { invoiceNumber, debtorName, debtorId, dueOn } = task;
  const owed = task.balanceCents === 0 ? [] : [balanceSaid(task)];
  return [invoiceNumber, debtorName ?? debtorId, ...owed, `pour le ${frenchDate(dueOn)}`].join(', ');
}
