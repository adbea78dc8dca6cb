import { pause } from '#timing';
import type { BridgeConfig, RelayConfig } from '#config';
import { HEEDLESS_LISTENER, type ConnectionListener } from '#source';
import { logText } from '#telemetry';
import { AddressGuard } from '../../network/address-guard.js';
import { GuardedNetwork } from '../../network/guarded-network.js';
import { SourceNetwork } from '../../network/source-network.js';
import { FrameRecorder } from '../../recording/frame-recorder.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { Progress } from '../terminal/progress.js';
import { writeLines } from '../terminal/write-lines.js';
import { installedBridge } from './installed-bridge.js';

const SECONDS_MAX = 86_400;

/** `record`: the frames of a bridge's source, as they arrive. */
export const recordCommand: CliCommand = {
  name: 'record',
  summary: "write a bridge's frames, with their times, to standard output",
  details: `It connects the source as the service would, beside it where it runs; a platform that allows one
connection may end the other. A line of JSON each: {"at": ms, "frame": …}, binary ones as
base64:…. A recording holds what viewers wrote: keep it accordingly. Nothing goes to Redis or
MetaStudio. It needs no lease, and ends with --seconds or Ctrl-C.

Exit codes: 0 it ended, with frames; 1 no frame came; 2 a wrong option.`,
  examples: [
    'live-relay record --bridge shop --seconds 60 > frames.jsonl',
    'jq -r .frame frames.jsonl | live-relay decode --source twitch-irc',
  ],
  options: [
    ['--bridge <name>', 'of the file or the API', 'required'],
    ['--seconds <n>', 'end after so long (default: when interrupted)'],
  ],
  run: async (options, context) => {
    const loaded = await loadCliConfig(options.config, context);
    if (loaded === undefined) return EXIT.failed;
    const bridge = await installedBridge(options, loaded, context);
    if (bridge === undefined) return EXIT.unusable;
    const given = textOption(options, 'seconds');
    const seconds = given === undefined ? Infinity : Number(given);
    if (given !== undefined && !(seconds > 0 && seconds <= SECONDS_MAX)) {
      await writeLines(context.stderr, [`--seconds must be more than 0, at most ${SECONDS_MAX}`]);
      return EXIT.unusable;
    }
    return record(bridge, loaded.config, seconds, context);
  },
};

async function record(
  bridge: BridgeConfig,
  config: RelayConfig,
  seconds: number,
  { sources, stdout, stderr, stopped }: CliContext,
): Promise<ExitCode> {
  const { name, source } = bridge;
  const open = new SourceNetwork(config.process.proxy);
  const guarded = new GuardedNetwork(open, new AddressGuard(config.api.allowHosts));
  const network = config.bridges.includes(bridge) ? open : guarded;
  const close = async (): Promise<void> => {
    await guarded.close();
    await open.close();
  };
  const protocol = sources.get(source.type)?.protocol?.(source.options, network);
  if (protocol === undefined) {
    await writeLines(stderr, [`${name} is pushed to us: there is nothing to connect to`]);
    await close();
    return EXIT.unusable;
  }
  const recorder = new FrameRecorder(protocol, {
    to: stdout,
    listener: remarks((remark) => void writeLines(stderr, [`${name}: ${remark}`])),
    connection: { agentFor: network.agentFor },
  });
  const progress = new Progress(stderr, 'frames recorded');
  const until = performance.now() + seconds * 1000;
  recorder.start();
  while (!stopped.aborted && performance.now() < until) {
    // The reader has gone.
    if (!(await writeLines(stdout, []))) break;
    await pause(Math.min(TICK_MS, until - performance.now()), stopped);
    progress.advance(recorder.frames - progress.done);
  }
  await recorder.stop();
  await close();
  progress.advance(recorder.frames - progress.done);
  progress.end();
  return recorder.frames > 0 ? EXIT.ok : EXIT.failed;
}

const TICK_MS = 200;

/** Says what an operator has to know while nothing is recorded. */
function remarks(say: (remark: string) => void): ConnectionListener {
  return {
    ...HEEDLESS_LISTENER,
    connected: () => say('connected'),
    disconnected: (reason, code) => {
      if (reason === 'stopped') return;
      say(`not connected: ${reason}${code === undefined ? '' : ` (${logText(String(code))})`}`);
    },
    refused: (sentence) => say(logText(sentence)),
    tooLarge: (bytes) => say(`a frame of ${bytes} bytes was left out`),
  };
}
