import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorRequestHandler, type RequestHandler, Router, urlencoded } from 'express';
import { type Asset, assetsOf, packaged, sharedAssets } from '../shared/assets.ts';
import { pageHeaders } from '../shared/headers.ts';
import { pagesOf } from '../shared/pages.ts';
import { agendaRooms } from './agenda.ts';
import { amendmentRooms } from './amendments.ts';
import { caseRooms } from './case.ts';
import { casesRooms } from './cases.ts';
import { debtorRooms } from './debtor.ts';
import { enrolmentRooms } from './enrolment.ts';
import { entryRooms } from './entries.ts';
import { errorPages } from './error-pages.ts';
import { figureRooms } from './figures.ts';
import { firstStepRooms } from './first-steps.ts';
import { filters } from './format.ts';
import { jobRooms } from './jobs.ts';
import { jumpRooms } from './jump.ts';
import { mailRooms } from './mails.ts';
import { matchingRooms } from './matching.ts';
import { operationRooms } from './operations.ts';
import { placedMoneyRooms } from './placed-money.ts';
import { planRooms } from './plans.ts';
import { receivedRooms } from './received.ts';
import { sentMessageRooms } from './sent-message.ts';
import { settingsRooms } from './settings.ts';
import { shownRooms } from './shown.ts';
import { signInRooms } from './sign-in.ts';
import { taskRooms } from './tasks.ts';
import { templateRooms } from './templates.ts';
import type { House } from './visit.ts';

/** A table of 900 kB takes three times as much where its every letter is escaped. */
const FORM_LIMIT = '3mb';
const MOST_FIELDS = 5000;

/** The site of operators: its pages and files, and the page that stands for what is refused to a browser. */
export interface Site {
  readonly doors: RequestHandler;
  readonly errorPages: ErrorRequestHandler;
}

/** What a site is told: how it is reached, and whether messages go to oneself alone. */
type Told = Pick<House, 'log' | 'webUi' | 'secure'> & Partial<Pick<House, 'testTo'>>;

/** Builds the site. It knows the API alone, in the name of whoever visits. */
export function operatorSite({ log, webUi, secure, testTo = null }: Told): Site {
  const assets = assetsOf('/assets', [...sharedAssets, ...scripts(), ...own()]);
  const house: House = { pages: pagesOf(here('./pages'), filters), assets: assets.path, log, webUi, secure, testTo };
  const router = Router()
    .use(assets.router)
    .use(roomsOf(roomsIn(house)));
  return { doors: router, errorPages: errorPages(house) };
}

/** Every room of the site, in the order in which they are asked. */
function roomsIn(house: House): Router[] {
  return [
    Router().get('/', (_req, res) => res.redirect(303, '/a-faire')),
    signInRooms(house),
    taskRooms(house),
    agendaRooms(house),
    casesRooms(house),
    jumpRooms(house),
    jobRooms(house),
    placedMoneyRooms(house),
    matchingRooms(house),
    receivedRooms(house),
    entryRooms(house),
    enrolmentRooms(house),
    mailRooms(house),
    debtorRooms(house),
    figureRooms(house),
    planRooms(house),
    templateRooms(house),
    settingsRooms(house),
    amendmentRooms(house),
    firstStepRooms(house),
    operationRooms(house),
    sentMessageRooms(house),
    caseRooms(house),
    shownRooms(),
  ];
}

/** Rooms with what each of their addresses has: the headers of a page, and forms that are read. Everywhere else the API answers. */
export function roomsOf(rooms: readonly Router[]): Router {
  const addresses = new Set(rooms.flatMap(({ stack }) => stack.flatMap(({ route }) => (route ? placesOf(route.path) : []))));
  const form = urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: MOST_FIELDS });
  return Router()
    .use([...addresses], pageHeaders({ 'frame-src': "'self'" }), form)
    .use(...rooms);
}

/** The first name of each path of a route: `/dossiers` of `/dossiers/:caseId`. */
function placesOf(path: string | string[]): string[] {
  return [path].flat().flatMap((one) => (one === '/' ? [] : [`/${one.split('/')[1] ?? ''}`]));
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Our own sheet and scripts, as they lie in `assets/`. */
function own(): Asset[] {
  return readdirSync(here('./assets')).map((name) => ({ name, file: join(here('./assets'), name) }));
}

/** Turbo and the keys, as their packages ship them, under one roof so that they find each other. */
function scripts(): Asset[] {
  const keys = dirname(packaged('@github/hotkey'));
  const names = readdirSync(keys).filter((name) => name.endsWith('.js'));
  return [
    { name: 'turbo.js', file: packaged('@hotwired/turbo/dist/turbo.es2017-esm.js'), edit: withoutProgressBar },
    ...names.map((name) => ({ name: name === 'index.js' ? 'hotkeys.js' : name, file: join(keys, name) })),
  ];
}

const BAR = '    this.installStylesheetElement();\n';

/** Turbo's progress bar writes a style into the page, which our policy refuses: it is not drawn. */
function withoutProgressBar(text: string): string {
  if (!text.includes(BAR)) throw new Error('Turbo draws its progress bar otherwise than it did: look again');
  return text.replace(BAR, '');
}
