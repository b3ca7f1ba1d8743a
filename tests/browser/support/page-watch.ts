import type { ConsoleMessage, Page } from 'playwright-core';

/** Notes the complaints of a browser about a page, which no user would see. */
export class PageWatch {
  readonly page: Page;
  readonly #expected: readonly RegExp[];
  readonly #complaints: string[] = [];

  private constructor(page: Page, expected: readonly RegExp[]) {
    this.page = page;
    this.#expected = expected;
  }

  /** Watches a page that has not been loaded yet. */
  static async start(page: Page, expected: readonly RegExp[]): Promise<PageWatch> {
    const watch = new PageWatch(page, expected);
    page.on('console', (message) => watch.#onConsole(message));
    page.on('pageerror', (error) => watch.#note(`uncaught: ${error.stack ?? error.message}`));
    // Some violations of the page's policy are told to the page alone.
    await page.exposeFunction('onViolation', (text: string) => watch.#note(text));
    await page.addInitScript(() => {
      const { onViolation } = window as unknown as { onViolation: (text: string) => void };
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        onViolation(`the page’s policy forbids ${violatedDirective}: ${blockedURI}`),
      );
    });
    return watch;
  }

  /** The unexpected complaints so far. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  #onConsole(message: ConsoleMessage): void {
    if (message.type() === 'error') this.#note(`${message.text()} ${message.location().url}`);
  }

  #note(complaint: string): void {
    if (!this.#expected.some((pattern) => pattern.test(complaint))) this.#complaints.push(complaint);
  }
}
