import type { NoticeChannelType } from '#config';
import { fieldsOf, jsonIn } from '#live-event';

/** What became of a message. `again`: a later try may succeed. */
export type ChannelAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'again'; readonly reason: string; readonly wayOut?: string | undefined }
  | { readonly kind: 'refused'; readonly reason: string; readonly wayOut?: string | undefined };

/**
 * Reads a channel's answer. The robots always answer 200, and say in the body what happened.
 *
 * @param body as far as it was read.
 */
export function answerOf(type: NoticeChannelType, status: number, body: string): ChannelAnswer {
  const code = type === 'slack' || type === 'webhook' ? undefined : codeIn(body);
  if (status >= 200 && status < 300) {
    if (type === 'slack' || type === 'webhook' || code === 0) return { kind: 'taken' };
    const known = CODES[type]?.[code ?? NaN];
    const reason = code === undefined ? 'unreadable-answer' : `code ${code}`;
    return { kind: known?.again === true ? 'again' : 'refused', reason, wayOut: known?.wayOut };
  }
  const reason = code === undefined ? `status ${status}` : `code ${code}`;
  const passes = status === 429 || status >= 500 || status === 408;
  const wayOut = passes
    ? undefined
    : 'Look at the url of the channel: copy it from the robot anew.';
  return { kind: passes ? 'again' : 'refused', reason, wayOut };
}

/** 飞书 says `code`, and once said `StatusCode`; 钉钉 and 企业微信 say `errcode`. */
function codeIn(body: string): number | undefined {
  const { code, StatusCode, errcode } = fieldsOf(jsonIn(body));
  const [first] = [code, errcode, StatusCode].filter((one) => typeof one === 'number');
  return first;
}

interface KnownCode {
  readonly again?: boolean;
  readonly wayOut: string;
}

const SIGNATURE = 'The signature is refused: look at secret, and at the clock of this machine.';
const WORD =
  'The robot wants a word in each message: put it into notices.title, or take off its rule.';
const SLOWER = 'It takes no more messages for a while.';

/** The codes that the robots' documentation lists. */
const CODES: Partial<Record<NoticeChannelType, Readonly<Record<number, KnownCode>>>> = {
  feishu: {
    19021: { wayOut: SIGNATURE },
    19022: { wayOut: 'The address of this machine is not on the list of the robot.' },
    19024: { wayOut: WORD },
    19001: { wayOut: 'The robot does not exist any more: make one, and copy its url.' },
    9499: { again: true, wayOut: SLOWER },
    11232: { again: true, wayOut: SLOWER },
  },
  dingtalk: {
    310000: {
      wayOut:
        'Its safety rules refuse the message: look at secret, at the word that it wants (notices.title), and at its addresses.',
    },
    300001: { wayOut: 'The robot does not exist any more: make one, and copy its url.' },
    130101: { again: true, wayOut: SLOWER },
    410100: { again: true, wayOut: SLOWER },
  },
  wecom: {
    93000: { wayOut: 'The robot does not exist any more: make one, and copy its url.' },
    93008: { wayOut: 'The robot is not in the group any more.' },
    45009: { again: true, wayOut: SLOWER },
  },
};
