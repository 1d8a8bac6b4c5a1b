import { request } from 'node:https';
import type { Answered } from '../../db/webhooks-out.ts';
import { isPublicAddress, lookupAllowed, refusePrivate } from '../files/public-host.ts';

/** `allows`: the addresses that may be told; `ca`: another authority, for tests. */
export interface PostLimits {
  readonly allows: (address: string) => boolean;
  readonly timeoutMs: number;
  readonly ca?: string;
}

export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Answered>;

const usualLimits: PostLimits = { allows: isPublicAddress, timeoutMs: 15_000 };
const MOST_HEARD = 1_000;

/** Posts a document over https to a host of the public internet, follows nowhere, and answers with what was said; never throws. */
export function poster({ allows, timeoutMs, ca }: PostLimits = usualLimits): Post {
  return async (url, headers, body) => {
    try {
      refusePrivate(url, allows);
      return await new Promise((answered, failed) => {
        const signal = AbortSignal.timeout(timeoutMs);
        const options = { method: 'POST', headers, lookup: lookupAllowed(allows), signal, agent: false };
        const sent = request(url, { ...options, ...(ca === undefined ? {} : { ca }) }, (response) => {
          let heard = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => {
            heard = `${heard}${text}`.slice(0, MOST_HEARD);
            if (heard.length === MOST_HEARD) response.destroy();
          });
          response.on('error', failed);
          response.on('close', () => answered({ status: response.statusCode ?? null, answer: heard.replaceAll('\0', '') }));
        });
        sent.on('error', failed).end(body);
      });
    } catch (error) {
      return { status: null, answer: error instanceof Error ? error.message : String(error) };
    }
  };
}
