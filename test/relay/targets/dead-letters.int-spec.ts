import { deadLettersCommands } from '../../../apps/relay/src/cli/dead-letters/dead-letters.commands.js';
import { bufferMetrics } from '../../../apps/relay/src/telemetry/buffer-metrics.collector.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RelayRig } from '../support/relay-rig.js';

/** Marks of the simulator's chat end in a number: so a tenth of all is refused. */
const POISON = { poison: '7' };

describe('an event that MetaStudio refused', () => {
  it('is kept as a dead letter, and reported once when it is replayed', async () => {
    await RelayRig.with(
      {
        simulator: { chatRate: 2000, chatEventsMax: 60 },
        before: (simulator) => simulator.fault(POISON),
      },
      async (rig) => {
        await rig.settled();
        const { deadLettered, unaccounted } = await rig.ledger();
        expect(deadLettered).toBeGreaterThan(0);
        expect(unaccounted).toBe(0);
        const { relay, metrics, installation } = rig.relay;
        await bufferMetrics(relay.ledger, relay.queue, metrics, relay.catalogue).collect();
        expect(await rig.relay.metric('relay_dead_letters{bridge="chat"}')).toBe(deadLettered);

        rig.simulator.clearFaults();
        const commands = [deadLettersCommands];
        const args = ['dead-letters', 'replay', '--all'];
        expect(await runInProcess(args, { commands, ...installation })).toEqual({
          code: 0,
          stdout: '',
          stderr: `${deadLettered} of ${deadLettered} dead letters put back\n`,
        });
        await eventually(async () => (await rig.ledger()).waiting === 0, 'they are reported');
        const { received, reported, dropped, ...rest } = await rig.ledger();
        expect(rest).toEqual({ deadLettered: 0, waiting: 0, unaccounted: 0 });
        expect(reported).toBe(received - (dropped['superseded'] ?? 0));
        const { accepted } = rig.simulator.state();
        expect(accepted).toMatchObject({ events: reported, distinct: rig.sent.marked });
        expect(accepted.duplicates).toBe(0);
      },
    );
  }, 180_000);
});
