import type { Page } from 'puppeteer';
import { type BrowserSession, openBrowser } from './browser-session.ts';

const PAGES = 2;
const USES_OF_A_PAGE = 100;
const USES_OF_A_BROWSER = 1_000;

interface Lane {
  page: Page | null;
  uses: number;
}

/** Two pages of one browser, used again and again (three times faster than a fresh page), renewed before their memory grows. */
export class PagePool {
  private readonly executablePath: string;
  private readonly log: (event: string) => void;
  private readonly lanes: readonly Lane[] = Array.from({ length: PAGES }, () => ({ page: null, uses: 0 }));
  private readonly idle: Lane[] = [...this.lanes];
  private readonly waiting: (() => void)[] = [];
  private session: Promise<BrowserSession> | null = null;
  private uses = 0;
  private closed = false;

  /** The browser starts at the first use; `log` hears of every crash that was survived. */
  constructor(executablePath: string, log: (event: string) => void) {
    this.executablePath = executablePath;
    this.log = log;
  }

  /** Runs the work on a page of its own; what a crash interrupted is tried once more on a fresh page. */
  async use<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const lane = await this.acquire();
    try {
      return await this.attempt(lane, work);
    } catch (error) {
      if (this.closed) throw error;
      this.log(`printing again after: ${error instanceof Error ? error.message : String(error)}`);
      return await this.attempt(lane, work);
    } finally {
      this.release(lane);
    }
  }

  /** Ends the browser; what is being printed fails. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    await this.endSession();
  }

  /** A browser that is due for renewal waits until no page is at work. */
  private async acquire(): Promise<Lane> {
    while (!this.closed && (this.idle.length === 0 || (this.isWorn() && this.idle.length < PAGES))) {
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
    const lane = this.idle.pop();
    if (this.closed || lane === undefined) throw new Error('the document printer is closed');
    return lane;
  }

  private release(lane: Lane): void {
    this.idle.push(lane);
    for (const wake of this.waiting.splice(0)) wake();
  }

  private async attempt<T>(lane: Lane, work: (page: Page) => Promise<T>): Promise<T> {
    try {
      return await work(await this.pageOf(lane));
    } catch (error) {
      await dropPage(lane);
      throw error;
    }
  }

  private async pageOf(lane: Lane): Promise<Page> {
    const session = await this.liveSession();
    if (lane.page?.isClosed() || lane.uses >= USES_OF_A_PAGE) await dropPage(lane);
    lane.page ??= await session.openPage();
    lane.uses += 1;
    this.uses += 1;
    return lane.page;
  }

  private async liveSession(): Promise<BrowserSession> {
    const current = this.session;
    const alive = (await current?.catch(() => null))?.connected() ?? false;
    if (current !== null && current === this.session && (!alive || this.isWorn())) await this.endSession();
    if (this.closed) throw new Error('the document printer is closed');
    this.session ??= openBrowser(this.executablePath);
    return this.session;
  }

  private async endSession(): Promise<void> {
    const ending = this.session;
    this.session = null;
    this.uses = 0;
    for (const lane of this.lanes) Object.assign(lane, { page: null, uses: 0 });
    await (await ending?.catch(() => null))?.close();
  }

  private isWorn(): boolean {
    return this.uses >= USES_OF_A_BROWSER;
  }
}

async function dropPage(lane: Lane): Promise<void> {
  const { page } = lane;
  Object.assign(lane, { page: null, uses: 0 });
  await page?.close().catch(() => undefined);
}
