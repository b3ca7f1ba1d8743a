import { type Route, route } from '../http/route.ts';
import type { WebhookController } from '../wallet/webhooks/webhook.controller.ts';
import { webhookBody, webhookReply } from '../wallet/webhooks/webhook-schemas.ts';

export function webhookRoutes(webhooks: WebhookController): Route[] {
  return [
    route(
      {
        tag: 'wallet',
        method: 'post',
        path: '/wallet/webhooks/deposits',
        access: 'public',
        waitsFor: 'engine',
        needs: ['engine'],
        summary: 'For a payment provider: tell of money that has arrived',
        description:
          'Signed as in Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`). A payment is booked once, however often it is sent; whatever is not answered with 2xx should be sent again. There is nothing here where no secret is set.',
        body: webhookBody,
        isBodySigned: true,
        responses: { 200: { description: 'Booked, now or before; or ignored', schema: webhookReply } },
      },
      ({ body }) => webhooks.take(body),
      (request, response) => webhooks.admit(request, response),
    ),
  ];
}
