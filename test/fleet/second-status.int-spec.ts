import { secondOf } from '#event-buffer';
import { LedgerStatusReader } from '../../apps/relay/src/status/ledger-status.reader.js';
import type { BridgeStatus } from '../../apps/relay/src/status/relay-status.js';
import { statusTable } from '../../apps/relay/src/status/status-table.js';
import { eventually } from '../support/eventually.js';
import { BRIDGE, RoomFleet, TWO_COPIES } from './room-fleet.js';

const SECOND = secondOf(BRIDGE);

function readerOf({ rig, simulator }: RoomFleet, redundancy: 1 | 2 = 2): LedgerStatusReader {
  const { roomId, jobId } = simulator.rooms[0]!;
  const known = { bridge: BRIDGE, target: `default/${roomId}/${jobId!}`, redundancy };
  return new LedgerStatusReader(rig.ledger, () => [known]);
}

async function bridgeIn(reader: LedgerStatusReader): Promise<BridgeStatus> {
  return (await reader.read()).bridges.find(({ bridge }) => bridge === BRIDGE)!;
}

describe('the status of a bridge that two collectors are to hold', () => {
  it('tells how its second connection fares, and since when it hears', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      const { room } = fleet;
      const reader = readerOf(fleet);
      const second = async () => (await bridgeIn(reader)).second;
      await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the first hears');
      expect(await second()).toEqual({ source: 'alone' });
      const told = statusTable(await reader.read()).join(' ');
      expect(told).toContain('redundancy: 2 needs two collectors, and one runs: 1 bridge');

      await fleet.join('two');
      await eventually(() => room.open.length === 2, 'the second hears');
      const [, late] = room.sockets as [unknown, (typeof room.sockets)[0]];
      room.comment([late]);
      await eventually(async () => {
        const { source, frameAt, eventAt } = (await second()) ?? {};
        return source === 'ready' && frameAt !== undefined && eventAt !== undefined;
      }, 'status tells when the second connection was heard last');
      expect((await bridgeIn(reader)).source).toBe('ready');

      room.shut();
      late.terminate();
      await eventually(
        async () => (await second())?.reason === 'closed',
        'status tells it is lost',
      );
      await eventually(() => room.waiting === 1, 'it is not let in');
      expect(statusTable(await reader.read()).join('\n')).toMatch(/second connection \w+: closed/u);
      room.letIn();
      await eventually(async () => (await second())?.source === 'ready', 'it is connected again');
    });
  });

  it('says nothing that a process of an earlier version has not told', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      await fleet.join('one');
      await fleet.join('two');
      await fleet.holderOf(SECOND);
      await eventually(() => fleet.room.open.length === 2, 'both hear');
      const reader = readerOf(fleet);
      await eventually(
        async () => (await bridgeIn(reader)).second?.source === 'ready',
        'both tell how they fare',
      );
      // It was written by the holder before, and who has it now tells nothing of it.
      const note = { state: 'backoff', since: 1, reason: 'closed', holder: 'the one before' };
      await fleet.rig.redis.hset(fleet.rig.keys.sources, SECOND, JSON.stringify(note));
      expect((await bridgeIn(reader)).second).toEqual({ source: 'unknown' });
    });
  });

  it('tells of one connection, and leaves nothing, once one collector is to hold it', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      await fleet.join('one');
      await fleet.join('two');
      const noted = async () => fleet.rig.redis.hexists(fleet.rig.keys.sources, SECOND);
      await eventually(async () => (await noted()) === 1, 'the second tells how it fares');
      fleet.rewrite({ redundancy: 1 });
      await eventually(async () => (await noted()) === 0, 'its note is gone');
      const reader = readerOf(fleet, 1);
      await eventually(
        async () => (await bridgeIn(reader)).second === undefined,
        'nobody holds a second copy',
      );
    });
  });
});
