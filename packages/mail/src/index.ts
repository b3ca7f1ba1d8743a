export { emailAddress } from './email-address.ts';
export { mailSettings } from './mail-settings.ts';
export { type MailOutcome, type MailText, MailTransport, type OutgoingMail } from './mail-transport.ts';
