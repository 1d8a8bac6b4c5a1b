import { MOST_DECISIONS } from '../../api/contract/jobs.ts';
import { isCaseId, type TaskKind } from '../../domain/case/case.ts';
import { ApiProblem } from './api.ts';

/** Before the digest of what the person saw. */
export const MARK = '#';

/** What the name of a line of À faire says. */
export interface LineName {
  readonly caseId: string;
  readonly kind: string;
  readonly key: string;
  /** The digest of what was seen; empty before anything was. */
  readonly content: string;
}

/** `case~kind~key`, as the list names its lines, and the digest of what was seen. */
export function lineNamed(id: string): LineName {
  const [name = '', content = ''] = id.split(MARK);
  const [caseId = '', kind = '', ...key] = name.split('~');
  return { caseId, kind, key: key.join('~'), content };
}

/** True for the name of a line about that kind of task. */
export function isLineOf(kind: TaskKind, id: string): boolean {
  return lineNamed(id).kind === kind;
}

/** Of the checked lines those of a kind that one may look at, and how many are left: beyond that, and of other kinds. */
export function pickedOf(kind: TaskKind, chosen: readonly string[]) {
  const own = chosen.filter((id) => isLineOf(kind, id));
  const kept = own.slice(0, MOST_DECISIONS);
  return { kept, others: chosen.length - own.length, leftOut: own.length - kept.length, most: MOST_DECISIONS };
}

/** The checked lines of a kind. Throws `ApiProblem` for more than one may look at; then what one does with them, and what was not done, are said. */
export function decidedOf(kind: TaskKind, chosen: readonly string[], [does, done]: readonly [string, string]): LineName[] {
  const { kept, leftOut } = pickedOf(kind, chosen);
  if (leftOut === 0) return kept.map(lineNamed);
  throw new ApiProblem(
    413,
    `${kept.length + leftOut} lignes d’un coup\u00a0: on en ${does} ${MOST_DECISIONS} au plus. Rien n’a été ${done}\u00a0; recommencez par parties.`,
  );
}

/** True for the name of a line, as the list names it. */
export function isLineName(id: string): boolean {
  const { caseId, key } = lineNamed(id);
  return isCaseId(caseId) && key !== '';
}
