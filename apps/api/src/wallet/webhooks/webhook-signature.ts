import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '@fulcrum/http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** Checks who sent a webhook, as in Standard Webhooks: an HMAC over its id, its time of the last five minutes, and its bytes. */
export class WebhookSignature {
  readonly #webhooks: readonly Webhook[];

  /** @param secrets of which any is good. */
  constructor(secrets: readonly string[]) {
    this.#webhooks = secrets.map((secret) => new Webhook(secret));
  }

  /** @throws Problem when none of the secrets has signed these bytes. */
  check(headers: IncomingHttpHeaders, body: Buffer): void {
    const sent = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name] ?? '')]),
    );
    const fault = this.#webhooks.map((webhook) => faultOf(webhook, sent, body));
    if (!fault.includes(undefined))
      throw new Problem(401, 'invalid_signature', `The signature does not hold: ${fault.at(-1)}.`);
  }
}

function faultOf(webhook: Webhook, headers: Record<string, string>, body: Buffer): string | undefined {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
}
