import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems lend to outgoing connections (Linux from 32 768, others from 49 152), one of which could take it meanwhile. */
const [FIRST, LAST] = [15_000, 32_000];

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}

/** A place of this machine that nobody guesses: on Linux all of 127.0.0.0/8 is its own; elsewhere only the port is left to guess. */
export async function hiddenPlace(): Promise<{ host: string; port: number }> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const port = await freePort();
  return { host: (await isFree(port, host)) ? host : '127.0.0.1', port };
}

function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
