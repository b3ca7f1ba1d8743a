import type { z } from 'zod';
import type { Api, FileBody } from './api.ts';
import type { Outcome } from './tally.ts';

const CREATED = 201;

/** Somebody who is signed in, and what they do over the API. */
export class Session {
  readonly userId: string;
  readonly email: string;
  readonly #api: Api;
  readonly #token: string;

  constructor(api: Api, { userId, email, token }: { userId: string; email: string; token: string }) {
    this.#api = api;
    this.userId = userId;
    this.email = email;
    this.#token = token;
  }

  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.#api.ask({ method: 'GET', path, token: this.#token }, schema);
  }

  /** @returns whether it made something that was not there before. */
  async post(path: string, body: object): Promise<Outcome> {
    const { status } = await this.#api.send({ method: 'POST', path, body, token: this.#token });
    return status === CREATED ? 'added' : 'there';
  }

  /** Sends something, and reads what comes of it. */
  ask<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>> {
    return this.#api.ask({ method: 'POST', path, body, token: this.#token }, schema);
  }

  async patch(path: string, body: object): Promise<void> {
    await this.#api.send({ method: 'PATCH', path, body, token: this.#token });
  }

  async upload(path: string, file: FileBody): Promise<void> {
    await this.#api.send({ method: 'POST', path, file, token: this.#token });
  }

  /** Opens a file. That it was opened is what counts. */
  async open(path: string): Promise<void> {
    await this.#api.send({ method: 'GET', path, token: this.#token });
  }

  /** Signs out. */
  async end(): Promise<void> {
    await this.post('/auth/logout', {});
  }
}
