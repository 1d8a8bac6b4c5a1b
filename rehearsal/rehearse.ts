import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcDeadlineError } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { caseRowOf } from '../db/cases.ts';
import { evidenceOf } from '../db/evidence.ts';
import { mailOf } from '../db/inbox.ts';
import { msOf } from '../domain/calendar/clock.ts';
import { idsOfCase } from '../domain/case/case.ts';
import type { Actor } from '../domain/simulate/desk.ts';
import { endOf } from '../domain/simulate/end.ts';
import { endMsOf, type Script, scriptOf } from '../domain/simulate/simulate.ts';
import type { Simulation, Story } from '../domain/simulate/story.ts';
import { type RunningCase, stateQuery } from '../workflows/messages.ts';
import { EnginePlay, type Errand } from './engine-play.ts';
import { drainAll, furnish, runErrands } from './errands.ts';
import { type House, openHouse } from './house.ts';
import { write, writtenBy } from './scribe.ts';
import type { Span } from './story-clock.ts';

/** What is told at the very second of an act is told a moment before it. */
const BEFORE_MS = 1000;
/** How late the machine may be on the planner. */
const SLACK_MS = 5_000;
const LOOK_EVERY_MS = 5;
/** A machine that is busy takes its time; a case that takes a quarter of an hour hangs. */
const HANGS_AFTER_MS = 900_000;
const ANSWER_WITHIN_MS = 2_000;
const NEVER = Number.POSITIVE_INFINITY;

/** One case while it runs: until when it sleeps, and how much of its evidence is on the stage. */
interface Role {
  readonly actor: Actor;
  restsUntilMs: number;
  known: number;
  /** How long a question to it may take. */
  patienceMs: number;
}

/** One story on the stage. */
interface Troupe {
  readonly play: EnginePlay;
  readonly script: Script;
  readonly endMs: number;
  readonly roles: Map<string, Role>;
  /** What could not be told while no worker was up. */
  held: Errand[];
}

/** Plays one story through the real workflow: the same timeline as `simulate`, or one of the two is wrong. */
export async function rehearse(story: Story): Promise<Simulation> {
  const [simulation] = await rehearseAll([story]);
  if (!simulation) throw new Error('the story was not played');
  return simulation;
}

/** What the engine wrote down of the last run of a case. */
export interface PlayedHistory {
  readonly workflowId: string;
  readonly history: History;
}

type KeepHistory = (played: PlayedHistory) => void;

/** Plays stories side by side on one server, each with a creditor of its own; `keep` is given the history of every case. */
export async function rehearseAll(stories: readonly Story[], keep?: KeepHistory): Promise<Simulation[]> {
  const startsMs = Math.min(...stories.map((story) => msOf(story.from)));
  const downs = new Map(stories.map((story) => [story.creditor.id, downsOf(story)]));
  const house = await openHouse({ startsMs, downsOf: (caseId) => downs.get(idsOfCase(caseId).creditorId) ?? [] });
  try {
    const troupes = stories.map(troupeOf);
    for (const { play } of troupes) await furnish(house, play);
    return await playAll(house, troupes, keep);
  } finally {
    await house.end();
  }
}

/** When no worker is up, by the facts of a story. */
function downsOf(story: Story): Span[] {
  const turns = story.facts.filter(({ type }) => type === 'worker-down' || type === 'worker-up');
  return turns.flatMap(({ type, at }, index) => {
    const next = turns[index + 1];
    return type === 'worker-down' ? [{ fromMs: msOf(at), untilMs: next ? msOf(next.at) : endMsOf(story) }] : [];
  });
}

function troupeOf(story: Story): Troupe {
  const play = new EnginePlay(story, msOf(story.from));
  return { play, script: scriptOf(story), endMs: endMsOf(story), roles: new Map(), held: [] };
}

/** The moments of all stories in order, on one clock; a story that is over leaves the stage. */
async function playAll(house: House, troupes: readonly Troupe[], keep?: KeepHistory): Promise<Simulation[]> {
  const played = new Map<Troupe, Simulation>();
  while (played.size < troupes.length) {
    const playing = troupes.filter((troupe) => !played.has(troupe));
    const over = playing.filter((troupe) => nextMs(troupe) === NEVER);
    for (const troupe of over) played.set(troupe, await curtain(house, troupe, keep));
    const atMs = Math.min(...playing.map(nextMs));
    for (const troupe of playing) if (!over.includes(troupe) && nextMs(troupe) === atMs) await playMoment(house, troupe, atMs);
  }
  return troupes.flatMap((troupe) => played.get(troupe) ?? []);
}

/** The next moment of a story before its end. */
function nextMs({ play, script, roles, endMs }: Troupe): number {
  const acts = play.workerDown ? NEVER : Math.min(NEVER, ...[...roles.values()].map((role) => role.restsUntilMs));
  const atMs = Math.max(play.nowMs, Math.min(script.firstMs(), acts));
  return atMs >= endMs ? NEVER : atMs;
}

async function playMoment(house: House, troupe: Troupe, atMs: number): Promise<void> {
  const { play, script, roles } = troupe;
  const due = [...roles.values()].filter((role) => role.restsUntilMs <= atMs);
  const isTold = script.firstMs() <= atMs;
  play.nowMs = isTold ? atMs : momentOf(play, due, atMs);
  const told = isTold ? await tellAll(house, troupe, due.length > 0 ? atMs - BEFORE_MS : atMs) : [];
  await house.time.goTo(atMs);
  house.setClock(atMs);
  if (play.workerDown) return;
  const desks = new Set([...due.map(({ actor }) => actor.desk), ...told.map(({ actor }) => actor.desk)]);
  const stirred = [...roles.values()].filter(({ actor }) => desks.has(actor.desk));
  await settle(house, stirred, atMs);
  await writeDown(house, play, stirred);
}

/** A case that wakes for an act wakes at the second that the planner named; what it takes the machine to wake it is no part of the story. */
function momentOf(play: EnginePlay, due: readonly Role[], atMs: number): number {
  const named = due.flatMap(({ actor }) => {
    play.refresh(actor);
    const { act, atMs: plannedMs } = actor.next;
    return act !== null && plannedMs <= atMs && atMs - plannedMs < SLACK_MS ? [plannedMs] : [];
  });
  return Math.max(play.nowMs, Math.min(atMs, ...named));
}

/** What comes from outside at this moment; without workers it waits, as callers do. Answers with what was told. */
async function tellAll(house: House, troupe: Troupe, atMs: number): Promise<readonly Errand[]> {
  const { play, script } = troupe;
  await house.time.goTo(atMs);
  house.setClock(atMs);
  script.playUntil(play);
  troupe.held.push(...play.takeErrands());
  if (play.workerDown) return [];
  const errands = troupe.held.splice(0);
  for (const { actor, fact } of errands)
    if (fact === 'enter') troupe.roles.set(actor.case.id, { actor, restsUntilMs: NEVER, known: 0, patienceMs: ANSWER_WITHIN_MS });
  await runErrands(house, play, errands);
  play.flush();
  return errands;
}

/** Returns when every case of the story sleeps again, and the inbox is empty. */
async function settle(house: House, roles: readonly Role[], nowMs: number): Promise<void> {
  const hangsAt = Date.now() + HANGS_AFTER_MS;
  for (const role of roles) {
    while (!(await isSettled(house, nowMs, role))) {
      if (Date.now() > hangsAt) throw new Error(`${role.actor.case.id} does not come to rest`);
      await drainAll(house.drainer);
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** Looks at a case: closed for good, or asleep until a moment that is still to come. */
async function isSettled(house: House, nowMs: number, role: Role): Promise<boolean> {
  const { db, time } = house;
  const id = role.actor.case.id;
  if ((await mailOf(db, [id], 1)).length > 0) return false;
  const row = await caseRowOf(db, id);
  const handle = time.client.workflow.getHandle(id);
  if (row?.state.closed && row.state.notes.length === 0) {
    role.restsUntilMs = NEVER;
    return (await handle.describe()).status.name !== 'RUNNING';
  }
  const rest = await restOf(house, role);
  if (rest === null || (rest.untilMs !== null && rest.untilMs <= nowMs)) return false;
  role.restsUntilMs = rest.untilMs ?? NEVER;
  return true;
}

/** Until when a case sleeps. Between two runs of it the test server forgets whom it was asked for: then it is asked again, for longer. */
async function restOf({ time: { client } }: House, role: Role): Promise<RunningCase['rest']> {
  const ask = () => client.workflow.getHandle(role.actor.case.id).query(stateQuery);
  try {
    return (await client.withDeadline(Date.now() + role.patienceMs, ask)).rest;
  } catch (error) {
    if (!isGrpcDeadlineError(error)) throw error;
    role.patienceMs *= 2;
    return null;
  }
}

async function writeDown({ db }: House, play: EnginePlay, roles: readonly Role[]): Promise<void> {
  const written = [];
  for (const role of roles) {
    const rows = (await evidenceOf(db, role.actor.case.id)).slice(role.known);
    role.known += rows.length;
    written.push(...rows.flatMap((row) => writtenBy(role.actor, row) ?? []));
  }
  write(play, written);
}

/** Where each invoice stands at the end, as its case was last recorded. */
async function curtain({ db, time }: House, { play, roles, endMs }: Troupe, keep?: KeepHistory): Promise<Simulation> {
  play.nowMs = endMs - 1;
  for (const { actor } of roles.values()) {
    const row = await caseRowOf(db, actor.case.id);
    if (row) actor.case = row.state;
    const handle = time.client.workflow.getHandle(actor.case.id);
    if (!row?.state.closed) await handle.terminate('fin de la simulation');
    keep?.({ workflowId: actor.case.id, history: await handle.fetchHistory() });
  }
  return { timeline: play.timeline, end: play.story.invoices.map((invoice) => endOf(play, invoice)) };
}
