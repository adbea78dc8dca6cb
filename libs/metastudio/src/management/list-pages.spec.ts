import { listPages, type ListedPage } from './list-pages.js';

type Query = [name: string, value: string][];

/** Lists `ids` page by page, as a server does; `total` as it tells it. */
function serverOf(ids: readonly string[], tellsTotal: boolean, pageMax = 100) {
  const asked: string[] = [];
  const fetchPage = (query: Query): Promise<ListedPage<string>> => {
    const { offset, limit } = Object.fromEntries(query) as { offset: string; limit: string };
    asked.push(`${offset}+${limit}`);
    const size = Math.min(Number(limit), pageMax);
    const items = ids.slice(Number(offset), Number(offset) + size);
    const total = tellsTotal ? ids.length : undefined;
    return Promise.resolve({ total, listed: items.length, items });
  };
  return { asked, fetchPage };
}

async function listed(server: ReturnType<typeof serverOf>, range = { offset: 0, limit: Infinity }) {
  const items: string[] = [];
  for await (const id of listPages(range, (item) => item, server.fetchPage)) items.push(id);
  return items;
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

describe('listPages', () => {
  it.each([0, 1, 99, 100, 101, 250])('lists all of %i, with a total or without', async (count) => {
    const [telling, silent] = [serverOf(ids(count), true), serverOf(ids(count), false)];
    expect(await listed(telling)).toEqual(ids(count));
    expect(await listed(silent)).toEqual(ids(count));
    expect(telling.asked).toHaveLength(Math.max(1, Math.ceil(count / 100)));
    // Without a total only a page that is not full tells that it was the last.
    expect(silent.asked).toHaveLength(Math.floor(count / 100) + 1);
  });

  it('ends at an empty page, whatever the total says', async () => {
    const server = serverOf(ids(100), true);
    const fetchPage = async (query: Query) => ({ ...(await server.fetchPage(query)), total: 1e6 });
    expect(await listed({ ...server, fetchPage })).toEqual(ids(100));
    expect(server.asked).toEqual(['0+100', '100+100']);
  });

  it('goes by the total where the server has smaller pages', async () => {
    expect(await listed(serverOf(ids(120), true, 50))).toEqual(ids(120));
  });

  it('asks for no more elements than are wanted', async () => {
    const server = serverOf(ids(300), true);
    expect(await listed(server, { offset: 10, limit: 120 })).toEqual(ids(300).slice(10, 130));
    expect(server.asked).toEqual(['10+100', '110+20']);
  });

  it('asks for a page only when the one before was consumed', async () => {
    const server = serverOf(ids(300), true);
    const pages = listPages({ offset: 0, limit: Infinity }, (item) => item, server.fetchPage);
    await pages.next();
    expect(server.asked).toEqual(['0+100']);
    await pages.return(undefined);
    expect(server.asked).toHaveLength(1);
  });

  it('lists an element once that moved to the next page', async () => {
    const pages = [ids(100), ['id-99', 'id-100']];
    const fetchPage = () => {
      const items = pages.shift() ?? [];
      return Promise.resolve({ total: 101, listed: items.length, items });
    };
    expect(await listed({ asked: [], fetchPage })).toEqual(ids(101));
  });

  it('ends with a server that gives the same full page for ever', async () => {
    const server = serverOf(ids(100), false);
    let pages = 0;
    const fetchPage = () => {
      pages += 1;
      return server.fetchPage([
        ['offset', '0'],
        ['limit', '100'],
      ]);
    };
    expect(await listed({ asked: [], fetchPage })).toEqual(ids(100));
    expect(pages).toBeLessThanOrEqual(1000);
  });
});
