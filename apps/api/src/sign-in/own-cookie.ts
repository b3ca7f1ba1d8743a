import { cookieName, isSecure } from '@fulcrum/sessions';
import type { CookieOptions, Request, Response } from 'express';

/** A cookie that only this API reads. */
export class OwnCookie {
  readonly #name: string;
  readonly #options: CookieOptions;
  readonly #lifetimeMs: number;

  constructor(name: string, publicUrl: string, lifetimeMs: number) {
    const secure = isSecure(publicUrl);
    this.#name = cookieName(name, secure);
    // The cookie is of the whole host, also where others share it: the prefix `__Host-` and the WebSocket's port need that.
    this.#options = { httpOnly: true, sameSite: 'lax', path: '/', secure };
    this.#lifetimeMs = lifetimeMs;
  }

  read(request: Request): string | undefined {
    const value: unknown = request.cookies?.[this.#name];
    return typeof value === 'string' ? value : undefined;
  }

  set(response: Response, value: string): void {
    response.cookie(this.#name, value, { ...this.#options, maxAge: this.#lifetimeMs });
  }

  /** Takes it back. */
  clear(response: Response): void {
    response.clearCookie(this.#name, this.#options);
  }
}
