import { signal } from '@preact/signals';

/** Where in the console one is; in the part of the address that no server sees. */
export type Route =
  | { readonly page: 'bridges' | 'add' | 'why' | 'letters' | 'settings' }
  | { readonly page: 'bridge' | 'change'; readonly name: string };

export const route = signal<Route>(routeOf(location.hash));

export function routeOf(hash: string): Route {
  const [page = '', name = ''] = hash.replace(/^#\/?/u, '').split('/');
  if ((page === 'bridge' || page === 'change') && name !== '') {
    return { page, name: decoded(name) };
  }
  if (page === 'add' || page === 'why' || page === 'letters' || page === 'settings')
    return { page };
  return { page: 'bridges' };
}

export function addressOf(to: Route): string {
  if (to.page === 'bridges') return '#/';
  return 'name' in to ? `#/${to.page}/${encodeURIComponent(to.name)}` : `#/${to.page}`;
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
