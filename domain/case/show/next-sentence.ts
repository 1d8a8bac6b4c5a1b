import { type Plan, stepOf } from '../../plan/plan.ts';
import type { Act, Next } from '../act.ts';
import { channelNames, frenchMoment, holdNames, stepName } from './french.ts';
import { said } from './reasons.ts';

/** What comes next, in one French sentence. */
export function nextSentence(next: Next, plan: Plan): string {
  if (next.act === null) return said(next.why);
  return `${actName(next.act, plan)} le ${frenchMoment(next.atMs)} (${said(next.why)})`;
}

/** What people call a step of a plan, never by its id; one that a case did under another plan has no name here. */
export function calledStep(plan: Plan, id: string): string {
  const step = stepOf(plan, id);
  return step ? stepName(step) : 'étape d’un autre plan';
}

/** An act in French, with the name of its step and how it goes. */
export function actName(act: Act, plan: Plan): string {
  switch (act.do) {
    case 'send':
      return `${calledStep(plan, act.step)} par ${channelNames[act.channel]}`;
    case 'ask-external':
      return `${calledStep(plan, act.step)} à confier (${channelNames[act.channel]})`;
    case 'ask-approval':
      return `demande d’accord (${calledStep(plan, act.step)})`;
    case 'open-decision':
      return 'examen des voies';
    case 'hand-over':
      return 'remise du dossier';
    case 'end-hold':
      return `fin du blocage (${holdNames[act.hold]})`;
    case 'hold-credit':
      return 'crédit du client';
    case 'pass-credit':
      return 'affectation du crédit';
    case 'break-promise':
      return 'échéance de la promesse';
    case 'ask-instalment':
    case 'lapse-instalments':
      return 'suite de l’échéancier';
    case 'raise-task':
      return 'rappel à l’opérateur';
    case 'leave-channel-out':
    case 'leave-step-out':
      return `étape «\u00a0${calledStep(plan, act.step)}\u00a0» laissée de côté`;
    case 'send-note':
    case 'leave-note-out':
      return 'confirmation au débiteur';
    case 'close':
      return 'clôture';
  }
}
