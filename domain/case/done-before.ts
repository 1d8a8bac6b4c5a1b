import type { CivilDate } from '../calendar/civil-date.ts';
import type { DoneBefore } from './case.ts';
import { frenchDay } from './show/french.ts';

export type DoneBeforeFault = readonly [field: keyof DoneBefore, message: string];

/** What does not go together in what was done for an invoice due on a day, by field, in French. Empty: nothing. */
export function doneBeforeFaults(done: DoneBefore, dueOn: CivilDate, today: CivilDate): DoneBeforeFault[] {
  const { noticePostedOn, noticeReceivedOn, givenTo, givenOn } = done;
  const faults: DoneBeforeFault[] = days.flatMap((field) => {
    const on = done[field];
    return on !== undefined && on > today ? [[field, `le ${frenchDay(on)} n’est pas encore passé`]] : [];
  });
  if (noticePostedOn !== undefined && noticePostedOn <= dueOn)
    faults.push(['noticePostedOn', `le ${frenchDay(noticePostedOn)} ne vient pas après l’échéance, le ${frenchDay(dueOn)}`]);
  if (noticeReceivedOn !== undefined && noticePostedOn === undefined)
    faults.push(['noticePostedOn', 'une mise en demeure reçue a été postée\u00a0: dire quel jour']);
  if (noticeReceivedOn !== undefined && noticePostedOn !== undefined && noticeReceivedOn < noticePostedOn)
    faults.push(['noticeReceivedOn', `le ${frenchDay(noticeReceivedOn)} vient avant le jour où elle fut postée`]);
  if (givenOn !== undefined && givenTo === undefined) faults.push(['givenTo', 'dire à qui le dossier a été confié']);
  return faults;
}

const days = ['remindedOn', 'noticePostedOn', 'noticeReceivedOn', 'givenOn'] as const;
