import { SESSION_COOKIE } from '@fulcrum/sessions';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ScriptedMarket } from '../../support/scripted-market.ts';
import { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import { PageWatch } from './page-watch.ts';
import { UNUSED_FEATURES } from './unused-features.ts';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${UNUSED_FEATURES.join()}`,
];

/** As long as a busy machine may take until the screen shows what has happened. */
const PATIENCE_MS = 20_000;

export interface OpenOptions {
  /** What the system prefers. */
  readonly theme?: 'dark' | 'light';
  /** Where the screen is, if not at the API's own address. */
  readonly at?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Who is signed in already, by the cookie of the session. */
  readonly as?: Trader;
  /** Complaints of the browser that belong to the test: each is matched with the text and the address it is about. */
  readonly expects?: readonly RegExp[];
}

/** The trading screen of a real product, in a real browser. */
export class Screen {
  readonly stack: Stack;
  readonly market: ScriptedMarket;
  readonly url: string;
  readonly #browser: Browser;
  readonly #watches: PageWatch[] = [];

  private constructor(stack: Stack, browser: Browser) {
    this.stack = stack;
    this.market = new ScriptedMarket(stack);
    this.url = stack.apiUrls[0] ?? '';
    this.#browser = browser;
  }

  /** @param chromium the browser's path. */
  static async start(chromium: string): Promise<Screen> {
    const browser = await launch(chromium);
    try {
      return new Screen(await Stack.start({ hasFeed: true, hasVenue: true }), browser);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Opens the screen in a browser that knows nothing yet: no cookie, no choice, no cache. */
  async open({ theme = 'dark', at = this.url, viewport, as: trader, expects = [] }: OpenOptions = {}): Promise<Page> {
    const options: BrowserContextOptions = { colorScheme: theme, ...(viewport && { viewport }) };
    const context = await this.#browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    if (trader !== undefined)
      await context.addCookies([{ name: SESSION_COOKIE, value: trader.token, url: this.url, httpOnly: true }]);
    const page = await context.newPage();
    this.#watches.push(await PageWatch.start(page, expects));
    await page.goto(at);
    return page;
  }

  /**
   * Closes what the test has opened.
   *
   * @throws an Error with all that the browser complained about, if it did.
   */
  async closePages(): Promise<void> {
    const complaints: string[] = [];
    for (const watch of this.#watches.splice(0)) {
      const { page } = watch;
      // A test may end while its handler answers a request, and no answer can be given once the page is gone.
      if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.context().close();
      complaints.push(...watch.complaints);
    }
    if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join('\n')}`);
  }

  async stop(): Promise<void> {
    await this.market.stop();
    await this.#browser.close();
    await this.stack.stop();
  }
}

/** @param path of the browser. */
async function launch(path: string): Promise<Browser> {
  // Chromium refuses to put root into its sandbox.
  const chromiumSandbox = process.getuid?.() !== 0;
  return chromium.launch({ executablePath: path, args: ARGUMENTS, chromiumSandbox });
}
