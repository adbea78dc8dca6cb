import { parseEnv } from 'node:util';
import { FIRST_SOURCES } from '#platforms';
import { parse } from 'yaml';
import { AddressGuard } from '../network/address-guard.js';
import { initEnvironment, initFile } from './init-file.js';

const inside = async () => [{ address: '192.168.1.20', family: 4 }];
const ANSWERS = {
  region: 'cn-north-4',
  endpoint: undefined,
  projectId: '70b7600000034253880af501cd000000',
  accessKey: 'AK1',
  secretKey: 'SK1',
  platform: FIRST_SOURCES[0]!,
  place: 'ws://127.0.0.1:1088/ws/1',
  roomId: 'r1',
};

/** Which hosts the console may lead sources to, in the file that these answers make. */
function allowedBy(type: string, place: string): string[] | undefined {
  const platform = FIRST_SOURCES.find((one) => one.type === type)!;
  const text = initFile({ ...ANSWERS, platform, place });
  return (parse(text) as { api?: { allowHosts: string[] } }).api?.allowHosts;
}

describe('initFile', () => {
  it('lets the console add other tools where the first one is, and nowhere else', () => {
    const here = ['127.0.0.1', 'localhost'];
    expect(allowedBy('douyinlive', 'ws://127.0.0.1:1088/ws/1')).toEqual(here);
    expect(allowedBy('douyinlive', 'ws://LOCALHOST:1088/ws/1')).toEqual(here);
    expect(allowedBy('barragegrab', 'ws://192.168.1.20:8888')).toEqual(['192.168.1.20']);
    expect(allowedBy('barragegrab', 'ws://[::1]:8888')).toEqual([...here, '::1']);
    expect(allowedBy('douyinlive', 'ws://host.docker.internal:1088/ws/1')).toEqual([
      'host.docker.internal',
    ]);
    expect(allowedBy('barragegrab', 'ws://Live-PC:8888')).toEqual(['live-pc']);
    expect(allowedBy('barragegrab', 'ws://danmu_tool:8888')).toEqual(['danmu_tool']);
    expect(allowedBy('douyinlive', 'wss://chat.example.com/ws/1')).toBeUndefined();
    // Only the environment of the day knows where it leads.
    expect(allowedBy('barragegrab', 'ws://${TOOL_HOST}:8888')).toBeUndefined();
    // The check of the file says what is wrong with it.
    expect(allowedBy('barragegrab', 'ws://[')).toBeUndefined();
    expect(allowedBy('douyu', '1234')).toBeUndefined();
  });

  it.each(['127.0.0.1', 'localhost', '::1', '192.168.1.20'])(
    'allows %s in words that the guard knows',
    (host) => {
      const address = host.includes(':') ? `ws://[${host}]:1` : `ws://${host}:1`;
      const guard = new AddressGuard(allowedBy('barragegrab', address) ?? []);
      expect([guard.refuses(host), guard.refuses('169.254.169.254')]).toEqual([false, true]);
    },
  );

  it.each(['live-pc', 'live-pc.local', 'host.docker.internal'])(
    'allows %s, which is a name within a private network',
    async (host) => {
      const guard = new AddressGuard(allowedBy('barragegrab', `ws://${host}:1`) ?? [], inside);
      expect(await guard.refusesResolved(host)).toBe(false);
      expect(await guard.refusesResolved('another-pc')).toBe(true);
    },
  );
});

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
