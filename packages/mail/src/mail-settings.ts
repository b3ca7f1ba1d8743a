import { z } from 'zod';
import { emailAddress } from './email-address.ts';

/** The settings of whatever sends mail. Without SMTP_URL nothing is sent. */
export const mailSettings = {
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be a URL such as smtp://user:password@host:587' }).optional(),
  MAIL_FROM: emailAddress.optional(),
};
