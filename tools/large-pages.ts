/**
 * The environment of an engine. With it the C library asks for large pages of memory, where the system gives them to
 * whoever asks: orders lie far apart, and of large pages the processor knows by heart where more of them are. Other
 * systems, and other C libraries, ignore it.
 */
export const LARGE_PAGES = { GLIBC_TUNABLES: process.env.GLIBC_TUNABLES ?? 'glibc.malloc.hugetlb=1' } as const;
