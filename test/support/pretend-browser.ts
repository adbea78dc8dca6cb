/** As much of a browser as a language needs. */
export function pretendBrowser(): void {
  const kept = new Map([['relay-language', 'en']]);
  // Newer versions of Node have one of their own.
  const navigator = 'navigator' in globalThis ? {} : { navigator: { languages: ['en'] } };
  Object.assign(globalThis, {
    ...navigator,
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    document: { documentElement: { lang: '' } },
  });
}
