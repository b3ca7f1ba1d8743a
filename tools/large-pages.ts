/**
 * The environment of a process with a core. With it the C library asks the system for large pages of memory. Orders lie far
 * apart, and the processor finds memory faster where its pages are fewer. Other systems and C libraries ignore it.
 */
export const LARGE_PAGES = { GLIBC_TUNABLES: process.env.GLIBC_TUNABLES ?? 'glibc.malloc.hugetlb=1' } as const;
