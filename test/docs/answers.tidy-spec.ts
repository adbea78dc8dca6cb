import { readFileSync } from 'node:fs';
import { loadSourceOptions } from '#config';
import { loadSources, type SourceType } from '#platforms';
import { AnswerOptions, type Session } from '#source';
import { parse } from 'yaml';
import { FetchedTokenOptions } from '../../libs/platforms/src/fetched-token/fetched-token.options.js';
import { keysOf } from './keys.js';
import { tablesOf } from './tables.js';

const SOURCES = await loadSources();
const PAGE = readFileSync('docs/ANSWERS.md', 'utf8');

interface Example {
  readonly source: { readonly type: SourceType; readonly token?: object };
  readonly server: readonly string[];
  readonly relay: readonly string[];
  readonly token: readonly string[];
}

const EXAMPLES: readonly Example[] = PAGE.split('```yaml\n')
  .slice(1)
  .map((text) => ({
    source: parse(text.slice(0, text.indexOf('```'))) as Example['source'],
    server: linesOf(text, 'server'),
    relay: linesOf(text, 'relay'),
    token: linesOf(text, 'token'),
  }));

function linesOf(text: string, name: string): string[] {
  const [, lines = ''] = new RegExp(`\`\`\`${name}\n(.*?)\`\`\``, 's').exec(text) ?? [];
  return lines.split('\n').filter((line) => line !== '');
}

/** What a source sends, and what becomes of what it hears. */
class Recording implements Session {
  readonly sent: string[] = [];
  isReady = false;
  send(frame: string | Buffer): void {
    this.sent.push(frame.toString());
  }
  ready(): void {
    this.isReady = true;
  }
  reconnect(): void {}
  replaceBy(): void {}
}

describe('docs/ANSWERS.md', () => {
  it.each([
    ['Answers', AnswerOptions],
    ['Tokens', FetchedTokenOptions],
  ] as const)('lists the keys of %s', (title, Options) => {
    const told = tablesOf(PAGE)
      .get(title)!
      .flatMap(([cell]) => cell!.split(', '));
    const real = keysOf(Options);
    expect(new Set(told)).toEqual(new Set(real));
  });

  it('has an example for answers of each transport, and for tokens', () => {
    expect(EXAMPLES.map(({ source }) => source.type)).toEqual([
      'websocket',
      'socketio',
      'websocket',
    ]);
    expect(EXAMPLES.filter(({ source }) => source.token !== undefined)).toHaveLength(1);
  });

  it.each(EXAMPLES.map((example, index) => [index + 1, example] as const))(
    'example %i: its source sends the answers that it shows',
    async (_, { source: { type, ...options }, server, relay, token }) => {
      const environment = Object.fromEntries(
        [...PAGE.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name!, 'a-secret']),
      );
      const loaded = loadSourceOptions(type, JSON.stringify(options), {
        sources: SOURCES,
        environment,
      });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const fetch = async (): Promise<Response> => new Response(token[0]);
      const protocol = SOURCES.get(type)!.protocol!(loaded.options, { fetch });
      await protocol.connectTo(new AbortController().signal);
      const session = new Recording();
      const events: unknown[] = [];
      const problems: string[] = [];
      const sink = {
        event: (event: unknown) => events.push(event),
        ignored: () => {},
        malformed: (problem: string) => problems.push(problem),
      };
      protocol.open?.(session);
      if (type === 'socketio') protocol.frame('40{"sid":"s"}', session, sink);
      for (const frame of server) protocol.frame(frame, session, sink);
      expect(session.sent).toEqual(relay);
      expect(session.isReady).toBe(true);
      expect(problems).toEqual([]);
      expect(events).toHaveLength(server.filter((line) => line.includes('"said"')).length);
    },
  );
});
