/** Spreads a word over 32 bits (MurmurHash3's last step). Who does not know the key cannot choose words that meet. */
export function mixedWord(word: number, key: number): number {
  let mixed = word ^ key;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
