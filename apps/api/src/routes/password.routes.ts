import type { PasswordController } from '../controllers/password.controller.ts';
import { type Route, route } from '../http/route.ts';
import {
  messageReply,
  passwordBody,
  passwordSigninBody,
  passwordSignupBody,
  securityReply,
  signupReply,
  verifyReply,
} from '../http/schemas.ts';
import { codeNeededReply } from '../second-factor/schemas.ts';

export function passwordRoutes(passwords: PasswordController): Route[] {
  return [
    ...['/auth/signin', '/signin'].map((path) =>
      route(
        {
          method: 'post',
          path,
          waitsFor: 'engine',
          tag: 'auth',
          summary: 'Sign in with a password: sets the session cookie',
          access: 'public',
          needs: ['engine'],
          limit: 'signIn',
          body: passwordSigninBody,
          responses: {
            200: { description: 'Signed in', schema: verifyReply },
            202: { description: 'A code of the second factor is needed', schema: codeNeededReply },
          },
        },
        ({ body, request, response }) => passwords.signIn(body, request, response),
      ),
    ),
    route(
      {
        method: 'post',
        path: '/signup',
        waitsFor: 'mail',
        tag: 'auth',
        summary: 'Sign up with a password, which counts once the link in the mail is followed',
        description:
          'Where no mail is sent out, it counts at once. The password of a user that there is already does not change, and the answer is the same.',
        access: 'public',
        limit: 'signIn',
        body: passwordSignupBody,
        responses: { 202: { description: 'A link is on its way', schema: signupReply } },
      },
      ({ body }) => passwords.signUp(body),
    ),
    route(
      {
        method: 'post',
        path: '/auth/password',
        waitsFor: 'database',
        tag: 'auth',
        summary: 'Set or change the password, which ends all other sessions',
        description: 'It takes the present password, or a session that began with a link in the last fifteen minutes.',
        access: 'session',
        limit: 'signIn',
        body: passwordBody,
        responses: {
          200: { description: 'It is set, and all other sessions are ended', schema: messageReply },
          202: { description: 'It is set; the other servers will know the ends in a moment', schema: messageReply },
        },
      },
      ({ session, body, request }) => passwords.setPassword(session, body, request),
    ),
    route(
      {
        method: 'get',
        path: '/auth/security',
        waitsFor: 'database',
        tag: 'auth',
        summary: 'How the user signs in',
        access: 'session',
        responses: { 200: { description: 'What is set', schema: securityReply } },
      },
      ({ session }) => passwords.security(session),
    ),
  ];
}
