import { loadSources } from '#platforms';
import { loadSourceOptions } from './source-options.js';

const sources = await loadSources();

describe('the options of a source that is not to connect', () => {
  it('lack what only connecting needs where that names a variable that is not set, lists as a whole', () => {
    const text = `
url: wss://chat.example/\${ROOM}
headers: { Authorization: "Bearer \${CHAT_TOKEN}", X-Shop: 7 }
subprotocols: ["\${PROTOCOL}", chat.v1]
answers:
  - when: { op: hello }
    send: '{"op":"auth","token":"\${CHAT_TOKEN}"}'
mapping: { platform: x, rules: [{ event: comment, user: { name: name }, text: text }] }
`;
    const loaded = loadSourceOptions('websocket', text, { sources, environment: {} });
    const gone = { url: undefined, subprotocols: undefined, answers: undefined };
    expect(loaded).toMatchObject({ ok: true, options: { headers: { 'X-Shop': '7' }, ...gone } });
    expect([...loaded.unset]).toEqual(['ROOM', 'CHAT_TOKEN', 'PROTOCOL']);
  });
});
