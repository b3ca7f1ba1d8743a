import {
  agreementBody,
  agreementsReply,
  emailBody,
  emailLinkQuery,
  emailLinkReply,
  emailReply,
  noticesBody,
  preferencesBody,
  preferencesReply,
  profileBody,
  profileReply,
} from '../account/account-schemas.ts';
import type { EmailChangeController } from '../account/email/email-change.controller.ts';
import type { ProfileController } from '../account/profile/profile.controller.ts';
import { type Route, type RouteDefinition, route } from '../http/route.ts';

const own = { tag: 'account', access: 'session', waitsFor: 'database' } as const satisfies Partial<RouteDefinition>;
const change = { ...own, limit: 'settings' } as const satisfies Partial<RouteDefinition>;

export function accountRoutes(profile: ProfileController, email: EmailChangeController): Route[] {
  return [...profileRoutes(profile), ...choiceRoutes(profile), ...emailRoutes(email)];
}

function profileRoutes(profile: ProfileController): Route[] {
  const responses = { 200: { description: 'What is known', schema: profileReply } };
  const agreed = { 200: { description: 'The texts, and what was agreed to', schema: agreementsReply } };
  return [
    route(
      { ...own, method: 'get', path: '/account/profile', summary: 'What you have said of yourself', responses },
      ({ session }) => profile.profile(session),
    ),
    route(
      {
        ...change,
        method: 'patch',
        path: '/account/profile',
        summary: 'Change some of it',
        body: profileBody,
        responses,
      },
      ({ session, body }) => profile.changeProfile(session, body),
    ),
    route(
      {
        ...own,
        method: 'get',
        path: '/account/agreements',
        summary: 'The terms and the risk warning, and when you agreed to them',
        responses: agreed,
      },
      ({ session }) => profile.agreements(session),
    ),
    route(
      {
        ...change,
        method: 'post',
        path: '/account/agreements',
        summary: 'Agree to the present version of a text',
        description:
          'The time and the network are kept for good. Agreeing again changes nothing: the first time counts.',
        body: agreementBody,
        responses: agreed,
      },
      ({ session, body, request }) => profile.agree(session, body, request),
    ),
  ];
}

function choiceRoutes(profile: ProfileController): Route[] {
  const preferences = { 200: { description: 'What is kept', schema: preferencesReply } };
  const notices = { 200: { description: 'What is told by mail', schema: noticesBody } };
  return [
    route(
      {
        ...own,
        method: 'get',
        path: '/account/preferences',
        summary: 'How you want the screen to be, in any browser',
        responses: preferences,
      },
      ({ session }) => profile.preferences(session),
    ),
    route(
      {
        ...change,
        method: 'put',
        path: '/account/preferences',
        summary: 'Keep how you want the screen to be: the last writer wins',
        body: preferencesBody,
        responses: preferences,
      },
      ({ session, body }) => profile.setPreferences(session, body),
    ),
    route(
      {
        ...own,
        method: 'get',
        path: '/account/notifications',
        summary: 'What you are told by mail',
        responses: notices,
      },
      ({ session }) => profile.notices(session),
    ),
    route(
      {
        ...change,
        method: 'put',
        path: '/account/notifications',
        summary: 'Choose what you are told by mail',
        body: noticesBody,
        responses: notices,
      },
      ({ session, body }) => profile.setNotices(session, body),
    ),
  ];
}

function emailRoutes(email: EmailChangeController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'post',
        path: '/account/email',
        waitsFor: 'mail',
        limit: 'signIn',
        summary: 'Ask for a change of the e-mail address, which takes a link at each of the two addresses',
        description:
          'It takes the present password, or a session that began with a link in the last fifteen minutes. Whether the new address belongs to somebody is not told.',
        body: emailBody,
        responses: { 202: { description: 'Two links are on their way', schema: emailReply } },
      },
      ({ session, body, request }) => email.begin(session, body, request),
    ),
    route(
      {
        tag: 'account',
        access: 'public',
        waitsFor: 'database',
        method: 'get',
        path: '/account/email/confirm',
        summary: 'Look at a link of a change of the e-mail address',
        query: emailLinkQuery,
        responses: { 200: { description: 'It is good', schema: emailLinkReply } },
      },
      ({ query, request, response }) => email.open(query.token, request, response),
    ),
    route(
      {
        tag: 'account',
        access: 'public',
        waitsFor: 'database',
        method: 'post',
        path: '/account/email/confirm',
        limit: 'signIn',
        summary: 'Agree to the change: the second of the two links makes it, and ends all other sessions',
        query: emailLinkQuery,
        responses: { 200: { description: 'Agreed', schema: emailLinkReply } },
      },
      ({ query, request, response }) => email.confirm(query.token, request, response),
    ),
  ];
}
