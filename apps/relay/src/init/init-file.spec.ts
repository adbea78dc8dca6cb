import { parseEnv } from 'node:util';
import { FIRST_SOURCES } from '#platforms';
import { initEnvironment } from './init-file.js';

const ANSWERS = {
  region: 'cn-north-4',
  endpoint: undefined,
  projectId: '70b7600000034253880af501cd000000',
  accessKey: 'AK1',
  platform: FIRST_SOURCES[0]!,
  place: 'ws://127.0.0.1:1088/ws/1',
  roomId: 'r1',
};

describe('initEnvironment', () => {
  it.each(['plain1/+=', 'ab#cd', '"ab', "it's", 'a$b`c', '\'"#'])(
    'keeps a key as it is, whatever characters it has: %s',
    (secretKey) => {
      const { HUAWEICLOUD_SDK_SK } = parseEnv(initEnvironment('', { ...ANSWERS, secretKey }));
      expect(HUAWEICLOUD_SDK_SK).toBe(secretKey);
    },
  );

  it('replaces its own variables, and keeps all others, with empty lines in their values', () => {
    const before = 'A="1\n\n2"\nHUAWEICLOUD_SDK_SK=old\n# note\n\nB=3\n\n';
    const after = initEnvironment(before, { ...ANSWERS, secretKey: 'new' });
    expect(after).toMatch(/^A="1\n\n2"\n# note\n\nB=3\nMETASTUDIO_PROJECT_ID=/u);
    expect(parseEnv(after)).toMatchObject({ A: '1\n\n2', B: '3', HUAWEICLOUD_SDK_SK: 'new' });
  });
});
