import { buildOptions, checkOptions } from '#options';
import type { LiveEvent } from '#live-event';
import { MappingDecoder } from '../mapping-decoder.js';
import { MappingOptions } from '../mapping.options.js';
import type { MappingRule } from '../mapping.js';

function decode(rule: Partial<MappingRule>, ...messages: readonly object[]) {
  const rules = [{ event: 'raw', ...rule } as const];
  const decoder = new MappingDecoder({ platform: 'p', rules });
  const events: LiveEvent[] = [];
  const problems: string[] = [];
  for (const message of messages) {
    decoder.decode(JSON.stringify(message), {
      event: (event) => void events.push(event),
      ignored: (kind) => void problems.push(`ignored ${kind}`),
      malformed: (problem) => void problems.push(problem),
    });
  }
  return { events, problems };
}

function problemsOf(rule: object): string[] {
  const options = buildOptions(MappingOptions, {
    platform: 'p',
    rules: [{ event: 'raw', ...rule }],
  });
  const [rules] = checkOptions(options, 'connect');
  return (rules?.children?.[0]?.children ?? []).map(({ property }) => property);
}

describe('event: raw', () => {
  it('takes its type from the rule or the message, and its content as it is', () => {
    const about = { id: 'id', time: 'at', content: 'body' };
    const message = { id: 'm1', at: 1_654_587_468, kind: 42, body: '{ "a" : 1 }' };
    const common = {
      id: 'm1',
      timestamp: 1_654_587_468_000,
      content: '{ "a" : 1 }',
      class: 'chat',
    };
    expect(decode({ ...about, type: 10 }, message).events).toEqual([
      { type: 'raw', code: 10, ...common },
    ]);
    expect(decode({ ...about, type: 'kind' }, message).events).toEqual([
      { type: 'raw', code: 42, ...common },
    ]);
    const table = { path: 'kind', table: { 42: 3 } };
    expect(decode({ ...about, type: table }, message).events).toMatchObject([{ code: 3 }]);
  });

  it('has the class of the rule, or the one that the message names', () => {
    const rule = { type: 10, content: 'b', class: 'ambient', classFrom: 'class' } as const;
    const { events, problems } = decode(
      rule,
      { b: {} },
      { b: {}, class: 'paid' },
      { b: {}, class: 'x' },
    );
    expect(events.map((event) => event.type === 'raw' && event.class)).toEqual(['ambient', 'paid']);
    expect(problems).toEqual(['bad-class']);
  });

  it('is malformed, by name, where it cannot be sent, without its neighbours', () => {
    const rule = { type: 'type', content: 'content' };
    const { events, problems } = decode(
      rule,
      { type: 101, content: {} },
      { type: 7 },
      { type: 7, content: 'xxxxx' },
      { type: 7, content: 'x'.repeat(20_000) },
      { type: 7, content: [] },
    );
    expect(problems).toEqual(['bad-type', 'no-content', 'content-not-json', 'content-too-long']);
    expect(events).toMatchObject([{ type: 'raw', code: 7, content: '[]' }]);
  });

  it.each([
    [{}, ['type', 'content']],
    [{ type: 10, content: 'body' }, []],
    [{ type: 'kind', content: { path: 'body', default: '{}' } }, []],
    [{ type: 101, content: 'body' }, ['type']],
    [{ type: 1.5, content: 'body' }, ['type']],
    [{ type: 'a..b', content: 5 }, ['type', 'content']],
    [{ type: 10, content: 'body', class: 'gold' }, ['class']],
    [{ type: 10, content: 'body', classFrom: {} }, ['classFrom']],
  ])('checks its rule: %j', (rule, wrong) => {
    expect(problemsOf(rule)).toEqual(wrong);
  });
});
