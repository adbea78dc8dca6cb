import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { SourceCatalogue } from '#platforms';
import type { BridgeReading } from './bridge-store.js';
import { FileBridgeStore } from './file-bridge-store.js';

const FILE = `
metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: token, token: t }
bridges:
${['one', 'two', 'three'].map(bridge).join('')}`;

function bridge(name: string): string {
  return `  - name: ${name}
    source: { type: push, token: a-token-of-${name}-which-is-long-enough }
    target: { roomId: room-${name} }
`;
}

/** A file that is edited, as its store reads it. */
async function edited(use: (edit: (text: string) => Promise<BridgeReading>) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'file-bridges-'));
  const file = join(folder, 'relay.yaml');
  const sources = new SourceCatalogue();
  await sources.load();
  const loaded = loadConfig({ text: FILE, environment: {}, sources });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const store = new FileBridgeStore({ file, text: FILE, loaded, environment: {}, sources });
  try {
    await use(async (text) => {
      writeFileSync(file, text);
      return store.read();
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bridgesOf(reading: BridgeReading) {
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.bridges;
}

describe('the bridges of a file', () => {
  it('stay the same objects, except the edited one', async () => {
    await edited(async (edit) => {
      const before = bridgesOf(await edit(FILE));
      const after = bridgesOf(await edit(FILE.replace('room-two', 'room-2')));
      expect([...after.keys()]).toEqual(['one', 'two', 'three']);
      for (const name of ['one', 'three']) {
        expect(after.get(name)!.config).toBe(before.get(name)!.config);
        expect(after.get(name)!.record).toBe(before.get(name)!.record);
      }
      expect(after.get('two')).toMatchObject({
        record: { revision: 2 },
        config: { target: { roomId: 'room-2' } },
      });
      const back = bridgesOf(await edit(FILE));
      expect(back.get('two')).toMatchObject({ record: { revision: 3 } });
    });
  });

  it('are refused with the line of each fault, and followed again without it', async () => {
    await edited(async (edit) => {
      const faults: [string, RegExp][] = [
        [FILE.replace('room-two', '""'), /:12 bridges\[1\]\.target\.roomId: /],
        [FILE.replace('name: two', 'name: one'), /:10 bridges\[1\]\.name: is the name of/],
        [FILE + bridge('one'), /:16 bridges\[3\]\.name: is the name of/],
        [FILE.replace('push', 'nonsense'), /:8 bridges\[0\]\.source\.type: /],
      ];
      for (const [text, problem] of faults) {
        const reading = await edit(text);
        expect(reading).toMatchObject({ ok: false, problems: [expect.stringMatching(problem)] });
        expect(bridgesOf(await edit(FILE)).size).toBe(3);
      }
    });
  });

  it('keep reporting blocks that need a restart, whichever bridge is edited', async () => {
    await edited(async (edit) => {
      const other = `${FILE}redis: { prefix: other }\n`;
      expect(await edit(other)).toMatchObject({ needsRestart: ['redis'] });
      const reading = await edit(other.replace('room-two', 'room-2'));
      expect(reading).toMatchObject({ needsRestart: ['redis'] });
      expect(bridgesOf(reading).get('two')!.config.target.roomId).toBe('room-2');
      expect(await edit(FILE)).toMatchObject({ needsRestart: [] });
    });
  });
});
