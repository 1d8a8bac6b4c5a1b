import { Refusal } from '../domain/fault.ts';
import { findChromium } from '../setup/discovery.mjs';

/** A Chromium on this machine and the headless mode in which puppeteer must drive it. */
export interface Browser {
  readonly executablePath: string;
  readonly headless: 'shell' | true;
}

/** The Chromium that renders letters; throws a French `Refusal` when there is none. */
export function findBrowser(): Browser {
  const executablePath = findChromium();
  if (executablePath === null) throw new Refusal('Aucun Chromium sur cette machine : lancez « node setup.mjs ».');
  return { executablePath, headless: executablePath.includes('headless-shell') ? 'shell' : true };
}
