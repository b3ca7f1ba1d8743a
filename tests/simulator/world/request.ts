import { Problem } from '@fulcrum/http';
import type { Supervised } from './supervised.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What a process makes of a request. A body may be text by then. */
interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A client does not wait longer. */
const PATIENCE_MS = 12_000;

/**
 * Sends a request to a process that serves HTTP.
 *
 * @param copies how often it arrives: now and then a proxy sends a request a second time, and the first answer counts.
 * @returns undefined when no answer came: the process was gone, or ended, or the answer was lost.
 */
export function request<App>(
  world: World,
  server: Supervised<App>,
  handle: (app: App) => Promise<Reply>,
  copies = 1,
): Promise<Answer | undefined> {
  const { time, random } = world;
  const delay = () => random.skewed(0.1, 40);
  const answer = Promise.withResolvers<Answer | undefined>();
  for (let copy = 0; copy < copies; copy++) {
    time.after(delay(), undefined, () => {
      const { life, app } = server;
      if (life === undefined || app === undefined || life.signal.aborted) return answer.resolve(undefined);
      const onKilled = () => time.after(delay(), undefined, () => answer.resolve(undefined));
      life.onKilled.add(onKilled);
      time.after(0, life, () => {
        answerOf(handle, app).then((reply) => {
          life.onKilled.delete(onKilled);
          const isLost = random.chance(0.01);
          time.after(delay(), undefined, () => answer.resolve(isLost ? undefined : reply));
        });
      });
    });
  }
  time.after(PATIENCE_MS, undefined, () => answer.resolve(undefined));
  return answer.promise;
}

/** What an error handler makes of an error; `connection` stands for a database that cannot be reached. */
async function answerOf<App>(handle: (app: App) => Promise<Reply>, app: App): Promise<Answer> {
  try {
    const { status, body } = await handle(app);
    const read = Buffer.isBuffer(body) ? JSON.parse(body.toString()) : body;
    return { status, body: read as Answer['body'] };
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, body: { code: error.code } };
    const message = error instanceof Error ? error.message : String(error);
    return { status: /^Connection terminated/.test(message) ? 503 : 500, body: { code: message } };
  }
}
