import type { Request, RequestHandler, Response } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { roles } from '../../domain/role.ts';
import type { Pages } from '../shared/pages.ts';
import { type Api, apiFor } from './api.ts';
import { FIRST_STEPS } from './first-steps-hold.ts';
import { type Flash, flashIn, leaveFlash } from './flash.ts';
import { jobsUnderWay } from './job-words.ts';
import { actKeys } from './remedies.ts';
import { rooms } from './rooms.ts';

/** Who visits, as the API knows him. */
export type Session = AnswerOf<'GET /session'>;

export type CreditorLine = AnswerOf<'GET /creditors'>['creditors'][number];

/** What a creditor is called by those who may see him; his id for anybody else. */
export function creditorName(creditors: readonly CreditorLine[], id: string): string {
  return creditors.find((one) => one.id === id)?.name ?? id;
}

/** One visit of a page by somebody who is signed in. */
export interface Visit {
  readonly api: Api;
  readonly session: Session;
  readonly creditors: readonly CreditorLine[];
  /** Answers with a page. */
  readonly show: (page: string, title: string, data: object, status?: number) => Promise<void>;
  /** Sends the browser on, with a word about what was done. */
  readonly goOn: (path: string, flash?: Flash) => void;
}

/** The names in the path of a page. */
type Params = Record<string, string>;

export type Room = (visit: Visit, req: Request<Params>, res: Response) => Promise<void>;

/** What the frame of every page is made of. */
export interface House {
  readonly pages: Pages;
  /** Where the files of the site are. */
  readonly assets: string;
  /** The list of workflows on the screen of the engine; null: nobody said where it is. */
  readonly webUi: string | null;
  /** The site is reached over TLS: its cookies never leave in the clear. */
  readonly secure: boolean;
  /** In the test mode, to whom every message goes; null when they go to whom they are for. */
  readonly testTo: string | null;
  readonly log: { error(about: object, text: string): void };
}

/** Of so many that were asked last the frame says how far they are. */
const MOST_UNDER_WAY = 5;

/** A page of people who are signed in. */
export function roomOf(house: House, room: Room): RequestHandler<Params> {
  return async (req, res) => {
    const api = apiFor(req);
    const [session, { creditors }, { stamp }, { jobs }] = await Promise.all([
      api.call('GET /session'),
      api.call('GET /creditors'),
      api.call('GET /changes'),
      api.call('GET /jobs', { query: { limit: MOST_UNDER_WAY } }),
    ]);
    const underWay = jobsUnderWay(jobs);
    const frame = { session, creditors, stamp, underWay, path: req.path, here: req.originalUrl, isAnswer: req.method !== 'GET' };
    await room({ api, session, creditors, ...answers(house, frame, req, res) }, req, res);
  };
}

interface Frame {
  readonly session: Session;
  readonly creditors: readonly CreditorLine[];
  /** What `/changes` said before anything of the page was read: what changes later is seen. */
  readonly stamp: string;
  /** What goes on for long, wherever one stands. */
  readonly underWay: ReturnType<typeof jobsUnderWay>;
  readonly path: string;
  readonly here: string;
  /** What a form was answered with: its address alone would not show it again. */
  readonly isAnswer: boolean;
}

function answers(
  { pages, assets, secure, testTo }: House,
  frame: Frame,
  req: Request<Params>,
  res: Response,
): Pick<Visit, 'show' | 'goOn'> {
  return {
    async show(page, title, data, status = 200) {
      const flash = flashIn(req, res);
      const chosen = frame.creditors.find(({ id }) => id === frame.session.creditorId);
      const held = chosen?.held ?? null;
      const here = rooms.find(({ path }) => frame.path === path || frame.path.startsWith(`${path}/`))?.path ?? null;
      const html = pages(page, {
        title,
        assets,
        flash,
        rooms,
        actKeys,
        held,
        forWhom: chosen?.name ?? 'tous les créanciers',
        printedOn: parisDay(Date.now()),
        testTo,
        firstSteps: FIRST_STEPS,
        room: here,
        ...frame,
        ...data,
      });
      res.status(status).type('html').send(html);
    },
    goOn(path, flash) {
      if (flash) leaveFlash(res, flash, secure);
      res.redirect(303, path);
    },
  };
}

/** True when the role of a visitor is at least that one. */
export function isAtLeast({ role }: Pick<Session, 'role'>, least: Session['role']): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
