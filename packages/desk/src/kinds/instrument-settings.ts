import { parseInstrument } from '@fulcrum/cfd';
import { commandSchemas } from '@fulcrum/protocol';

/** All settings of an instrument, as people write them. */
export const instrumentSettings = commandSchemas['set-instrument']
  .omit({ requestId: true, actor: true })
  .strict()
  .superRefine((settings, context) => {
    const parsed = parseInstrument(settings);
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
  });
