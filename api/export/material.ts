import { type CaseRow, caseRowOf } from '../../db/cases.ts';
import type { Database } from '../../db/database.ts';
import { type DocumentRow, documentsOf } from '../../db/documents.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { type EvidenceRow, factOfRow } from '../../db/evidence-chain.ts';
import { headProofOf } from '../../db/evidence-heads.ts';
import type { HeadProof } from '../../db/head-proof.ts';
import { messagesOfCase } from '../../db/messages.ts';
import { plansLived } from '../../db/plans.ts';
import type { Plan } from '../../domain/plan/plan.ts';

type CaseMessage = Awaited<ReturnType<typeof messagesOfCase>>[number];

/** What the database knows of a case, read at one moment. */
export interface Material {
  readonly row: CaseRow;
  readonly rows: readonly EvidenceRow[];
  /** The plans that it had, the present one first. */
  readonly plans: readonly Plan[];
  readonly messages: readonly CaseMessage[];
  readonly documents: readonly DocumentRow[];
  /** The newest signed head that has the chain under it. */
  readonly head: HeadProof | undefined;
}

/** Reads all of a case at one moment. */
export function materialOf(db: Database, { id }: CaseRow): Promise<Material> {
  return db.transaction(
    async (tx) => {
      const row = await caseRowOf(tx, id);
      if (!row) throw new Error(`${id} was there a moment ago`);
      const [rows, messages] = [await evidenceOf(tx, id), await messagesOfCase(tx, id)];
      const plans = await plansLived(tx, row, rows.map(factOfRow));
      return { row, rows, plans, messages, documents: await documentsOf(tx, id), head: await headProofOf(tx, id) };
    },
    { isolationLevel: 'repeatable read' },
  );
}
