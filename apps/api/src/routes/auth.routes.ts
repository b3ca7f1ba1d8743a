import type { AuthController } from '../controllers/auth.controller.ts';
import { type Route, route } from '../route.ts';
import { messageReply, sessionReply, signupBody, signupReply, verifyQuery, verifyReply } from '../schemas.ts';

export function authRoutes(auth: AuthController): Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/auth/signup',
        tag: 'auth',
        summary: 'Ask for a sign-in link; a new address becomes a new user',
        session: false,
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
        tag: 'auth',
        summary: 'Follow a sign-in link: sets the session cookie; a browser is sent on to /',
        session: false,
        query: verifyQuery,
        responses: { 200: { description: 'Signed in', schema: verifyReply } },
      },
      ({ query, request, response }) =>
        auth.verify(query.token, response, request.accepts(['json', 'html']) === 'html'),
    ),
    route(
      {
        method: 'get',
        path: '/auth/protected-route-test',
        tag: 'auth',
        summary: 'Find out whether a session is good',
        session: true,
        responses: { 200: { description: 'It is', schema: sessionReply } },
      },
      ({ session }) => {
        const { userId, expiresAt } = session;
        return { status: 200, body: { message: 'You are signed in.', userId, expiresAt: expiresAt * 1_000 } };
      },
    ),
    route(
      {
        method: 'post',
        path: '/auth/logout',
        tag: 'auth',
        summary: 'End the session, also for whoever else has its token',
        session: true,
        responses: { 200: { description: 'Signed out', schema: messageReply } },
      },
      ({ session, response }) => auth.logOut(session, response),
    ),
  ];
}
