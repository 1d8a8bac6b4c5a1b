import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../api/api.ts';
import type { DebtorDeps } from '../../api/debtor/deps.ts';
import { debtorDesk } from '../../api/debtor/desk.ts';
import type { KeptFile } from '../../api/debtor/kept-file.ts';
import type { UpdateOutcome } from '../../api/engine-port.ts';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { makeDebtorLink } from '../../db/debtor-links.ts';
import { putDebtor } from '../../db/debtors.ts';
import type { Case } from '../../domain/case/case.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { debtorErrorPages, debtorSite, type Limits } from '../../web/debtor/site.ts';
import { putCase, type RowRequest } from '../api/case-row.ts';
import { openWorld, quiet, type World } from '../api/world.ts';
import { debtor } from '../support/parties.ts';

/** A noon of the tests, after the due date of every invoice that is overdue. */
const NOW_MS = Date.parse('2026-11-20T11:00:00Z');
export const PDF = Buffer.from('%PDF-1.7\nfacture');

/** The pages of debtors over real HTTP; cases read their mail as they do in life, without an engine to wake them. */
export interface DebtorWorld extends Pick<World, 'db' | 'engine' | 'documents' | 'close'> {
  readonly url: string;
  /** The creditor of this test, and another one. */
  creditor: string;
  other: string;
  /** Two creditors of whom nothing is known yet. */
  fresh(): Promise<void>;
  readonly kept: { readonly caseId: string; readonly kind: string; readonly file: KeptFile }[];
  /** A new link of that debtor; answers with the address of his page. */
  link(creditorId?: string, debtorId?: string): Promise<string>;
  case(request: RowRequest): Promise<string>;
  /** What was written down of a case, the newest last. */
  facts(caseId: string): Promise<readonly { readonly type: string; readonly actor: string }[]>;
  /** The case as it stands, its mail read. */
  state(caseId: string): Promise<Case>;
}

/** Tests knock faster than people. */
const many: Limits = { looks: 100_000, answers: 100_000, wrongLinks: 100_000 };

export async function openDebtorWorld(limits: Limits | undefined = many): Promise<DebtorWorld> {
  const world = await openWorld();
  world.clock = () => NOW_MS;
  const { db, engine } = world;
  let serial = 0;
  const party = async (): Promise<string> => {
    serial += 1;
    const id = `c${serial}`;
    await world.creditor(id, { accountHolder: 'SARL ATELIER LEMOINE', bankName: 'Banque du Rhône' });
    await putDebtor(db, id, debtorSchema.parse({ ...debtor, id: 'd1' }));
    await putDebtor(db, id, debtorSchema.parse({ ...debtor, id: 'd2', name: 'Autre client', language: 'en' }));
    return id;
  };
  const kept: DebtorWorld['kept'] = [];
  const hear = (caseId: string) => read(world, caseId);
  engine.update = async ({ caseId, payload }): Promise<UpdateOutcome> => {
    if (engine.down) throw new Error('engine unreachable');
    const { answers, view } = await hear(caseId);
    const refused = answers[String(payload.event)]?.refused;
    return refused === undefined ? { kind: 'answer', view } : { kind: 'refused', sentence: refused };
  };
  const deps: DebtorDeps = {
    ...world.deps,
    clock: () => NOW_MS,
    keep: async (caseId, kind, file) => {
      kept.push({ caseId, kind, file });
      return `document-${kept.length}`;
    },
    invoiceFile: async (caseId) =>
      caseId.endsWith(':i9') ? null : { filename: 'facture.pdf', contentType: 'application/pdf', bytes: PDF },
  };
  const server = await listen(
    createApi({ ...world.deps, doors: [debtorSite(debtorDesk(deps), limits)], errorPages: [debtorErrorPages(quiet)] }),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: DebtorWorld = {
    db,
    documents: world.documents,
    engine,
    url,
    creditor: await party(),
    other: await party(),
    async fresh() {
      [opened.creditor, opened.other] = [await party(), await party()];
      kept.length = 0;
      engine.down = false;
    },
    kept,
    link: async (creditorId = opened.creditor, debtorId = 'd1') => `${url}/d/${await makeDebtorLink(db, creditorId, debtorId)}`,
    case: async (request) => (await putCase(db, { debtorId: 'd1', creditorId: opened.creditor, ...request })).id,
    facts: async (caseId) => (await hear(caseId)).facts,
    state: async (caseId) => (await hear(caseId)).state,
    async close() {
      server.close();
      await world.close();
    },
  };
  return opened;
}

/** Reads the mail of a case and writes it down. */
function read({ db }: Pick<World, 'db'>, caseId: string) {
  return db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [caseId], NOW_MS)).get(caseId);
    if (!dossier) throw new Error(`no case ${caseId}`);
    const { view } = await putBack(tx, dossier, NOW_MS);
    return { answers: dossier.answers, view, facts: dossier.facts, state: dossier.case };
  });
}

function listen(app: ReturnType<typeof createApi>): Promise<Server> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
    // A test that holds this process for long must not find its connection ended meanwhile.
    server.keepAliveTimeout = 600_000;
  });
}
