import { BodyBytes, Problem } from '@fulcrum/http';
import type { RequestHandler } from 'express';
import type { Upload } from '../route.ts';
import { readFile } from './read-file.ts';

/** The most bytes that all files hold together which are being sent, or checked. */
const MAX_BYTES = 128 * 1_024 * 1_024;

/** Takes files as the bodies of requests: one of a user at a time, and only so many of all. */
export class Uploads {
  readonly #onRefused: () => void;
  readonly #rooms: BodyBytes[] = [];
  readonly #users = new Set<string>();

  /** @param onRefused is called for each file that is refused because too many others are under way. */
  constructor(onRefused: () => void) {
    this.#onRefused = onRefused;
  }

  get bytes(): number {
    return this.#rooms.reduce((sum, { used }) => sum + used, 0);
  }

  /** What a request with a file passes, behind the check of who sends it. The file is in `request.body` then. */
  handlers({ maxBytes }: Upload): RequestHandler[] {
    const room = new BodyBytes(maxBytes, MAX_BYTES, this.#onRefused);
    this.#rooms.push(room);
    const read: RequestHandler = async (request, _response, next) => {
      request.body = await readFile(request, maxBytes);
      next();
    };
    return [this.#oneAtATime, room.handler, read];
  }

  readonly #oneAtATime: RequestHandler = (_request, response, next) => {
    const { userId } = response.locals.session;
    if (this.#users.has(userId)) {
      this.#onRefused();
      throw new Problem(429, 'too_many_requests', 'Another file of yours is on its way.', {}, 1);
    }
    this.#users.add(userId);
    // It comes once, whether the answer was sent or its connection is gone.
    response.once('close', () => this.#users.delete(userId));
    next();
  };
}
