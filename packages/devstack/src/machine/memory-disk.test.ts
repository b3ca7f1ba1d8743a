import { expect, it } from 'vitest';
import { isOfUse } from './memory-disk.ts';

const line = (options: string, kind = 'tmpfs') => `/dev/vda / ext4 rw 0 0\n${kind} /dev/shm ${kind} ${options} 0 0\n`;

it.each<[boolean, string, string]>([
  [true, 'a machine', line('rw,nosuid,nodev,inode64')],
  [false, 'a container, where no program can be run from it', line('rw,nosuid,nodev,noexec,relatime,size=65536k')],
  [false, 'one that cannot be written', line('ro,relatime')],
  [false, 'a disk of that name', line('rw,relatime', 'ext4')],
  [false, 'a mount over it', `${line('rw,relatime')}${line('rw,noexec')}`],
  [false, 'a system without it', '/dev/vda / ext4 rw 0 0\n'],
])('says %j of %s', (is, _what, mounts) => {
  expect(isOfUse(mounts)).toBe(is);
});
