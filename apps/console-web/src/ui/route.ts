import { signal } from '@preact/signals';

/** The page shown. It stands in the fragment of the address, which no server sees. */
export type Route =
  | { readonly page: 'bridges' | 'add' | 'why' | 'letters' | 'settings' }
  | { readonly page: 'bridge' | 'change' | 'filters'; readonly name: string }
  /** A one-time link: the name is its code, a secret until it has been used. */
  | { readonly page: 'dock'; readonly name: string };

const NAMED = ['bridge', 'change', 'filters', 'dock'] as const;

export const route = signal<Route>(routeOf(location.hash));

function routeOf(hash: string): Route {
  const [page = '', name = ''] = hash.replace(/^#\/?/u, '').split('/');
  if (isNamed(page) && name !== '') return { page, name: decoded(name) };
  if (page === 'add' || page === 'why' || page === 'letters' || page === 'settings')
    return { page };
  return { page: 'bridges' };
}

function isNamed(page: string): page is (typeof NAMED)[number] {
  return NAMED.some((one) => one === page);
}

export function addressOf(to: Route): string {
  if (to.page === 'bridges') return '#/';
  return 'name' in to ? `#/${to.page}/${encodeURIComponent(to.name)}` : `#/${to.page}`;
}

/** Goes to a page in place of the present one in the history. */
export function goInstead(to: Route): void {
  history.replaceState(null, '', addressOf(to));
  route.value = to;
}

export function go(to: Route): void {
  location.hash = addressOf(to);
}

addEventListener('hashchange', () => {
  route.value = routeOf(location.hash);
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
