import { MutationObserver, onlineManager } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { newQueryClient } from './query-client.ts';

afterEach(() => onlineManager.setOnline(true));

it('keeps nothing to be sent later: without a network it is tried, and fails, at once', async () => {
  onlineManager.setOnline(false);
  const mutationFn = vi.fn(() => Promise.reject(new Error('no network')));
  const sending = new MutationObserver(newQueryClient(), { mutationFn });
  await expect(sending.mutate()).rejects.toThrow('no network');
  onlineManager.setOnline(true);
  expect(mutationFn).toHaveBeenCalledOnce();
});
