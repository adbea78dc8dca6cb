import { HEARS, type StagedBridge } from './staged-fleet.js';

const PLATFORMS = [
  ['douyinlive', { url: 'ws://127.0.0.1:9/ws/1' }],
  ['twitch-irc', { channel: 'shop' }],
  ['douyu', { roomId: '74751' }],
  ['kick', { chatroomId: 1234 }],
] as const;
const SINCE = 60_000;

/** A number of bridges of several platforms, most of them without trouble. */
export function fleetOf(count: number): {
  readonly bridges: readonly object[];
  readonly staged: readonly StagedBridge[];
} {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const bridges = numbers.map((number) => {
    const [type, options] = PLATFORMS[number % PLATFORMS.length]!;
    return {
      name: nameOf(number),
      source: { type, ...options },
      target: { roomId: `room-${number}` },
    };
  });
  return { bridges, staged: numbers.map(stagedOf) };
}

function nameOf(number: number): string {
  return `shop-${String(number).padStart(3, '0')}`;
}

function stagedOf(number: number): StagedBridge {
  const received = 400 + number * 37;
  const dropped = { filtered_word: number % 7, duplicate: number % 5 };
  const liveJob = { liveJob: `job-${number}`, reportedAt: String(Date.now() - (number % 9) * 400) };
  const common = { name: nameOf(number), target: `default/room-${number}`, received, dropped };
  switch (number) {
    case 3:
      return { ...common, source: { state: 'backoff', reason: 'connect-failed' } };
    case 17:
      return { ...common, source: deafOf('not-understood'), targetFields: liveJob };
    case 41:
      return { ...common, source: HEARS, targetFields: { pausedReason: 'no-report-url' } };
    case 58:
      return { ...common, source: HEARS, dead: 4, targetFields: liveJob };
    default:
      return number % 19 === 0
        ? { ...common, source: deafOf('room-ended') }
        : { ...common, source: HEARS, targetFields: liveJob };
  }
}

function deafOf(deaf: string): object {
  const room = { state: 'ended', since: Date.now() - SINCE };
  return { hearing: { state: 'deaf', deaf, room, frames: 40, notUnderstood: 31 } };
}
