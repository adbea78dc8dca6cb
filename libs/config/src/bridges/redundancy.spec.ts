import { Optional, Text } from '#options';
import { loadConfig } from '../load-config.js';
import type { SourceTypes } from './source-options.js';

class NoOptions {
  @Optional()
  @Text('a note')
  note?: string;
}

const KINDS: Readonly<Record<string, object>> = {
  told: { overlaps: () => true },
  silent: { overlaps: () => false },
  alone: {},
  scarce: { scarce: 'it opens one session' },
  pushed: { overlaps: () => true, inbound: {} },
};
const SOURCES = new Map(
  Object.entries(KINDS).map(([type, rest]) => [type, { Options: NoOptions, ...rest }]),
) as SourceTypes;

function problemsOf(type: string, redundancy: string): string[] {
  const text = `metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - name: shop
    source: { type: ${type} }
    target: { roomId: 00000000000000000000000000000001 }
    redundancy: ${redundancy}
`;
  const result = loadConfig({ text, environment: { AK: 'a', SK: 's' }, sources: SOURCES });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
}

describe('redundancy', () => {
  it('may be 2 where two connections tell the same ids, and 1 anywhere', () => {
    expect(problemsOf('told', '2')).toEqual([]);
    for (const type of SOURCES.keys()) expect(problemsOf(type, '1')).toEqual([]);
  });

  it.each([
    ['silent', 'not every comment and gift of its mapping has an id'],
    ['alone', 'two connections of alone are not known to tell the same ids'],
    ['scarce', 'it opens one session'],
    ['pushed', 'pushed is pushed to the relay'],
  ])('is refused with the reason for a source that is %s', (type, reason) => {
    const [problem, ...others] = problemsOf(type, '2');
    expect(problem).toContain(`bridges[0].redundancy must be 1, since ${reason}`);
    expect(others).toEqual([]);
  });

  it('is no other number', () => {
    expect(problemsOf('told', '3')).toHaveLength(1);
  });
});
