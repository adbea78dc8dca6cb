import { GENERIC_MAPPING, SIMULATOR_DEFAULTS } from '../../simulator/src/index.js';
import type { PlatformName } from '../../simulator/src/index.js';

/** The line that the simulator prints when it listens. */
export interface SimulatorReady {
  readonly url: string;
  readonly projectId: string;
  readonly rooms: readonly { readonly roomId: string }[];
  readonly chatUrls: Readonly<Record<PlatformName, string>>;
}

/** The relay.yaml of the demo: three bridges of three platforms into two live rooms. */
export function demoRelayFile({ url, rooms, chatUrls }: SimulatorReady): object {
  const [first, second] = rooms.map(({ roomId }) => ({ roomId, jobId: 'auto' }));
  return {
    metastudio: {
      endpoint: url,
      projectId: '${METASTUDIO_PROJECT_ID}',
      auth: {
        type: 'aksk',
        accessKey: '${HUAWEICLOUD_SDK_AK}',
        secretKey: '${HUAWEICLOUD_SDK_SK}',
      },
      // No limit: the simulator does not throttle.
      reportsPerSecond: 0,
      // Status and the console show how many answers wait to be spoken.
      answerChecksPerSecond: 1,
    },
    // The console shows what became of each event only with a trail.
    trail: 'on',
    bridges: [
      {
        name: 'demo-twitch',
        source: { type: 'twitch-irc', channel: 'demo', url: chatUrls['twitch-irc'] },
        target: first,
        filter: { blockWords: ['is it "real"'] },
      },
      {
        name: 'demo-douyin',
        source: { type: 'douyinlive', url: `${chatUrls.douyinlive}/1001` },
        target: second,
      },
      {
        name: 'demo-own-chat',
        source: {
          type: 'websocket',
          url: chatUrls.generic,
          onOpen: ['{"op":"subscribe","room":"demo"}'],
          heartbeat: { send: 'ping', everySeconds: 20 },
          mapping: GENERIC_MAPPING,
        },
        target: second,
      },
    ],
  };
}

/** The variables that the file names. The keys are valid only for the simulator. */
export function demoEnvironment({ projectId }: SimulatorReady): Record<string, string> {
  return {
    METASTUDIO_PROJECT_ID: projectId,
    HUAWEICLOUD_SDK_AK: SIMULATOR_DEFAULTS.accessKey,
    HUAWEICLOUD_SDK_SK: SIMULATOR_DEFAULTS.secretKey,
  };
}
