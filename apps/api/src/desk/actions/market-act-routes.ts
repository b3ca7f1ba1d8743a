import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import { asksFor, outcome } from './action-routes.ts';
import { assetParams, haltBody, limitsBody, priceBody, roleBody, settingsBody } from './action-schemas.ts';
import type { MarketActsController } from './market-acts.controller.ts';

const acting = {
  ...{ tag: 'desk', method: 'post', waitsFor: 'desk', responses: outcome },
} as const satisfies Partial<RouteDefinition>;

/** What staff do to instruments, to the limits of all accounts, and to each other's roles. */
export function marketActRoutes(acts: MarketActsController): Route[] {
  return [
    route(
      {
        ...acting,
        ...{ access: asksFor('halt-instrument'), path: '/desk/instruments/:asset/halt' },
        ...{ params: assetParams, body: haltBody },
        summary: 'Open nothing in an instrument any more, or close nothing either',
        description: 'Holds at once. To resume is a change of its settings, and takes two.',
      },
      ({ actor, params, body }) => acts.halt(actor, params.asset, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('set-instrument'), path: '/desk/instruments/:asset/settings' },
        ...{ params: assetParams, body: settingsBody },
        summary: 'Change the settings of an instrument, or add one',
        description: 'All settings: what is absent has its default.',
      },
      ({ actor, params, body }) => acts.setInstrument(actor, params.asset, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('set-price'), path: '/desk/instruments/:asset/price' },
        ...{ params: assetParams, body: priceBody },
        summary: 'Set a price by hand, when a feed is dead',
        description: 'No guard holds it, and all follows from it that follows from a tick.',
      },
      ({ actor, params, body }) => acts.setPrice(actor, params.asset, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('set-limits'), path: '/desk/limits', body: limitsBody },
        summary: 'Change the limits of all accounts',
        description: 'All of them: one that is absent does not hold.',
      },
      ({ actor, body }) => acts.setLimits(actor, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('set-role'), path: '/desk/staff/roles', body: roleBody },
        summary: 'Give somebody a role, change it, or take it',
      },
      ({ actor, body }) => acts.setRole(actor, body),
    ),
  ];
}
