import type { AuthController } from '../controllers/auth.controller.ts';
import { type Route, route } from '../http/route.ts';
import {
  meReply,
  messageReply,
  sessionReply,
  signupBody,
  signupReply,
  verifyQuery,
  verifyReply,
} from '../http/schemas.ts';
import { codeNeededReply } from '../second-factor/schemas.ts';

export function authRoutes(auth: AuthController): Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/auth/signup',
        waitsFor: 'mail',
        tag: 'auth',
        summary: 'Ask for a sign-in link; a new address becomes a new user',
        access: 'public',
        limit: 'signIn',
        body: signupBody,
        responses: { 202: { description: 'A link is on its way', schema: signupReply } },
      },
      ({ body }) => auth.signUp(body.email),
    ),
    route(
      {
        method: 'get',
        path: '/auth/signin/verify',
        waitsFor: 'engine',
        tag: 'auth',
        summary:
          'Follow a sign-in link: signs in a program that names application/json in Accept, and asks anybody else first',
        access: 'public',
        query: verifyQuery,
        responses: {
          200: { description: 'Signed in', schema: verifyReply },
          202: { description: 'A code of the second factor is needed', schema: codeNeededReply },
        },
      },
      ({ query, request, response }) => auth.openLink(query, request, response),
    ),
    route(
      {
        method: 'post',
        path: '/auth/signin/verify',
        waitsFor: 'engine',
        tag: 'auth',
        summary: 'Sign in with a link: sets the session cookie; a browser is sent on to /',
        access: 'public',
        needs: ['engine'],
        query: verifyQuery,
        responses: {
          200: { description: 'Signed in', schema: verifyReply },
          202: { description: 'A code of the second factor is needed', schema: codeNeededReply },
        },
      },
      ({ query, request, response }) => auth.confirm(query, request, response),
    ),
    route(
      {
        method: 'get',
        path: '/auth/protected-route-test',
        waitsFor: 'nothing',
        tag: 'auth',
        summary: 'Find out whether a session is good',
        access: 'session',
        responses: { 200: { description: 'It is', schema: sessionReply } },
      },
      ({ session }) => {
        const { userId, expiresAt } = session;
        return { status: 200, body: { message: 'You are signed in.', userId, expiresAt: expiresAt * 1_000 } };
      },
    ),
    route(
      {
        method: 'get',
        path: '/auth/me',
        waitsFor: 'database',
        tag: 'auth',
        summary: 'Who is signed in, if anybody is',
        access: 'public',
        needs: ['sessions'],
        responses: { 200: { description: 'The user of this session, or null', schema: meReply } },
      },
      ({ session, request }) => auth.whoIs(session, request),
    ),
    route(
      {
        method: 'post',
        path: '/auth/logout',
        waitsFor: 'redis',
        tag: 'auth',
        summary: 'End the session, also for whoever else has its token',
        access: 'session',
        responses: {
          200: { description: 'Signed out', schema: messageReply },
          202: { description: 'Signed out here; the other servers will know it in a moment', schema: messageReply },
        },
      },
      ({ session, response }) => auth.logOut(session, response),
    ),
  ];
}
