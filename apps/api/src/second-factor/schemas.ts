import { code as anyCode } from '@fulcrum/second-factor';
import { z } from 'zod';
import { provingPassword } from '../passwords/password.ts';

const code = anyCode.meta({
  override: { type: 'string' },
  description: 'Six digits out of the app, or a recovery code',
});

/** For what takes a code of those who have turned the second factor on. */
export const codeIfOn = code.optional().meta({
  override: { type: 'string' },
  description:
    'Needed where the second factor is on: six digits out of the app, or a recovery code. Each is good once.',
});

export const codeBody = z.strictObject({ code });

export const turnOnBody = z.strictObject({ code, presentPassword: provingPassword });

export const codeSigninBody = z.strictObject({
  code,
  challenge: z.string().min(1).max(128).optional().meta({
    description: 'What the answer to the password or the link named; a browser has it in a cookie',
  }),
});

export const codeNeededReply = z.object({
  status: z.literal('code_needed'),
  challenge: z.string().meta({ description: 'Names the sign-in at POST /auth/signin/code, for ten minutes' }),
});

export const preparedReply = z.object({
  secret: z.string().meta({ description: 'What the app has to be told, in base32' }),
  uri: z.string().meta({ description: 'The same, as apps read it from a picture' }),
});

export const recoveryCodesReply = z.object({
  recoveryCodes: z.array(z.string()).meta({ description: 'Each is good once, and they are shown this once' }),
});
