import type { NoticeChannel } from '#config';
import { isRedisError } from '#event-buffer';
import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { ChannelAnswer } from './channels/channel-answer.js';
import type { NotifierListener } from './notifier.js';

/** Tells logs and metrics what became of a message at one channel. */
export function channelTelemetry(
  metrics: RelayMetrics,
  log: RelayLog,
): (channel: NoticeChannel, answer: ChannelAnswer) => void {
  return ({ type }, answer) => {
    metrics.notices.add(1, type, answer.kind === 'taken' ? 'taken' : 'failed');
    if (answer.kind === 'taken') return;
    const { reason, wayOut } = answer;
    log.writeSeldom('error', 'notice_not_sent', 'A notice did not reach a channel.', {
      subject: type,
      reason,
      wayOut,
    });
  };
}

/** Tells the log what people were told. */
export function notifierTelemetry(
  log: RelayLog,
  redisFailed: (error: Error) => void,
): NotifierListener {
  return {
    told: ({ begun, over }) => {
      const counts = `${begun.length} begun, ${over.length} over`;
      log.write('info', 'notice_sent', `People were told what goes wrong: ${counts}.`, {
        count: begun.length + over.length,
      });
    },
    untold: ({ begun, over }) => {
      log.write('error', 'notice_untold', 'A notice reached nobody; it is tried again.', {
        count: begun.length + over.length,
        wayOut: 'Run live-relay notify --test.',
      });
    },
    failed: (error) => {
      if (isRedisError(error)) {
        redisFailed(error);
        return;
      }
      log.writeSeldom('warn', 'notices_failed', 'What goes wrong could not be looked at.', {
        error: loggedError(error),
      });
    },
  };
}
