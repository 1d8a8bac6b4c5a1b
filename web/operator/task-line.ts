import { isCaseId, type TaskKind } from '../../domain/case/case.ts';

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

/** True for the name of a line, as the list names it. */
export function isLineName(id: string): boolean {
  const { caseId, key } = lineNamed(id);
  return isCaseId(caseId) && key !== '';
}
