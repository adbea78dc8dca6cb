import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt, runLiveRelay } from '../support/built-relay.js';
import { Stage } from '../support/stage.js';

ensureBuilt();

/** A folder with nothing in it. */
function emptyFolder(stage: Stage): string {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-init-'));
  stage.opens({ stop: async () => rmSync(folder, { recursive: true, force: true }) });
  return folder;
}

/** Runs a command there, with what is typed. */
async function run(folder: string, args: readonly string[], input = '') {
  return runLiveRelay(args, { cwd: folder, input });
}

describe('init', () => {
  it(
    'writes a configuration that check accepts, by flags alone, and no secret but into .env',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ rooms: 2 }).start());
      const { projectId, accessKey, secretKey } = simulator.settings;
      const { roomId } = simulator.rooms[1]!;
      const folder = emptyFolder(stage);
      const account = ['--endpoint', simulator.url, '--project-id', projectId];
      const keys = ['--access-key', accessKey, '--secret-key', secretKey];
      const place = ['--platform', 'twitch-irc', '--place', 'twitchdev', '--room', roomId];
      const wrong = await run(folder, [
        'init',
        ...account,
        '--access-key',
        'x',
        '--secret-key',
        'y',
        ...place,
      ]);
      expect([wrong.code, existsSync(join(folder, 'relay.yaml'))]).toEqual([1, false]);
      expect(wrong.stderr).toContain('MetaStudio did not take them');

      const { code, stdout, stderr } = await run(folder, ['init', ...account, ...keys, ...place]);
      expect([code, stderr]).toEqual([0, 'Trying the keys …\n']);
      expect(stdout).toContain('live-relay start');
      expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
      const file = readFileSync(join(folder, 'relay.yaml'), 'utf8');
      expect(file).toContain(roomId);
      for (const secret of [projectId, accessKey, secretKey]) expect(file).not.toContain(secret);
      expect(await run(folder, ['check'])).toMatchObject({ code: 0 });
      const elsewhere = ['init', '--config', 'none/relay.yaml', ...account, ...keys, ...place];
      expect(await run(folder, elsewhere)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^Nothing was written, .*none \(ENOENT\)\n$/u) as string,
      });
      mkdirSync(join(folder, 'a shop'));
      const inFolder = ['init', '--config', 'a shop/relay.yaml', ...account, ...keys, ...place];
      expect((await run(folder, inFolder)).stdout).toMatch(
        /live-relay doctor --config 'a shop\/relay\.yaml', .* start --config 'a shop\/relay\.yaml'\n$/u,
      );
      const again = await run(folder, ['init', ...account, ...keys, ...place]);
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--force')]);
    }),
  );

  it(
    'takes the id of a room where there are more than it shows, and says so',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ rooms: 60 }).start());
      const { projectId, accessKey, secretKey } = simulator.settings;
      const keys = ['--access-key', accessKey, '--secret-key', secretKey];
      const account = ['--endpoint', simulator.url, '--project-id', projectId, ...keys];
      const place = ['--platform', 'twitch-irc', '--place', 'twitchdev'];
      const folder = emptyFolder(stage);
      const last = simulator.rooms.at(-1)!.roomId;
      const { code, stderr } = await run(folder, ['init', ...account, ...place], `51\n${last}\n`);
      expect([code, stderr.includes(last)]).toEqual([0, false]);
      expect(stderr).toContain('\n  50  ');
      expect(stderr).toMatch(/\nNumber, or the id of a room .*: That does not fit\.\n/u);
      expect(readFileSync(join(folder, 'relay.yaml'), 'utf8')).toContain(`roomId: ${last}\n`);
    }),
  );

  it(
    'says which flag does not fit, before it asks for what the flag should have given',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
      const { projectId, accessKey, secretKey } = simulator.settings;
      const folder = emptyFolder(stage);
      const place = ['--platform', 'twitch-irc', '--place', 'twitchdev', '--room', 'r 1'];
      const keys = ['--access-key', accessKey, '--secret-key', secretKey];
      const account = ['--endpoint', simulator.url, '--project-id', projectId, ...keys];
      for (const [args, said] of [
        [['--region', 'Beijing'], /^Region of MetaStudio: That does not fit\.\n/u],
        [[...account, '--platform', 'twich'], /\nPlatform or bridge tool: That does not fit\.\n/u],
        [[...account, ...place], /\nLive room of MetaStudio: That does not fit\.\n/u],
      ] as const) {
        expect(await run(folder, ['init', '--language', 'en', ...args])).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(said) as string,
        });
      }
    }),
  );

  it(
    'asks in Chinese for values without a flag, again after an invalid answer, and shows no secret',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ rooms: 2 }).start());
      const { projectId, accessKey, secretKey } = simulator.settings;
      const folder = emptyFolder(stage);
      const args = ['init', '--language', 'zh', '--endpoint', simulator.url];
      // A wrong key is found out, and asked for again, before anything else is; Return repeats an answer.
      const wrong = [projectId, accessKey, 'wrong'];
      const typed = [...wrong, '', '', secretKey, '99', '6', 'no number', '9999', '2', ''];
      const { code, stdout, stderr } = await run(folder, args, typed.join('\n'));
      expect([code, stdout]).toEqual([0, expect.stringContaining('已写入：relay.yaml')]);
      expect(stderr).toMatch(/验证没有通过：签名校验失败[^]*SK[^]*平台或弹幕工具：\n/u);
      expect(stderr).toContain('斗鱼');
      expect(stderr).toContain('格式不对');
      expect(stdout + stderr).not.toContain(secretKey);
      expect(readFileSync(join(folder, 'relay.yaml'), 'utf8')).toMatch(
        /type: douyu\n\s+roomId: 9999/u,
      );
      expect(await run(folder, ['check'])).toMatchObject({ code: 0 });

      const other = emptyFolder(stage);
      writeFileSync(join(other, '.env'), 'HUAWEICLOUD_SDK_AK=of-another-account\nOWN=kept\n');
      // The key of .env is not asked for at first, and is what is refused.
      const mended = [projectId, secretKey, '', accessKey, secretKey, '6', '9999', '2', ''];
      const fromFile = await run(other, args, mended.join('\n'));
      expect([fromFile.code, fromFile.stdout]).toEqual([0, expect.stringContaining('已写入')]);
      const variables = readFileSync(join(other, '.env'), 'utf8');
      expect(variables).toContain(`OWN=kept\n`);
      expect(variables).toContain(`HUAWEICLOUD_SDK_AK=${accessKey}\n`);
      expect(variables).not.toContain('of-another-account');
      expect(fromFile.stderr).not.toContain('unset');
      const env = { HUAWEICLOUD_SDK_AK: 'of-another-account' };
      const input = mended.join('\n');
      const exported = await runLiveRelay(args, { cwd: emptyFolder(stage), input, env });
      expect(exported.stderr).toContain('unset）：HUAWEICLOUD_SDK_AK\n');
      const both = emptyFolder(stage);
      writeFileSync(join(both, '.env'), 'HUAWEICLOUD_SDK_AK=of-another-account\n');
      // As after `set -a; . ./.env`.
      const sourced = await runLiveRelay(args, { cwd: both, input, env });
      expect(sourced.stderr).toContain('unset）：HUAWEICLOUD_SDK_AK\n');
      const above = emptyFolder(stage);
      writeFileSync(join(above, '.env'), 'HUAWEICLOUD_SDK_AK=of-another-account\n');
      mkdirSync(join(above, 'shop'));
      const below = await run(above, [...args, '--config', 'shop/relay.yaml'], input);
      expect(below.stderr).toMatch(/当前目录的 \.env .*：HUAWEICLOUD_SDK_AK\n/u);
      expect(below.stderr).not.toContain('unset');

      const nobody = await run(emptyFolder(stage), args);
      expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('--help')]);
    }),
  );

  it(
    'asks again for an address that no source could use, and keeps the answers before it',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
      const { projectId, accessKey, secretKey } = simulator.settings;
      const folder = emptyFolder(stage);
      const unusable = 'ws://127.0.0.1:99999/ws/1';
      const args = ['init', '--endpoint', simulator.url, '--place', unusable];
      const usable = 'ws://127.0.0.1:1088/ws/1';
      const typed = [projectId, accessKey, secretKey, '1', unusable, usable, '1', ''];
      const { code, stderr } = await run(folder, args, typed.join('\n'));
      // The flag, and what is typed first.
      expect([code, stderr.match(/That does not fit/gu)?.length]).toEqual([0, 2]);
      expect(readFileSync(join(folder, 'relay.yaml'), 'utf8')).toContain(`url: ${usable}\n`);
    }),
  );
});
