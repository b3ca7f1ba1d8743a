import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import { asksFor } from '../actions/action-routes.ts';
import { assetParams } from '../actions/action-schemas.ts';
import { limitsPreviewBody, limitsPreviewReply, settingsPreviewBody, settingsPreviewReply } from './preview-schemas.ts';
import type { PreviewsController } from './previews.controller.ts';

const own = { tag: 'desk', method: 'post', waitsFor: 'desk' } as const satisfies Partial<RouteDefinition>;

/** What a change of settings would do. They change nothing. */
export function previewRoutes(previews: PreviewsController): Route[] {
  return [
    route(
      {
        ...own,
        ...{ access: asksFor('set-instrument'), path: '/desk/instruments/:asset/settings/preview' },
        ...{ params: assetParams, body: settingsPreviewBody },
        summary: 'What new settings of an instrument would change, and whom they would touch',
        responses: { 200: { description: 'Nothing was changed', schema: settingsPreviewReply } },
      },
      ({ params, body }) => previews.settings(params.asset, body.settings),
    ),
    route(
      {
        ...own,
        ...{ access: asksFor('set-limits'), path: '/desk/limits/preview', body: limitsPreviewBody },
        summary: 'What new limits of all accounts would change, and whom they would touch',
        responses: { 200: { description: 'Nothing was changed', schema: limitsPreviewReply } },
      },
      ({ body }) => previews.limits(body.limits),
    ),
  ];
}
