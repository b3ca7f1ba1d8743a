import { type Route, type RouteDefinition, route } from '../http/route.ts';
import { messageReply, verifyReply } from '../http/schemas.ts';
import { codeBody, codeSigninBody, preparedReply, recoveryCodesReply, turnOnBody } from '../second-factor/schemas.ts';
import type { SecondFactorController } from '../second-factor/second-factor.controller.ts';

const own = {
  method: 'post',
  tag: 'auth',
  access: 'session',
  waitsFor: 'database',
  limit: 'signIn',
} as const satisfies Partial<RouteDefinition>;

export function secondFactorRoutes(secondFactor: SecondFactorController): Route[] {
  return [
    route(
      {
        ...own,
        access: 'public',
        path: '/auth/signin/code',
        waitsFor: 'engine',
        needs: ['engine'],
        summary: 'Sign in with the code of the second factor, after the password or the link',
        body: codeSigninBody,
        responses: { 200: { description: 'Signed in', schema: verifyReply } },
      },
      ({ body, request, response }) => secondFactor.signIn(body, request, response),
    ),
    route(
      {
        ...own,
        path: '/auth/second-factor/prepare',
        summary: 'Make a secret for an app that makes codes: it is asked for once a code has turned it on',
        responses: { 200: { description: 'The secret, which is shown this once', schema: preparedReply } },
      },
      ({ session }) => secondFactor.prepare(session),
    ),
    route(
      {
        ...own,
        path: '/auth/second-factor/turn-on',
        summary: 'Turn the second factor on, with a code out of the app',
        description: 'It takes the present password, or a session that began with a link in the last fifteen minutes.',
        body: turnOnBody,
        responses: { 200: { description: 'It is on', schema: recoveryCodesReply } },
      },
      ({ session, body, request }) => secondFactor.turnOn(session, body, request),
    ),
    route(
      {
        ...own,
        path: '/auth/second-factor/turn-off',
        summary: 'Turn the second factor off, with a code out of the app or a recovery code',
        body: codeBody,
        responses: { 200: { description: 'It is off', schema: messageReply } },
      },
      ({ session, body, request }) => secondFactor.turnOff(session, body.code, request),
    ),
    route(
      {
        ...own,
        path: '/auth/second-factor/recovery-codes',
        summary:
          'Make new recovery codes, in the place of the former ones, with a code out of the app or a recovery code',
        body: codeBody,
        responses: { 200: { description: 'The new ones', schema: recoveryCodesReply } },
      },
      ({ session, body, request }) => secondFactor.renewRecoveryCodes(session, body.code, request),
    ),
  ];
}
