import { bilingual, Hearing } from '#source';
import { SourceNotes } from '../../../apps/relay/src/collector/noted/source-notes.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { sourcesOf } from '../../support/bridge-notes.js';
import { eventually } from '../../support/eventually.js';

/** A source that is connected. */
function source() {
  const hearing = new Hearing(undefined, { now: () => performance.now(), wallClock: Date.now });
  hearing.connected();
  return { status: { state: 'ready' }, hearing };
}

function failed(error: Error): never {
  throw error;
}

describe('the notes of how sources stand', () => {
  it('say in both languages why a source is refused, for whoever reads them', async () => {
    const rig = await BufferRig.open();
    try {
      const refused = bilingual(
        'The test refuses it: check the test.',
        '测试拒绝了它：请检查测试。',
      );
      const notes = new SourceNotes(rig.ledger, failed);
      notes.changed('ours', { ...source(), status: { state: 'backoff', refused } });
      notes.changed('theirs', { ...source(), status: { state: 'backoff', refused: 'Zu.' } });
      const written = await eventually(async () => {
        const all = await sourcesOf(rig.ledger);
        return all.size === 2 ? all : undefined;
      }, 'both were written');
      expect(written.get('ours')).toMatchObject({
        refused,
        refusedZh: '测试拒绝了它：请检查测试。',
      });
      expect(written.get('theirs')).toMatchObject({ refused: 'Zu.' });
      expect(written.get('theirs')).not.toHaveProperty('refusedZh');
    } finally {
      rig.close();
    }
  });

  it('are not written again where what is heard was written with the state just now', async () => {
    const rig = await BufferRig.open();
    try {
      const notes = new SourceNotes(rig.ledger, failed);
      const noteOf = async (bridge: string) =>
        (await rig.redis.hget(rig.keys.sources, bridge)) ?? undefined;
      const [first, second] = [source(), source()];
      notes.changed('first', first);
      await eventually(async () => noteOf('first'), 'the first was written');
      await new Promise(setImmediate);
      await rig.redis.hdel(rig.keys.sources, 'first');
      notes.heard('first', first, first.hearing.report());
      notes.changed('second', second);
      await eventually(async () => noteOf('second'), 'the second was written');
      expect(await noteOf('first')).toBeUndefined();
      first.hearing.malformed();
      first.hearing.frame(Date.now());
      notes.heard('first', first, first.hearing.report());
      const written = await eventually(async () => noteOf('first'), 'it was written again');
      expect(written).toContain('"notUnderstood":1');
    } finally {
      rig.close();
    }
  });
});
