import { refusedOptions } from '../../../../test/support/refused-options.js';
import { loadSources } from '../source-registry.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'own',
  rules: [{ event: 'comment', text: 'text', user: { id: 'id' } }],
};

function refusedToken(url: string): string[] {
  const token = { url, path: 'token' };
  const given = { url: 'wss://chat.example.com/?token={{token}}', mapping: MAPPING, token };
  return refusedOptions(SOURCES.get('websocket')!, given);
}

describe.each(['barragegrab', 'douyinlive', 'websocket'] as const)('the address of %s', (type) => {
  const source = SOURCES.get(type)!;
  const refusedAt = (url: string): string[] => {
    const more = type === 'websocket' ? { mapping: MAPPING } : {};
    return refusedOptions(source, { url, ...more });
  };

  it.each(['ws://127.0.0.1:1088/ws/1', 'wss://chat.example.com/?token=a%23b'])(
    'may be %s',
    (url) => {
      expect(refusedAt(url)).toEqual([]);
    },
  );

  it.each([
    'ws://127.0.0.1:1088/ws/1#shop',
    'wss://chat.example.com/#',
    'ws://127.0.0.1:108888',
    'https://chat.example.com',
    '127.0.0.1:1088',
  ])('may not be %s, which no WebSocket can be opened to', (url) => {
    expect(refusedAt(url)).toEqual(['url']);
  });
});

it('the address of a token may hold no user name and no password, with which no request can be made', () => {
  expect(refusedToken('https://auth.example.com/token')).toEqual([]);
  for (const login of ['shop:word', 'shop', ':word']) {
    expect(refusedToken(`https://${login}@auth.example.com/token`)).toEqual(['token']);
  }
});
