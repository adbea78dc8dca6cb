import { TargetTable } from '#event-buffer';
import { targetsCommands } from '../../../apps/relay/src/cli/targets/targets.commands.js';
import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import { bufferMetrics } from '../../../apps/relay/src/telemetry/buffer-metrics.collector.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig, type RigOptions } from '../support/relay-rig.js';

const FORBIDDEN = {
  status: 403,
  body: { error_code: 'APIGW.0302', error_msg: 'The IAM user may not call the API.' },
};

/** A target that is refused, and not tried again by itself. */
const PAUSED_FOR_LONG: RigOptions = {
  times: { reporter: { pauseMs: 60_000 } },
  before: (simulator) => simulator.fault(FORBIDDEN),
};

async function paused(rig: RelayRig, use: () => Promise<void>): Promise<void> {
  await eventually(async () => 'pausedReason' in (await rig.fields()), 'the target is paused');
  await use();
}

async function pausedMetric(rig: RelayRig, reason: string) {
  const { relay, metrics } = rig.relay;
  await bufferMetrics(relay.ledger, relay.queue, metrics, relay.catalogue).collect();
  return rig.relay.metric(`relay_targets_paused{reason="${reason}"}`);
}

async function command(rig: RelayRig, ...args: string[]) {
  const commands = [targetsCommands, statusCommand];
  return runInProcess(args, { commands, ...rig.relay.installation });
}

describe('a target that cannot be served', () => {
  it('tells its reason in a metric and in status, and is not tried before its time', async () => {
    await RelayRig.with(PAUSED_FOR_LONG, async (rig) =>
      paused(rig, async () => {
        expect(await pausedMetric(rig, 'forbidden')).toBe(1);
        expect(await pausedMetric(rig, 'unauthorized')).toBe(0);
        const { code, stdout } = await command(rig, 'status');
        expect(code).toBe(0);
        expect(stdout).toMatch(/ paused [^]* forbidden; next in\s+\d+\.\d s/);
        expect(rig.simulator.state().answeredByStatus).toEqual({ 403: 1 });
      }),
    );
  });

  it('is tried at once when it is resumed by hand', async () => {
    await RelayRig.with(PAUSED_FOR_LONG, async (rig) =>
      paused(rig, async () => {
        rig.simulator.clearFaults();
        const target = await rig.target();
        const { code, stdout } = await command(rig, 'targets', 'resume', target);
        expect({ code, stdout }).toEqual({
          code: 0,
          stdout: `${target} was paused (forbidden) and is tried now\n`,
        });
        await rig.settled();
        await expectOnceAndInOrder(rig);
        const over = rig.relay.logLines.filter((line) => line.includes('"target_recovered"'));
        expect(over.map((line) => JSON.parse(line) as object)).toMatchObject([
          { target, durationMs: expect.any(Number), events: expect.any(Number) },
        ]);
        expect(await pausedMetric(rig, 'forbidden')).toBe(0);
        const again = await command(rig, 'targets', 'resume', '--all');
        expect(again).toMatchObject({ code: 0 });
      }),
    );
  });

  it('is tried at once when it is resumed again after the first time failed half-way', async () => {
    await RelayRig.with(PAUSED_FOR_LONG, async (rig) =>
      paused(rig, async () => {
        rig.simulator.clearFaults();
        const { redis, keys } = rig.relay.relay;
        // As by a process that lost Redis, or died, before it could start the job.
        await new TargetTable(redis, keys).resume(await rig.target());
        expect(await rig.fields()).not.toHaveProperty('pausedReason');
        expect(await command(rig, 'targets', 'resume')).toMatchObject({ code: 0 });
        await rig.settled();
        await expectOnceAndInOrder(rig);
        // By itself it would be found only after ten seconds.
        expect(rig.relay.logLines.filter((line) => line.includes('"repaired"'))).toEqual([]);
      }),
    );
  });

  it('pauses again when it is resumed and nothing has changed', async () => {
    await RelayRig.with(PAUSED_FOR_LONG, async (rig) =>
      paused(rig, async () => {
        await command(rig, 'targets', 'resume', '--all');
        await eventually(
          () => rig.simulator.state().answeredByStatus['403'] === 2,
          'it was tried once more',
        );
        await paused(rig, async () => {
          expect(rig.simulator.state().answeredByStatus).toEqual({ 403: 2 });
        });
      }),
    );
  });

  it('resume: leaves a target that is not paused unchanged, and refuses an unknown one', async () => {
    const tooMany = { throttle: { retryAfterSeconds: 60 } };
    await RelayRig.with({ before: (simulator) => simulator.fault(tooMany) }, async (rig) => {
      await eventually(async () => (await rig.fields())['delay'] === 'retry', 'it waits');
      const target = await rig.target();
      const ran = await command(rig, 'targets', 'resume', target);
      expect(ran).toMatchObject({ code: 0, stdout: `${target} is not paused\n` });
      expect(await rig.fields()).toMatchObject({ delay: 'retry' });
      expect(await command(rig, 'targets', 'resume', `${target}x`)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('live-relay status'),
      });
      // There is one.
      expect(await command(rig, 'targets', 'resume')).toMatchObject({ code: 0 });
    });
  });

  it('resume: tells what it ended, also where a person held or paused the target', async () => {
    await RelayRig.with({}, async (rig) => {
      const target = await eventually(async () => rig.target(), 'the target is known');
      const { redis, keys } = rig.relay.relay;
      const targets = new TargetTable(redis, keys);
      const by = { revision: '*', by: 'test' };
      await command(rig, 'targets', 'hold', '--yes');
      expect(await command(rig, 'targets', 'resume', target)).toMatchObject({
        code: 0,
        stdout: `${target} was held and is reported whole again\n`,
      });
      await targets.control(target, { ...by, state: 'held' });
      expect((await command(rig, 'targets', 'resume', '--all')).stdout).toContain('was held');
      await targets.control(target, { ...by, state: 'paused' });
      expect((await command(rig, 'targets', 'resume')).stdout).toBe(
        `${target} was paused (operator) and is tried now\n`,
      );
      expect((await targets.read(target)).control.state).toBe('running');
    });
  });

  it('targets say, targets clear: failures are in the audit trail, too', async () => {
    await RelayRig.with({}, async (rig) => {
      await eventually(async () => rig.target(), 'the target is known');
      rig.simulator.fault({ on: 'manage', status: 500, requests: 50 });
      const said = await command(rig, 'targets', 'say', 'x', '--yes');
      const cleared = await command(rig, 'targets', 'clear', '--yes');
      expect([said.code, cleared.code]).toEqual([1, 1]);
      const { redis, keys } = rig.relay.relay;
      const rows = await redis.xrange(keys.audit, '-', '+');
      const told = rows.map(([, fields]) => fields.join(' '));
      expect(told).toEqual([
        expect.stringMatching(/by command line .*action target\.say .*note failed$/u),
        expect.stringMatching(/by command line .*action target\.clear .*note failed$/u),
      ]);
    });
  });
});
