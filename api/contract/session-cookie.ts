/** True when a request carries something under the name of a session, whatever it is. */
export function carriesSession(cookie: string | undefined): boolean {
  return /(?:^|;\s*)(?:__Host-)?exigible=./.test(cookie ?? '');
}
