/** Of PostgreSQL: connection lost, out of resources, shut down, conflict with another transaction, a lock or statement that took too long. */
const OUTAGES = /^(08|53|57|58|40|55|XX)/;
/** Of Node: nobody answers, or not in time. */
const UNREACHABLE = /^(E(CONN|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|IO$|NOSPC|MFILE|NFILE|AGAIN|BUSY)|UND_ERR)/;

/** True when the same may well succeed a moment later: the world failed, not what was asked. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (OUTAGES.test(code) || UNREACHABLE.test(code)) return true;
  if (/terminat|timeout|timed out|closed|not queryable|fetch failed|socket|browser/i.test(error.message)) return true;
  return error.cause !== undefined && isOutage(error.cause);
}
